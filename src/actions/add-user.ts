import { type FieldErrors, ok, type Result, refuse } from '../domain/result.js';
import { type UserForm, validateUser } from '../domain/user.js';
import { changesBetween, insertAudit } from '../store/audit.js';
import { lockNames } from '../store/dialect.js';
import { externalIdTaken, insertUser } from '../store/users.js';
import { type ActionContext, auditActor } from './context.js';
import { hashPassword } from './passwords.js';

/**
 * Adds a user and returns his id. Login and external id are nobody else's (SPEC 1, 3). Without `mustSignIn` he may be one
 * without access, such as a seller.
 */
export async function addUser(
  context: ActionContext,
  form: UserForm,
  { mustSignIn = true } = {},
): Promise<Result<number, FieldErrors>> {
  const checked = validateUser(form, { hasPassword: false, mustSignIn });
  if (!checked.ok) return checked;
  const { name, role, login, externalId, password } = checked.value;
  const passwordHash = password === null ? null : await hashPassword(password);
  return context.db.transaction(async (trx) => {
    await lockNames(trx, 'users');
    if (externalId !== null && (await externalIdTaken(trx, externalId, null)))
      return refuse([{ field: 'externalId', message: 'taken' }]);
    const id = await insertUser(trx, { name, role, login, externalId, passwordHash }, context.now);
    if (id === null) return refuse([{ field: 'login', message: 'taken' }]);
    const changes = changesBetween(null, { role, login, externalId });
    await insertAudit(trx, auditActor(context), context.now, [
      { action: 'create', entity: 'user', entityId: id, changes, personal: { name: [null, name] } },
    ]);
    return ok(id);
  });
}

import { type FieldErrors, ok, type Result, refuse } from '../domain/result.js';
import { validatePassword } from '../domain/user.js';
import { insertAudit } from '../store/audit.js';
import { endSessionsOf } from '../store/sessions.js';
import { findUserByLogin, updatePassword } from '../store/users.js';
import { type ActionContext, auditActor } from './context.js';
import { hashPassword } from './passwords.js';

/** Sets a user's password for him, found by his login; his sessions end at once (SPEC 10). Returns his id. */
export async function resetPassword(
  context: ActionContext,
  login: string,
  form: { readonly password: string },
): Promise<Result<number, FieldErrors>> {
  const checked = validatePassword(form);
  if (!checked.ok) return checked;
  const passwordHash = await hashPassword(checked.value);
  return context.db.transaction(async (trx) => {
    const user = await findUserByLogin(trx, login);
    if (user === null) return refuse([{ field: 'login', message: 'unknownValue' }]);
    await updatePassword(trx, user.id, passwordHash);
    await endSessionsOf(trx, user.id, context.now);
    await insertAudit(trx, auditActor(context), context.now, [
      { action: 'reset-password', entity: 'user', entityId: user.id },
    ]);
    return ok(user.id);
  });
}

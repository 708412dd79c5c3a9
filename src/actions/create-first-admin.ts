import { type FieldErrors, ok, type Result, refuse } from '../domain/result.js';
import { validateSettings } from '../domain/settings.js';
import { type UserForm, validateUser } from '../domain/user.js';
import { insertAudit } from '../store/audit.js';
import { lockNames } from '../store/dialect.js';
import { hit, type RateLimit } from '../store/rate-limits.js';
import { consumeToken, replaceToken, tokenHolds } from '../store/secrets.js';
import { getSettings, updateSettings } from '../store/settings.js';
import { adminExists, insertUser, loginTaken } from '../store/users.js';
import type { ActionContext } from './context.js';
import { hashPassword } from './passwords.js';

const SECRET = 'setup-token';
const LIMIT: RateLimit = { hits: 40, windowMs: 15 * 60_000 };

/**
 * Makes the token valid that creates the first administrator, in the place of an earlier one; false when there is an
 * administrator already. Only its hash is kept.
 */
export async function offerSetup(context: Pick<ActionContext, 'db'>, token: string): Promise<boolean> {
  return context.db.transaction(async (trx) => {
    if (await adminExists(trx)) return false;
    await replaceToken(trx, SECRET, token);
    return true;
  });
}

export interface FirstAdminForm extends UserForm {
  token: string;
  companyName: string;
  address: string;
}

export type FirstAdminRefusal =
  | { kind: 'invalid'; errors: FieldErrors }
  | { kind: 'wrong-token' }
  | { kind: 'blocked'; until: number };

/**
 * Creates the first administrator and names the company (SPEC 10). The token is used up in the same transaction: of any
 * number of attempts at once exactly one succeeds.
 */
export async function createFirstAdmin(
  context: ActionContext,
  form: FirstAdminForm,
): Promise<Result<number, FirstAdminRefusal>> {
  const checked = check(form);
  if (!checked.ok) return refuse({ kind: 'invalid', errors: checked.refusal });
  const { user, companyName } = checked.value;
  const until = await context.db.transaction((trx) => hit(trx, `setup:address:${form.address}`, LIMIT, context.now));
  if (until !== null) return refuse({ kind: 'blocked', until });
  const passwordHash = await hashPassword(user.password ?? '');
  return context.db.transaction(async (trx) => {
    await lockNames(trx, 'users');
    const taken = user.login !== null && (await loginTaken(trx, user.login, null));
    const token = form.token.trim().toUpperCase();
    // Whoever has the token may try another login: it is used up only by who succeeds.
    if (taken && (await tokenHolds(trx, SECRET, token)))
      return refuse({ kind: 'invalid', errors: [{ field: 'login', message: 'taken' }] });
    if (!(await consumeToken(trx, SECRET, token)) || (await adminExists(trx))) return refuse({ kind: 'wrong-token' });
    const id = await insertUser(trx, { ...user, role: 'admin', passwordHash }, context.now);
    if (id === null) throw new Error('a login was taken under the lock');
    const settings = await getSettings(trx);
    await updateSettings(trx, { ...settings, companyName });
    const by = { id, origin: context.origin };
    await insertAudit(trx, by, context.now, [
      { action: 'create', entity: 'user', entityId: id, changes: { role: [null, 'admin'], login: [null, user.login] } },
      {
        action: 'change',
        entity: 'settings',
        entityId: 1,
        changes: { companyName: [settings.companyName, companyName] },
      },
    ]);
    return ok(id);
  });
}

function check(form: FirstAdminForm) {
  const user = validateUser({ ...form, role: 'admin' }, { hasPassword: false, mustSignIn: true });
  const settings = validateSettings({ companyName: form.companyName, timeZone: 'America/Sao_Paulo', locale: 'pt-BR' });
  if (user.ok && settings.ok) return ok({ user: user.value, companyName: settings.value.companyName });
  return refuse([...(settings.ok ? [] : settings.refusal), ...(user.ok ? [] : user.refusal)]);
}

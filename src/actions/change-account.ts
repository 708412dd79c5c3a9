import { type FieldErrors, ok, type Result, refuse } from '../domain/result.js';
import { validatePassword, validatePreferences } from '../domain/user.js';
import { changesBetween, insertAudit } from '../store/audit.js';
import { hit } from '../store/rate-limits.js';
import { endSessionsOf } from '../store/sessions.js';
import { getPasswordHash, getUser, updatePassword, updatePreferences } from '../store/users.js';
import { type ActionContext, auditActor } from './context.js';
import { hashPassword, verifyPassword } from './passwords.js';
import { ACCOUNT_LIMIT } from './sign-in.js';

/** Sets how the signed-in user wants his pages: language and theme. */
export async function changePreferences(
  context: ActionContext,
  userId: number,
  form: { locale: string; theme: string },
): Promise<Result<null, FieldErrors>> {
  const checked = validatePreferences(form);
  if (!checked.ok) return checked;
  return context.db.transaction(async (trx) => {
    const { locale, theme } = await getUser(trx, userId);
    const changes = changesBetween({ locale, theme }, checked.value);
    await updatePreferences(trx, userId, checked.value);
    await insertAudit(trx, auditActor(context), context.now, [
      { action: 'change', entity: 'user', entityId: userId, changes },
    ]);
    return ok(null);
  });
}

export type PasswordRefusal =
  | { kind: 'invalid'; errors: FieldErrors }
  | { kind: 'wrong' }
  | { kind: 'blocked'; until: number };

/** Replaces the signed-in user's own password; his sessions end, and the caller opens him a new one. */
export async function changePassword(
  context: ActionContext,
  userId: number,
  form: { current: string; password: string },
): Promise<Result<null, PasswordRefusal>> {
  const checked = validatePassword(form);
  if (!checked.ok) return refuse({ kind: 'invalid', errors: checked.refusal });
  const until = await context.db.transaction((trx) => hit(trx, `password:${userId}`, ACCOUNT_LIMIT, context.now));
  if (until !== null) return refuse({ kind: 'blocked', until });
  const current = await getPasswordHash(context.db.read, userId);
  if (!(await verifyPassword(current, form.current))) return refuse({ kind: 'wrong' });
  const passwordHash = await hashPassword(checked.value);
  await context.db.transaction(async (trx) => {
    await updatePassword(trx, userId, passwordHash);
    await endSessionsOf(trx, userId, context.now);
    await insertAudit(trx, auditActor(context), context.now, [
      { action: 'change-password', entity: 'user', entityId: userId },
    ]);
  });
  return ok(null);
}

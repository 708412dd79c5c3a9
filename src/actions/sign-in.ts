import { ok, type Result, refuse } from '../domain/result.js';
import { nameKey } from '../domain/text.js';
import { clear, forgive, hit, type RateLimit } from '../store/rate-limits.js';
import { deleteExpiredSessions } from '../store/sessions.js';
import { findCredentials } from '../store/users.js';
import type { ActionContext } from './context.js';
import { verifyPassword } from './passwords.js';

const QUARTER_OF_AN_HOUR = 15 * 60_000;
export const ACCOUNT_LIMIT: RateLimit = { hits: 10, windowMs: QUARTER_OF_AN_HOUR };
export const ADDRESS_LIMIT: RateLimit = { hits: 60, windowMs: QUARTER_OF_AN_HOUR };

export type SignInRefusal = { kind: 'wrong' } | { kind: 'blocked'; until: number };

/**
 * Checks a login and its password and gives the user's id (SPEC 10). Attempts are counted before the password is looked
 * at, per account and per address, in the database, so that neither parallel tries nor a restart gets more of them; a good
 * one takes its count back.
 */
export async function signIn(
  context: ActionContext,
  input: { login: string; password: string; address: string },
): Promise<Result<number, SignInRefusal>> {
  const account = `sign-in:account:${nameKey(input.login)}`;
  const address = `sign-in:address:${input.address}`;
  const until = await context.db.transaction(async (trx) => {
    const byAccount = await hit(trx, account, ACCOUNT_LIMIT, context.now);
    const byAddress = await hit(trx, address, ADDRESS_LIMIT, context.now);
    return byAccount === null && byAddress === null ? null : Math.max(byAccount ?? 0, byAddress ?? 0);
  });
  if (until !== null) return refuse({ kind: 'blocked', until });
  const credentials = await findCredentials(context.db.read, input.login);
  const matches = await verifyPassword(credentials?.hash ?? null, input.password);
  if (credentials === null || !matches) return refuse({ kind: 'wrong' });
  await context.db.transaction(async (trx) => {
    await clear(trx, account, context.now);
    await forgive(trx, address);
    await deleteExpiredSessions(trx, context.now);
  });
  return ok(credentials.id);
}

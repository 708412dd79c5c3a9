import { createHash } from 'node:crypto';
import type { Queryable } from './dialect.js';
import { select } from './statements.js';

/** What is kept of a session; the cookie holds its id, the database only a hash of that. */
export interface StoredSession {
  userId: number | null;
  data: string;
  expiresAt: number;
}

interface SessionRow {
  user_id: number | null;
  data: string;
  expires_at: number;
}

const FIND = `select user_id, data, expires_at from sessions
  where id_hash = ? and ended_at is null and expires_at > ?`;

/** The session, unless it has expired or was ended. */
export async function findSession(q: Queryable, id: string, now: number): Promise<StoredSession | null> {
  const [row] = await select<SessionRow>(q, FIND, [hashOf(id), now]);
  return row ? { userId: row.user_id, data: row.data, expiresAt: row.expires_at } : null;
}

/**
 * Makes or changes the session. An ended one stays ended: a slow request that was under way at the sign-out saves its
 * session after it, and must not bring it back.
 */
export async function saveSession(trx: Queryable, id: string, session: StoredSession): Promise<void> {
  const row = { user_id: session.userId, data: session.data, expires_at: session.expiresAt };
  await trx('sessions')
    .insert({ id_hash: hashOf(id), ...row })
    .onConflict('id_hash')
    .merge(row)
    .where('sessions.ended_at', null);
}

/** Puts the expiry off; an ended or expired session is not revived. */
export async function extendSession(trx: Queryable, id: string, expiresAt: number, now: number): Promise<void> {
  await trx('sessions')
    .where({ id_hash: hashOf(id), ended_at: null })
    .where('expires_at', '>', now)
    .update({ expires_at: expiresAt });
}

/** Ends the session for good, also when it has not been saved yet; its row stays as a tombstone until it expires. */
export async function endSession(trx: Queryable, id: string, now: number, tombstoneUntil: number): Promise<void> {
  await trx('sessions')
    .insert({ id_hash: hashOf(id), user_id: null, data: '{}', expires_at: tombstoneUntil, ended_at: now })
    .onConflict('id_hash')
    .merge({ ended_at: now, data: '{}' });
}

/** Ends every session of the user. */
export async function endSessionsOf(trx: Queryable, userId: number, now: number): Promise<void> {
  await trx('sessions').where({ user_id: userId, ended_at: null }).update({ ended_at: now, data: '{}' });
}

/** Throws away the rows of sessions that expired. */
export async function deleteExpiredSessions(trx: Queryable, now: number): Promise<void> {
  await trx('sessions').where('expires_at', '<=', now).delete();
}

function hashOf(id: string): string {
  return createHash('sha256').update(id).digest('hex');
}

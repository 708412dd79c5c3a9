import { createHash } from 'node:crypto';
import type { Queryable } from './dialect.js';

/** The secret of that name; made with `make` and kept on its first use, the same for every process. */
export async function ensureSecret(trx: Queryable, name: string, make: () => string): Promise<string> {
  await trx('secrets').insert({ name, value: make() }).onConflict('name').ignore();
  return (await trx('secrets').where({ name }).first('value')).value;
}

/** Makes a one-time token valid, in the place of an earlier one of that name; only its hash is kept. */
export async function replaceToken(trx: Queryable, name: string, token: string): Promise<void> {
  await trx('secrets')
    .insert({ name, value: hashOf(token) })
    .onConflict('name')
    .merge();
}

/** Whether the one-time token is the right one; it stays valid. */
export async function tokenHolds(q: Queryable, name: string, token: string): Promise<boolean> {
  return (
    (await q('secrets')
      .where({ name, value: hashOf(token) })
      .first('name')) !== undefined
  );
}

/** Uses the one-time token up: true for exactly one caller, who has the right one. */
export async function consumeToken(trx: Queryable, name: string, token: string): Promise<boolean> {
  return (
    (await trx('secrets')
      .where({ name, value: hashOf(token) })
      .delete()) === 1
  );
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

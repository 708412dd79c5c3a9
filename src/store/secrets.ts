import type { Queryable } from './dialect.js';

/** The secret of that name; made with `make` and kept on its first use, the same for every process. */
export async function ensureSecret(trx: Queryable, name: string, make: () => string): Promise<string> {
  await trx('secrets').insert({ name, value: make() }).onConflict('name').ignore();
  return (await trx('secrets').where({ name }).first('value')).value;
}

/** Sets the secret, in the place of the one of that name. */
export async function replaceSecret(trx: Queryable, name: string, value: string): Promise<void> {
  await trx('secrets').insert({ name, value }).onConflict('name').merge();
}

/** Uses up the secret: true for exactly one caller, and only when its value is `value`. */
export async function consumeSecret(trx: Queryable, name: string, value: string): Promise<boolean> {
  return (await trx('secrets').where({ name, value }).delete()) === 1;
}

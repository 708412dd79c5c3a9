import type { Knex } from 'knex';

// Every difference between the two engines that queries meet stands in this file.

export type Dialect = 'sqlite' | 'postgres';

/** Anything a query can run on: a connection pool or the transaction that is under way. */
export type Queryable = Knex | Knex.Transaction;

/** The engine behind `q`. */
export function dialectOf(q: Queryable): Dialect {
  return q.client.dialect === 'postgresql' ? 'postgres' : 'sqlite';
}

/** True when the work was turned away by another writer and may be tried again from its start. */
export function isBusy(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'SQLITE_BUSY' || code === 'SQLITE_BUSY_SNAPSHOT' || code === '40001' || code === '40P01';
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}

/**
 * How many rows one multi-row insert may carry, so that the engine's limit of bound values (32,766 on SQLite, 65,535 on
 * PostgreSQL) and SQLite's 500 terms of a compound select are kept.
 */
export function rowsPerInsert(columns: number): number {
  return Math.max(1, Math.min(400, Math.floor(30_000 / columns)));
}

/**
 * The order in which transactions lock tables, so that two of them never wait for each other: the configuration first, then
 * what is made of it. Who locks in several places goes on in this order, or locks all of it at the first.
 */
const LOCK_ORDER = [
  'holidays',
  'questions',
  'profiles',
  'products',
  'users',
  'rules',
  'customers',
  'sales',
  'surveys',
  'commission_policies',
  'commission_months',
] as const;

/**
 * Makes the transaction the only one that adds or renames rows of the tables until it ends, so that a name found free
 * stays free. SQLite has one writer anyhow; reading is never held up. Take it before the first write of the transaction.
 */
export async function lockNames(trx: Queryable, ...tables: readonly (typeof LOCK_ORDER)[number][]): Promise<void> {
  if (dialectOf(trx) !== 'postgres') return;
  const inOrder = LOCK_ORDER.filter((table) => tables.includes(table));
  // One statement locks one table after the other, as they are named.
  await trx.raw(`lock table ${inOrder.map(() => '??').join(', ')} in share row exclusive mode`, inOrder);
}

/** Places that one at a time writes from, numbered for PostgreSQL's advisory locks. */
const ALONE = { survey: 7_304_221, sale: 7_304_222, customer: 7_304_223 } as const;

/**
 * Lets nobody else who asks for the same go on until the transaction ends, so that what is found to be missing stays so;
 * nobody who does not ask is held up. Before any other lock.
 */
export async function holdAlone(trx: Queryable, place: keyof typeof ALONE, id: number): Promise<void> {
  if (dialectOf(trx) === 'postgres') await trx.raw('select pg_advisory_xact_lock(?, ?)', [ALONE[place], id]);
}

/**
 * Makes SQLite read a table by one of its indexes, which is named without the table, or fail; PostgreSQL has no hints, and
 * chooses by its statistics.
 */
export function indexedBy(
  q: Queryable,
  table: 'surveys' | 'follow_ups' | 'sales' | 'signals',
  index: string | null,
): string {
  return index !== null && dialectOf(q) === 'sqlite' ? `indexed by ${table}_${index}` : '';
}

/** An aggregate that gives a column's numbers as one list, for `readJson`. */
export function jsonArray(q: Queryable, column: string): string {
  return `${dialectOf(q) === 'postgres' ? 'json_agg' : 'json_group_array'}(${column})`;
}

/** The list that `jsonArray` made: SQLite gives its text, PostgreSQL's driver the list itself, and null for an empty one. */
export function readJson<T>(value: unknown): readonly T[] {
  return (typeof value === 'string' ? JSON.parse(value) : value) ?? [];
}

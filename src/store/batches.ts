import { type Queryable, rowsPerInsert } from './dialect.js';

/**
 * Inserts rows by the hundreds and returns their ids in the order of the rows. Both engines number the rows of one
 * statement in their order, but do not promise to return them so.
 */
export async function insertInOrder(
  trx: Queryable,
  table: string,
  rows: readonly Readonly<Record<string, unknown>>[],
): Promise<number[]> {
  const ids: number[] = [];
  for (const batch of batchesOf(rows)) {
    const inserted: { id: number }[] = await trx(table).insert(batch).returning('id');
    ids.push(...inserted.map((row) => row.id).sort((a, b) => a - b));
    await breathe();
  }
  return ids;
}

/**
 * How many rows one statement writes where each is dear, as a survey is with its indexes and tallies: SQLite answers
 * without giving way, and a statement is to end before anybody notices.
 */
export const DEAR_ROWS = 50;

/** Inserts rows by the hundreds, or by fewer. */
export async function insertAll(
  trx: Queryable,
  table: string,
  rows: readonly Readonly<Record<string, unknown>>[],
  atMost = Number.POSITIVE_INFINITY,
): Promise<void> {
  for (const batch of batchesOf(rows, atMost)) {
    await trx(table).insert(batch);
    await breathe();
  }
}

function batchesOf<Row extends object>(rows: readonly Row[], atMost = Number.POSITIVE_INFINITY): Row[][] {
  const size = Math.min(atMost, rowsPerInsert(Object.keys(rows[0] ?? {}).length));
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, index) =>
    rows.slice(index * size, (index + 1) * size),
  );
}

/** How many values a condition `in (…)` carries at most here. */
const VALUES_PER_QUERY = 1000;

/** Reads what a list of values of any length names, by the thousands or by fewer. */
export async function selectIn<V, Row>(
  values: Iterable<V>,
  select: (some: V[]) => PromiseLike<readonly Row[]>,
  atMost = VALUES_PER_QUERY,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const some of someOf(values, atMost)) {
    for (const row of await select(some)) rows.push(row);
    await breathe();
  }
  return rows;
}

/** The values, each once, as many at a time as a query takes. */
function* someOf<V>(values: Iterable<V>, atMost: number): Generator<V[]> {
  const seen = new Set<V>();
  let some: V[] = [];
  for (const value of values) {
    if (seen.has(value)) continue;
    seen.add(value);
    if (some.push(value) < atMost) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}

/** Lets other requests have their turn: SQLite answers without giving way. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

import { insertAll } from './batches.js';
import type { Queryable } from './dialect.js';
import type { Predicate } from './predicate.js';

/** Adds records that a job is to go through; one that it has already stays one. */
export async function addJobItems(trx: Queryable, jobId: number, ids: readonly number[]): Promise<void> {
  const known = new Set(await trx('job_items').where({ job_id: jobId }).whereIn('item_id', ids).pluck('item_id'));
  const rows = ids.filter((id) => !known.has(id)).map((id) => ({ job_id: jobId, item_id: id, skipped: null }));
  await insertAll(trx, 'job_items', rows);
}

/** How many records a job goes through. */
export async function countJobItems(q: Queryable, jobId: number): Promise<number> {
  const row = await q('job_items').where({ job_id: jobId }).count({ count: '*' }).first();
  return Number(row?.count ?? 0);
}

/** The next records of a job after one, by id. */
export function nextJobItems(q: Queryable, jobId: number, after: number, size: number): Promise<number[]> {
  return q('job_items')
    .where({ job_id: jobId })
    .where('item_id', '>', after)
    .orderBy('item_id')
    .limit(size)
    .pluck('item_id');
}

/** Keeps why records were skipped, for the result. */
export async function markSkipped(
  trx: Queryable,
  jobId: number,
  skipped: ReadonlyMap<string, readonly number[]>,
): Promise<void> {
  for (const [reason, ids] of skipped)
    await trx('job_items').where({ job_id: jobId }).whereIn('item_id', ids).update({ skipped: reason });
}

/** What the records of a job are. */
export type SkippedTable = 'surveys' | 'follow_ups' | 'signals';

/** A record that a job left as it is; without a customer when it does not exist any more. */
export interface SkippedItem {
  readonly id: number;
  readonly customer: string | null;
}

/** The records that a job skipped for a reason and that the scope (who reads) covers, after one, by id. */
export function listSkipped(
  q: Queryable,
  jobId: number,
  table: SkippedTable,
  scope: Predicate,
  { reason, after, size }: { readonly reason: string; readonly after: number; readonly size: number },
): Promise<SkippedItem[]> {
  return q('job_items')
    .leftJoin(table, `${table}.id`, 'job_items.item_id')
    .leftJoin('customers', 'customers.id', `${table}.customer_id`)
    .where({ job_id: jobId, skipped: reason })
    .where('item_id', '>', after)
    .whereRaw(scope.sql, [...scope.bindings])
    .orderBy('item_id')
    .limit(size)
    .select('job_items.item_id as id', 'customers.name as customer');
}

/** Notes records that a job left as they are, with the reason; one that is noted already stays as it is. */
export async function addSkippedItems(
  trx: Queryable,
  jobId: number,
  ids: readonly number[],
  reason: string,
): Promise<void> {
  await addJobItems(trx, jobId, ids);
  await markSkipped(trx, jobId, new Map([[reason, ids]]));
}

/** How many records a job skipped. */
export async function countSkipped(q: Queryable, jobId: number): Promise<number> {
  const [row] = await q('job_items').where({ job_id: jobId }).whereNotNull('skipped').count({ count: '*' });
  return Number(row?.count ?? 0);
}

import type { Queryable } from './dialect.js';
import { type HeldFollowUp, toHeld } from './follow-ups.js';
import { beyondKey } from './key-paging.js';
import type { Predicate } from './predicate.js';
import { select } from './statements.js';

/** How far a walk through a list came: the due date and the id of the last follow-up. */
export interface FollowUpWalkKey {
  readonly dueOn: string;
  readonly id: number;
}

/** The next follow-ups for which the condition holds, soonest due first, and where the walk goes on; null after the last. */
export async function walkFollowUps(
  q: Queryable,
  where: Predicate,
  key: FollowUpWalkKey | null,
  size: number,
): Promise<{ readonly followUps: readonly HeldFollowUp[]; readonly next: FollowUpWalkKey | null }> {
  const query = q('follow_ups').select('follow_ups.*').orderByRaw('follow_ups.due_on, follow_ups.id').limit(size);
  if (key !== null) query.whereRaw(beyondKey(['follow_ups.due_on', 'follow_ups.id'], 'asc'), [key.dueOn, key.id]);
  const followUps: HeldFollowUp[] = (await query.whereRaw(`(${where.sql})`, [...where.bindings])).map(toHeld);
  const last = followUps.at(-1);
  return { followUps, next: last === undefined || followUps.length < size ? null : { dueOn: last.dueOn, id: last.id } };
}

/** Those of the ids for which the condition holds, by id. */
export async function findFollowUps(q: Queryable, where: Predicate, ids: readonly number[]): Promise<HeldFollowUp[]> {
  const rows = await q('follow_ups')
    .whereIn('follow_ups.id', [...ids])
    .whereRaw(`(${where.sql})`, [...where.bindings])
    .orderBy('follow_ups.id')
    .select('follow_ups.*');
  return rows.map(toHeld);
}

/** Which of the ids the condition holds for; they are read first and looked at then, as in store/selected-surveys. */
export async function stillMatching(
  q: Queryable,
  { sql, bindings }: Predicate,
  ids: readonly number[],
): Promise<Set<number>> {
  if (ids.length === 0) return new Set();
  const rows = await select<{ id: number }>(
    q,
    `with chosen as materialized (select * from follow_ups where id in (${ids.map(() => '?').join(', ')}))
      select follow_ups.id from chosen as follow_ups where ${sql}`,
    [...ids, ...bindings],
  );
  return new Set(rows.map(({ id }) => id));
}

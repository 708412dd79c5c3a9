import type { Queryable } from './dialect.js';
import { chosenFollowUps } from './follow-up-list.js';
import { STANDING_ORDER } from './follow-up-order.js';
import { type HeldFollowUp, toHeld } from './follow-ups.js';
import type { Chosen } from './index-reading.js';
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
): Promise<{ readonly ids: readonly number[]; readonly next: FollowUpWalkKey | null }> {
  const from = key === null ? null : ({ side: 'after', value: key.dueOn, id: key.id } as const);
  const stretch = { key: from, direction: 'asc', limit: size } as const;
  const { sql, bindings } = chosenFollowUps(q, where, STANDING_ORDER, stretch);
  const chosen = await select<Chosen>(q, sql, bindings);
  const last = chosen.at(-1);
  const next = last === undefined || chosen.length < size ? null : { dueOn: String(last.sort_key), id: last.id };
  return { ids: chosen.map(({ id }) => id), next };
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

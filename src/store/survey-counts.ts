import type { CivilDate } from '../domain/civil-date.js';
import { STATUSES, type Status } from '../domain/scheduler.js';
import type { Queryable } from './dialect.js';
import { allOf, type Predicate } from './predicate.js';
import { matches, type SurveyFilter } from './survey-filter.js';
import { hasStatus, isPending } from './survey-predicates.js';

/** How many surveys have each status, and how many are pending (Não executada: scheduled, due or inconsistent). */
export type StatusCounts = Record<Status | 'pending', number>;

/** Counts the surveys that a filter leaves by their status on `today`, with the predicates that the lists use. */
export function countByStatus(q: Queryable, today: CivilDate, filter: SurveyFilter = {}): Promise<StatusCounts> {
  const filtered = matches(filter);
  const of = (status: Predicate) => allOf([status, filtered]);
  const counted = Object.fromEntries(STATUSES.map((status) => [status, of(hasStatus(status, today))]));
  return countEach(q, { ...counted, pending: of(isPending()) } as Record<keyof StatusCounts, Predicate>);
}

/** Counts the surveys of several predicates in one statement, so that all figures are of the same moment. */
export async function countEach<K extends string>(
  q: Queryable,
  predicates: Readonly<Record<K, Predicate>>,
): Promise<Record<K, number>> {
  const names = Object.keys(predicates) as K[];
  const columns = names.map((name) => `(select count(*) from surveys where ${predicates[name].sql}) as "${name}"`);
  const bindings = names.flatMap((name) => predicates[name].bindings);
  const row = await q.first(q.raw(columns.join(', '), bindings));
  return Object.fromEntries(names.map((name) => [name, Number(row[name])])) as Record<K, number>;
}

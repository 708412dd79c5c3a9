import type { ClosingDays } from '../domain/own-survey.js';
import { isCallable, isCallBackDue, isTriedWithoutWait } from './contact-predicates.js';
import type { Queryable } from './dialect.js';
import type { Page, PageKey } from './key-paging.js';
import { allOf, not, type Predicate } from './predicate.js';
import { listInTurn } from './survey-list.js';
import type { SurveyRow } from './survey-rows.js';

/** A survey in the order in which it is to be called; one that waits is not offered as the next, and comes last. */
export interface QueuedSurvey extends SurveyRow {
  readonly waits: boolean;
}

/** Whose queue. */
export interface Caller {
  readonly userId: number;
  /** UTC epoch milliseconds. */
  readonly now: number;
  /** The instant at which the day began in the company's zone. */
  readonly dayStart: number;
  /** See store/own-surveys. */
  readonly blocked: readonly ClosingDays[];
}

/**
 * Of the surveys of `where`, a page in the order in which the user calls (SPEC 5): call-backs whose time has come, then
 * what can be called now, then of that what was tried today, then what waits; the soonest to expire first in each.
 */
export async function listQueue(
  q: Queryable,
  where: Predicate,
  caller: Caller,
  options: { readonly size: number; readonly key: PageKey | null },
): Promise<Page<QueuedSurvey>> {
  const groups = [
    ...callableIn(where, caller),
    allOf([where, not(isCallable(caller.userId, caller.now, caller.blocked))]),
  ];
  const page = await listInTurn(q, groups, { ...options, sort: 'expiry', descending: false });
  return { ...page, rows: page.rows.map(({ group, ...row }) => ({ ...row, waits: group === groups.length - 1 })) };
}

/** The first of the queue, or null when nothing is callable now. */
export async function findNextCallable(q: Queryable, where: Predicate, caller: Caller): Promise<SurveyRow | null> {
  const first = { sort: 'expiry', descending: false, size: 1, key: null } as const;
  return (await listInTurn(q, callableIn(where, caller), first)).rows[0] ?? null;
}

function callableIn(where: Predicate, { userId, now, dayStart, blocked }: Caller): Predicate[] {
  const callable = allOf([where, isCallable(userId, now, blocked)]);
  const [due, tried] = [isCallBackDue(now), isTriedWithoutWait(dayStart)];
  return [[due], [not(due), not(tried)], [not(due), tried]].map((group) => allOf([callable, ...group]));
}

import { isCallable, isCallBackDue } from './contact-predicates.js';
import type { Queryable } from './dialect.js';
import { allOf, type Predicate } from './predicate.js';
import { listSurveys } from './survey-list.js';
import type { SurveyRow } from './survey-rows.js';

/**
 * Of the surveys of `where`, the one that the user calls next (SPEC 5): a call-back whose time has come goes first, then
 * what expires soonest; what waits is left out. Null when nothing is callable now.
 */
export async function findNextCallable(
  q: Queryable,
  where: Predicate,
  userId: number,
  now: number,
): Promise<SurveyRow | null> {
  const callable = allOf([where, isCallable(userId, now)]);
  return (await first(q, allOf([callable, isCallBackDue(now)]))) ?? (await first(q, callable));
}

async function first(q: Queryable, where: Predicate): Promise<SurveyRow | null> {
  const { rows } = await listSurveys(q, where, { sort: 'expiry', descending: false, size: 1, key: null });
  return rows[0] ?? null;
}

import type { ClosingDays } from '../domain/own-survey.js';
import { isBlockedOwn } from './own-surveys.js';
import { allOf, not, type Predicate, predicate } from './predicate.js';
import { hasPhone } from './survey-predicates.js';

// SPEC 5 in SQL, on rows of `surveys`: domain/claim and domain/waiting say the same, and a test compares them on random
// data. `now` is UTC epoch milliseconds.

/** Most were not: this spares looking for the attempts of each. */
const TRIED = 'surveys.attempt_count > 0';

/** The surveys that the user has claimed, as long as the claim lasts. Nobody else has none: a command holds no claim. */
export function isHeldBy(userId: number | null, now: number): Predicate {
  return predicate(
    `exists (select 1 from claims where claims.survey_id = surveys.id and claims.user_id = ? and claims.expires_at > ?)`,
    [userId ?? 0, now],
  );
}

/** The surveys that somebody else than the user has now. */
export function isHeldByOther(userId: number | null, now: number): Predicate {
  return predicate(
    `exists (select 1 from claims where claims.survey_id = surveys.id and claims.user_id <> ? and claims.expires_at > ?)`,
    [userId ?? 0, now],
  );
}

/** The surveys in the cool-down of their last attempt. */
export function isCoolingDown(now: number): Predicate {
  return predicate(
    `${TRIED} and (select retry_at from attempts where attempts.survey_id = surveys.id order by attempts.id desc limit 1) > ?`,
    [now],
  );
}

/** The surveys whose last attempt was made since `dayStart` and is not waited after: they stay callable, after the others. */
export function isTriedWithoutWait(dayStart: number): Predicate {
  return predicate(
    `${TRIED} and (select case when retry_at = attempted_at then attempted_at else 0 end
      from attempts where attempts.survey_id = surveys.id order by attempts.id desc limit 1) >= ?`,
    [dayStart],
  );
}

/** The surveys whose customer asked to be called at a time that has not come. */
export function awaitsCallBack(now: number): Predicate {
  return hasStandingCallBack('>', now);
}

/** The surveys whose customer asked to be called at a time that has come, and was not tried since: they go first. */
export function isCallBackDue(now: number): Predicate {
  return hasStandingCallBack('<=', now);
}

/** The surveys that can be offered to the user as the next, as far as waiting goes (SPEC 5). `blocked`: see store/own-surveys. */
export function isCallable(userId: number, now: number, blocked: readonly ClosingDays[]): Predicate {
  const free = [not(isHeldByOther(userId, now)), not(awaitsCallBack(now)), not(isCoolingDown(now))];
  return allOf([hasPhone(), not(isBlockedOwn(userId, blocked)), ...free]);
}

/** A call-back stands until another one replaces it or an attempt is made at its time or later. */
function hasStandingCallBack(comparison: '>' | '<=', now: number): Predicate {
  return predicate(
    `${TRIED} and exists (select 1 from attempts as asked where asked.survey_id = surveys.id and asked.call_back_at ${comparison} ?
      and not exists (select 1 from attempts as later where later.survey_id = asked.survey_id and later.id > asked.id
        and (later.call_back_at is not null or later.attempted_at >= asked.call_back_at)))`,
    [now],
  );
}

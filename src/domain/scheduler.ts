import { type Calendar, nextBusinessDay } from './calendar.js';
import { addDays, type CivilDate, daysBetween, laterOf } from './civil-date.js';

// SPEC 4. Nothing here is stored but the facts; `today` is the company's civil date, read once per request.

/** When a rule's surveys open and expire, in days: SPEC 2's N (after closing) and M (after opening), both ≥ 0. */
export interface Schedule {
  readonly startDays: number;
  readonly expiryDays: number;
  /** An expiry on a weekend or a holiday moves to the next business day (SPEC 4). */
  readonly businessDays: boolean;
}

/** The first and the last day on which a survey can be executed, both inclusive. */
export interface SurveyDates {
  readonly opensOn: CivilDate;
  readonly expiresOn: CivilDate;
}

/** The dates that a schedule gave, and what is needed to give them again for another closing date. */
export interface PlannedDates extends SurveyDates {
  /** M, where the expiry was moved to a business day if need be; null where it was not: then M lies between the dates. */
  readonly businessExpiryDays: number | null;
}

/** How a survey stopped being open. */
export type Outcome = 'executed' | 'closed' | 'cancelled';

/** All that a survey's status depends on, besides `today`. */
export interface SurveyFacts extends SurveyDates {
  /** The expiry that the rule gave; earlier than `expiresOn` once a manager extended. */
  readonly originalExpiresOn: CivilDate;
  /** Null while the survey is open. */
  readonly outcome: Outcome | null;
}

/** Agendada, Aberta, Inconsistência, Executada, Encerrada sem resposta, Cancelada: in this order everywhere. */
export const STATUSES = ['scheduled', 'due', 'inconsistent', 'executed', 'closed', 'cancelled'] as const;

export type Status = (typeof STATUSES)[number];

/**
 * A status with the reason why it holds, for the screen to explain itself (STYLE 3). `days` are civil days from or to
 * today: at least 1, but 0 in `expires-in` on the last day. `extended`: the expiry is a manager's, not the rule's.
 */
export type Standing =
  | { readonly status: 'scheduled'; readonly reason: { readonly kind: 'opens-in'; readonly days: number } }
  | {
      readonly status: 'due';
      readonly reason: { readonly kind: 'expires-in'; readonly days: number; readonly extended: boolean };
    }
  | {
      readonly status: 'inconsistent';
      readonly reason: { readonly kind: 'expired'; readonly days: number; readonly extended: boolean };
    }
  | { readonly status: 'executed'; readonly reason: { readonly kind: 'executed' } }
  | { readonly status: 'closed'; readonly reason: { readonly kind: 'closed' } }
  | { readonly status: 'cancelled'; readonly reason: { readonly kind: 'sale-cancelled' } };

export type StatusReason = Standing['reason'];

/**
 * The dates of one rule applied to one sale: opensOn = closedOn + N, expiresOn = opensOn + M, and with business days the
 * next one from there. The opening never moves. M = 0 is one day, or more where that day moves.
 */
export function surveyDates(closedOn: CivilDate, schedule: Schedule, calendar: Calendar): PlannedDates {
  const { startDays, expiryDays, businessDays } = schedule;
  const opensOn = addDays(closedOn, startDays);
  const expiresOn = addDays(opensOn, expiryDays);
  if (!businessDays) return { opensOn, expiresOn, businessExpiryDays: null };
  return { opensOn, expiresOn: nextBusinessDay(expiresOn, calendar), businessExpiryDays: expiryDays };
}

/** The schedule by which a survey was planned, whatever became of its rule since. */
export function scheduleOf(
  closedOn: CivilDate,
  survey: Pick<PlannedDates, 'opensOn' | 'businessExpiryDays'> & Pick<SurveyFacts, 'originalExpiresOn'>,
): Schedule {
  const { opensOn, originalExpiresOn, businessExpiryDays } = survey;
  const startDays = daysBetween(closedOn, opensOn);
  if (businessExpiryDays !== null) return { startDays, expiryDays: businessExpiryDays, businessDays: true };
  return { startDays, expiryDays: daysBetween(opensOn, originalExpiresOn), businessDays: false };
}

/** The status that holds on `today`, and why: exactly one holds on every day. The SQL predicates of store mirror it. */
export function statusOf(facts: SurveyFacts, today: CivilDate): Standing {
  switch (facts.outcome) {
    case 'executed':
      return { status: 'executed', reason: { kind: 'executed' } };
    case 'closed':
      return { status: 'closed', reason: { kind: 'closed' } };
    case 'cancelled':
      return { status: 'cancelled', reason: { kind: 'sale-cancelled' } };
    case null:
      return openStanding(facts, today);
  }
}

function openStanding(facts: SurveyFacts, today: CivilDate): Standing {
  const { opensOn, expiresOn } = facts;
  const extended = expiresOn > facts.originalExpiresOn;
  if (today < opensOn) return { status: 'scheduled', reason: { kind: 'opens-in', days: daysBetween(today, opensOn) } };
  if (today <= expiresOn)
    return { status: 'due', reason: { kind: 'expires-in', days: daysBetween(today, expiresOn), extended } };
  return { status: 'inconsistent', reason: { kind: 'expired', days: daysBetween(expiresOn, today), extended } };
}

/** Open: neither executed nor closed nor cancelled, whatever the day. */
export function isOpen(facts: Pick<SurveyFacts, 'outcome'>): boolean {
  return facts.outcome === null;
}

/** Não executada: scheduled, due or inconsistent, the three statuses that an open survey can have. */
export function isPending(status: Status): boolean {
  switch (status) {
    case 'scheduled':
    case 'due':
    case 'inconsistent':
      return true;
    case 'executed':
    case 'closed':
    case 'cancelled':
      return false;
  }
}

export type RefusalToExecute = 'not-yet-open' | 'expired' | Outcome;

/** Why a survey cannot be executed on `today`, or null when it can: nobody executes before opensOn or after expiry. */
export function refusalToExecute(facts: SurveyFacts, today: CivilDate): RefusalToExecute | null {
  const { status } = statusOf(facts, today);
  switch (status) {
    case 'due':
      return null;
    case 'scheduled':
      return 'not-yet-open';
    case 'inconsistent':
      return 'expired';
    case 'executed':
    case 'closed':
    case 'cancelled':
      return status;
  }
}

export type RefusalToExtend = 'before-today' | 'before-opening' | 'before-expiry' | 'same-expiry' | Outcome;

/**
 * Why a survey's expiry cannot be moved to the day `to`, or null when it can: only open surveys are extended, and never
 * to a day before today, the opening or the current expiry. The current expiry itself would change nothing.
 */
export function refusalToExtend(facts: SurveyFacts, today: CivilDate, to: CivilDate): RefusalToExtend | null {
  if (facts.outcome !== null) return facts.outcome;
  if (to < today) return 'before-today';
  if (to < facts.opensOn) return 'before-opening';
  if (to < facts.expiresOn) return 'before-expiry';
  if (to === facts.expiresOn) return 'same-expiry';
  return null;
}

/**
 * The dates of an open survey once its rule or its sale gave it new ones. They replace the original dates, but not what
 * a manager granted: of the new expiry and the latest extension (null when there is none) the later holds.
 */
export function redate(
  newDates: PlannedDates,
  latestExtension: CivilDate | null,
): PlannedDates & Pick<SurveyFacts, 'originalExpiresOn'> {
  const { expiresOn } = newDates;
  return { ...newDates, expiresOn: laterOf(expiresOn, latestExtension ?? expiresOn), originalExpiresOn: expiresOn };
}

/** Fora do prazo: finished after the original expiry, whether or not an extension allowed it. */
export function wasLate(executedOn: CivilDate, originalExpiresOn: CivilDate): boolean {
  return executedOn > originalExpiresOn;
}

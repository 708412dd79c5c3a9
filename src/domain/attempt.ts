import { type CallingHours, clockText, nextCallingMoment } from './calling-hours.js';
import { type CivilDate, dateAt, instantAt, weekdayOf } from './civil-date.js';
import { FieldChecks, isBlank, type Raw } from './field-checks.js';
import type { FieldErrors, Result } from './result.js';
import type { ClosureReason } from './survey-change.js';

/** Não atendeu, ocupado, caixa postal, número errado, pediu retorno, sem tempo agora, recusou: in this order everywhere. */
export const OUTCOMES = ['no-answer', 'busy', 'voicemail', 'wrong-number', 'call-back', 'no-time', 'refused'] as const;

export type OutcomeKind = (typeof OUTCOMES)[number];

/** What an outcome asks for and leads to: the administrator's choice, not the code's (SPEC 5). */
export interface AttemptOutcome {
  readonly kind: OutcomeKind;
  /** How long the survey then waits, in minutes; 0 for not at all. */
  readonly cooldownMinutes: number;
  readonly needsNote: boolean;
  /** Asks for the day and time at which the customer wants to be called; other outcomes may name one too. */
  readonly needsCallBack: boolean;
  /** Proposes to a manager to close the survey without an answer. */
  readonly proposesClosing: boolean;
  /** Proposes to a manager an extension when the call-back lies after the expiry. */
  readonly proposesExtension: boolean;
  /** Whether operators are offered it; past attempts keep it. */
  readonly active: boolean;
}

export interface AttemptForm {
  readonly outcome?: Raw;
  readonly note?: Raw;
  readonly callBackOn?: Raw;
  readonly callBackTime?: Raw;
}

/** When the customer is to be called again: the day in the company's zone, and the instant. */
export interface CallBack {
  readonly on: CivilDate;
  readonly at: number;
}

export interface CleanAttempt {
  readonly outcome: AttemptOutcome;
  readonly note: string;
  readonly callBack: CallBack | null;
}

/** What an attempt is checked against. `now` is UTC epoch milliseconds. */
export interface AttemptRules {
  readonly outcomes: readonly AttemptOutcome[];
  readonly hours: CallingHours;
  readonly zone: string;
  readonly now: number;
}

const MINUTE_MS = 60_000;

/**
 * Checks an attempt as posted (SPEC 5): a note and a call-back where the outcome asks for them; a call-back inside the
 * calling hours and in the future. Whether it lies after the expiry is no error: see `isAfterExpiry`.
 */
export function validateAttempt(form: AttemptForm, rules: AttemptRules): Result<CleanAttempt, FieldErrors> {
  const checks = new FieldChecks();
  const kind = checks.oneOf('outcome', form.outcome, OUTCOMES);
  const outcome = rules.outcomes.find((one) => one.kind === kind);
  if (outcome === undefined) throw new Error(`the outcome ${kind} is not configured`);
  // Of an outcome that was not chosen nothing is asked.
  const chosen = checks.errors.length === 0;
  if (chosen && !outcome.active) checks.refuse('outcome', 'inactive');
  const note = checks.text('note', form.note);
  if (chosen && outcome.needsNote && note === '') checks.refuse('note', 'required');
  const asked = (chosen && outcome.needsCallBack) || !isBlank(form.callBackOn) || !isBlank(form.callBackTime);
  return checks.result({ outcome, note, callBack: asked ? readCallBack(checks, form, rules) : null });
}

function readCallBack(checks: FieldChecks, form: AttemptForm, { hours, zone, now }: AttemptRules): CallBack {
  const on = checks.date('callBackOn', form.callBackOn);
  const minute = checks.time('callBackTime', form.callBackTime);
  // Of a day that is over the time is not what is wrong.
  if (on !== '' && on < dateAt(now, zone)) checks.refuse('callBackOn', 'beforeToday');
  else if (on !== '' && !hours.days.includes(weekdayOf(on))) checks.refuse('callBackOn', 'noCallsOnThatDay');
  const timed = !checks.errors.some(({ field }) => field === 'callBackTime');
  if (timed && (minute < hours.fromMinute || minute > hours.untilMinute)) {
    const bounds = { from: clockText(hours.fromMinute), until: clockText(hours.untilMinute) };
    checks.refuse('callBackTime', 'outsideCallingHours', bounds);
  }
  if (checks.errors.some(({ field }) => field.startsWith('callBack'))) return { on, at: 0 };
  const at = instantAt(on, minute, zone);
  if (at <= now) checks.refuse('callBackTime', 'inThePast');
  return { on, at };
}

/**
 * Until when the survey waits after an attempt made at `now`, as far as its cool-down goes (UTC epoch milliseconds): the
 * first calling moment after it. Null where there is none until the expiry: to wait would be to let the survey expire.
 */
export function retryAt(
  outcome: Pick<AttemptOutcome, 'cooldownMinutes'>,
  expiresOn: CivilDate,
  { hours, zone, now }: Omit<AttemptRules, 'outcomes'>,
): number | null {
  if (outcome.cooldownMinutes === 0) return now;
  const at = nextCallingMoment(now + outcome.cooldownMinutes * MINUTE_MS, hours, zone);
  return dateAt(at, zone) > expiresOn ? null : at;
}

/** Whether nobody could finish the survey any more at its call-back: the user is warned, a manager may extend (SPEC 5). */
export function isAfterExpiry(callBack: CallBack | null, expiresOn: CivilDate): callBack is CallBack {
  return callBack !== null && callBack.on > expiresOn;
}

/** The reason with which a manager is to close a survey after such an outcome. */
export function closureReasonOf(kind: OutcomeKind): ClosureReason {
  switch (kind) {
    case 'refused':
      return 'refused';
    case 'wrong-number':
      return 'wrong-number';
    case 'no-answer':
    case 'busy':
    case 'voicemail':
      return 'unreachable';
    case 'call-back':
    case 'no-time':
      return 'other';
  }
}

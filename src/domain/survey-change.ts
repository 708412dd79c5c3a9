import type { CivilDate } from './civil-date.js';
import { type Claim, isLive } from './claim.js';
import { FieldChecks, type Raw } from './field-checks.js';
import { type ClosingDays, isBlockedOwn } from './own-survey.js';
import type { FieldErrors, Result } from './result.js';
import type { Outcome, SurveyFacts } from './scheduler.js';

export const MAX_REASON_LENGTH = 500;

/** Why a manager closes a survey that nobody answered (SPEC 4). */
export const CLOSURE_REASONS = ['refused', 'wrong-number', 'unreachable', 'other'] as const;

export type ClosureReason = (typeof CLOSURE_REASONS)[number];

/**
 * Checks an extension as posted. Whether a survey takes that day is for `refusalToExtend` to say; where it is for many, a
 * day before `today` is refused at once, since none would take it.
 */
export function validateExtension(
  form: { readonly expiresOn?: Raw; readonly reason?: Raw },
  today: CivilDate | null = null,
): Result<{ readonly expiresOn: CivilDate; readonly reason: string }, FieldErrors> {
  const checks = new FieldChecks();
  const expiresOn = checks.date('expiresOn', form.expiresOn);
  if (today !== null && expiresOn !== '' && expiresOn < today) checks.refuse('expiresOn', 'beforeToday');
  return checks.result({ expiresOn, reason: checks.requiredLine('reason', form.reason, MAX_REASON_LENGTH) });
}

/** Checks a closure as posted. The reason *other* needs a note that says which. */
export function validateClosure(form: {
  readonly reason?: Raw;
  readonly note?: Raw;
}): Result<{ readonly reason: ClosureReason; readonly note: string }, FieldErrors> {
  const checks = new FieldChecks();
  const reason = checks.oneOf('reason', form.reason, CLOSURE_REASONS);
  const note = checks.text('note', form.note);
  if (reason === 'other' && note === '') checks.refuse('note', 'required');
  return checks.result({ reason, note });
}

/** Checks the reason that reopening a survey or annulling an execution asks for. */
export function validateReason(form: { readonly reason?: Raw }): Result<{ readonly reason: string }, FieldErrors> {
  const checks = new FieldChecks();
  return checks.result({ reason: checks.requiredLine('reason', form.reason, MAX_REASON_LENGTH) });
}

/** Checks who a survey is given to. Whether he may run surveys is for the action to say. */
export function validateAssignment(form: {
  readonly operatorId?: Raw;
}): Result<{ readonly operatorId: number }, FieldErrors> {
  const checks = new FieldChecks();
  return checks.result({ operatorId: checks.id('operatorId', form.operatorId) });
}

/** What decides whether a survey can be changed by a manager, besides its dates. */
export interface ManagedFacts extends SurveyFacts {
  /** Its own operator, once it was reassigned. */
  readonly assignedTo: number | null;
  /** Who sold what it asks about, and when. */
  readonly sellerId: number;
  readonly closedOn: CivilDate;
  readonly saleCancelled: boolean;
  /** Who has it, live or over; null when nobody does. */
  readonly claim: Pick<Claim, 'userId' | 'expiresAt'> | null;
}

/** Why a survey cannot be closed without answers, or null when it can: only open ones are. */
export function refusalToClose({ outcome }: Pick<ManagedFacts, 'outcome'>): Outcome | null {
  return outcome;
}

export type RefusalToReopen = 'not-closed' | 'sale-cancelled';

/** Why a closure cannot be taken back, or null when it can: an open survey of a cancelled sale cannot be. */
export function refusalToReopen({
  outcome,
  saleCancelled,
}: Pick<ManagedFacts, 'outcome' | 'saleCancelled'>): RefusalToReopen | null {
  if (outcome !== 'closed') return 'not-closed';
  return saleCancelled ? 'sale-cancelled' : null;
}

export type RefusalToReassign = Outcome | 'already-his' | 'own-sale';

/**
 * Why a survey cannot be given to one operator alone, or null when it can: only open ones are, and none to the seller of a
 * sale that closed while the policy blocks him (`blocked`): it would wait for nobody.
 */
export function refusalToReassign(
  survey: Pick<ManagedFacts, 'outcome' | 'assignedTo' | 'sellerId' | 'closedOn'>,
  operatorId: number,
  blocked: readonly ClosingDays[],
): RefusalToReassign | null {
  if (survey.outcome !== null) return survey.outcome;
  if (survey.assignedTo === operatorId) return 'already-his';
  return isBlockedOwn(survey, operatorId, blocked) ? 'own-sale' : null;
}

export type RefusalToTakeBack = Outcome | 'not-reassigned';

/** Why a survey cannot be given back to the operators of its rule, or null when it can: only an open, reassigned one is. */
export function refusalToTakeBack({
  outcome,
  assignedTo,
}: Pick<ManagedFacts, 'outcome' | 'assignedTo'>): RefusalToTakeBack | null {
  return outcome ?? (assignedTo === null ? 'not-reassigned' : null);
}

export type RefusalToRelease = Outcome | 'not-claimed';

/** Why nobody's claim on a survey can be ended, or null when one can: only a live one is. `now` in UTC epoch milliseconds. */
export function refusalToRelease(
  { outcome, claim }: Pick<ManagedFacts, 'outcome' | 'claim'>,
  now: number,
): RefusalToRelease | null {
  return outcome ?? (claim !== null && isLive(claim, now) ? null : 'not-claimed');
}

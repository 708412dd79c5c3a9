import type { CivilDate } from './civil-date.js';
import { FieldChecks, type Raw } from './field-checks.js';
import type { FieldErrors, Result } from './result.js';

export const MAX_REASON_LENGTH = 500;

/** Why a manager closes a survey that nobody answered (SPEC 4). */
export const CLOSURE_REASONS = ['refused', 'wrong-number', 'unreachable', 'other'] as const;

export type ClosureReason = (typeof CLOSURE_REASONS)[number];

/** Checks an extension as posted. Whether the survey takes that day is for `refusalToExtend` to say. */
export function validateExtension(form: {
  readonly expiresOn?: Raw;
  readonly reason?: Raw;
}): Result<{ readonly expiresOn: CivilDate; readonly reason: string }, FieldErrors> {
  const checks = new FieldChecks();
  return checks.result({
    expiresOn: checks.date('expiresOn', form.expiresOn),
    reason: checks.requiredLine('reason', form.reason, MAX_REASON_LENGTH),
  });
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

import type { CivilDate } from './civil-date.js';
import type { Raw } from './field-checks.js';
import { type FollowUpFacts, type FollowUpRefusal, refusalToFollow } from './follow-up.js';
import { type CleanEnding, validateDueDate, validateEnding, validateOwner } from './follow-up-form.js';
import { type FieldErrors, ok, type Result } from './result.js';

// SPEC 6: what is done with many follow-ups at once. Each is what is done with one, by the same rules.

export const FOLLOW_UP_BULK_VERBS = ['assign', 'postpone', 'discard'] as const;

export type FollowUpBulkVerb = (typeof FOLLOW_UP_BULK_VERBS)[number];

export type FollowUpBulkAction =
  | { readonly verb: 'assign'; readonly ownerId: number }
  | { readonly verb: 'postpone'; readonly dueOn: CivilDate }
  | { readonly verb: 'discard'; readonly ending: CleanEnding };

/** Why a follow-up is left as it is; `gone` is also what is not the acting user's to work. */
export const FOLLOW_UP_SKIPS = [
  'ended',
  'not-ended',
  'started',
  'other-kind',
  'already-his',
  'same-due',
  'owner-gone',
  'left-list',
  'gone',
] as const;

export type FollowUpSkip = FollowUpRefusal | (typeof FOLLOW_UP_SKIPS)[number];

/** The controls of the form; each verb reads its own. */
export interface FollowUpBulkForm {
  readonly ownerId?: Raw;
  readonly dueOn?: Raw;
  readonly conclusion?: Raw;
}

/** Checks the form as posted. */
export function validateFollowUpBulk(
  verb: FollowUpBulkVerb,
  form: FollowUpBulkForm,
  today: CivilDate,
): Result<FollowUpBulkAction, FieldErrors> {
  switch (verb) {
    case 'assign': {
      const owner = validateOwner(form);
      return owner.ok ? ok({ verb, ...owner.value }) : owner;
    }
    case 'postpone': {
      const due = validateDueDate(form, today);
      return due.ok ? ok({ verb, ...due.value }) : due;
    }
    case 'discard': {
      const ending = validateEnding(verb, form);
      return ending.ok ? ok({ verb, ending: ending.value }) : ending;
    }
  }
}

/** Why the action leaves a follow-up as it is now, or null when it does not. */
export function refusalInBulk(
  action: FollowUpBulkAction,
  one: FollowUpFacts & { readonly ownerId: number; readonly dueOn: CivilDate },
): FollowUpSkip | null {
  const refusal = refusalToFollow(action.verb, one);
  if (refusal !== null) return refusal;
  if (action.verb === 'assign' && one.ownerId === action.ownerId) return 'already-his';
  return action.verb === 'postpone' && one.dueOn === action.dueOn ? 'same-due' : null;
}

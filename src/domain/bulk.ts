import type { CivilDate } from './civil-date.js';
import { isLive } from './claim.js';
import type { Raw } from './field-checks.js';
import type { ClosingDays } from './own-survey.js';
import { type FieldErrors, ok, type Result } from './result.js';
import { type RefusalToExtend, refusalToExtend } from './scheduler.js';
import {
  type ClosureReason,
  type ManagedFacts,
  type RefusalToReassign,
  type RefusalToRelease,
  type RefusalToReopen,
  type RefusalToTakeBack,
  refusalToClose,
  refusalToReassign,
  refusalToRelease,
  refusalToReopen,
  refusalToTakeBack,
  validateAssignment,
  validateClosure,
  validateExtension,
  validateReason,
} from './survey-change.js';

// SPEC 6: what managers do with many surveys at once. Each is what they do with one, by the same rules.

export const BULK_VERBS = ['extend', 'close', 'reassign', 'take-back', 'release', 'reopen'] as const;

export type BulkVerb = (typeof BULK_VERBS)[number];

/** Whether the surveys that somebody is on at that moment are left as they are. */
export interface Sparing {
  readonly sparing?: true;
}

/** What is done with every survey of a selection. */
export type BulkAction =
  | { readonly verb: 'extend'; readonly expiresOn: CivilDate; readonly reason: string }
  | ({ readonly verb: 'close'; readonly reason: ClosureReason; readonly note: string } & Sparing)
  | ({ readonly verb: 'reassign'; readonly operatorId: number } & Sparing)
  | { readonly verb: 'take-back' | 'release' }
  | { readonly verb: 'reopen'; readonly reason: string };

/**
 * Why a survey of the selection is left as it is. `in-call`: somebody is on it, and these are spared. `operator-gone`: nothing can be given to the operator any more.
 * `left-list`: it does not belong to the list any more from which all were chosen. `gone`: it does not exist any more.
 */
export type SkipReason =
  | RefusalToExtend
  | RefusalToReassign
  | RefusalToRelease
  | RefusalToReopen
  | RefusalToTakeBack
  | 'in-call'
  | 'operator-gone'
  | 'left-list'
  | 'gone';

/** Every reason, in the order in which a preview and a result name them. */
export const SKIP_REASONS = [
  'executed',
  'closed',
  'cancelled',
  'before-today',
  'before-opening',
  'before-expiry',
  'same-expiry',
  'already-his',
  'own-sale',
  'not-reassigned',
  'not-claimed',
  'not-closed',
  'sale-cancelled',
  'in-call',
  'operator-gone',
  'left-list',
  'gone',
] as const satisfies readonly SkipReason[];

/** The controls of the form of a bulk action; each verb reads its own. */
export interface BulkForm {
  readonly expiresOn?: Raw;
  readonly reason?: Raw;
  readonly note?: Raw;
  readonly operatorId?: Raw;
  readonly sparing?: Raw;
}

/** Checks the form as posted, everything at once. A day before today is refused here: no survey would take it. */
export function validateBulkAction(verb: BulkVerb, form: BulkForm, today: CivilDate): Result<BulkAction, FieldErrors> {
  switch (verb) {
    case 'extend':
      return withVerb(verb, validateExtension(form, today));
    case 'close':
      return withVerb(verb, validateClosure(form), form);
    case 'reassign':
      return withVerb(verb, validateAssignment(form), form);
    case 'reopen':
      return withVerb(verb, validateReason(form));
    case 'take-back':
    case 'release':
      return ok({ verb });
  }
}

function withVerb<V extends BulkVerb, T extends object>(
  verb: V,
  checked: Result<T, FieldErrors>,
  { sparing }: Pick<BulkForm, 'sparing'> = {},
) {
  return checked.ok ? ok({ verb, ...checked.value, ...(sparing === '1' && { sparing: true as const }) }) : checked;
}

/** What the rules of the actions look at besides the survey. */
export interface BulkMoment {
  readonly now: number;
  readonly today: CivilDate;
  /** The closing dates of sales whose seller may not run their surveys. */
  readonly blocked: readonly ClosingDays[];
}

/** Why the action leaves a survey as it is now, or null when it does not: the rule of the action on one survey. */
export function refusalOf(
  action: BulkAction,
  survey: ManagedFacts,
  { now, today, blocked }: BulkMoment,
): SkipReason | null {
  switch (action.verb) {
    case 'extend':
      return refusalToExtend(survey, today, action.expiresOn);
    case 'close':
      return refusalToClose(survey) ?? sparedFrom(action, survey, now);
    case 'reassign':
      return refusalToReassign(survey, action.operatorId, blocked) ?? sparedFrom(action, survey, now);
    case 'take-back':
      return refusalToTakeBack(survey);
    case 'release':
      return refusalToRelease(survey, now);
    case 'reopen':
      return refusalToReopen(survey);
  }
}

/** Whether somebody is on the survey now and the action takes it from him: what is given to him is not. */
function takesFrom(action: BulkAction, { claim }: Pick<ManagedFacts, 'claim'>, now: number): boolean {
  if (claim === null || !isLive(claim, now)) return false;
  if (action.verb === 'reassign') return action.operatorId !== claim.userId;
  return action.verb !== 'extend' && action.verb !== 'reopen';
}

/** Leaves a survey to who is on it now, where the action spares these. */
export function sparedFrom(
  action: Extract<BulkAction, Sparing>,
  survey: Pick<ManagedFacts, 'claim'>,
  now: number,
): 'in-call' | null {
  return action.sparing && takesFrom(action, survey, now) ? 'in-call' : null;
}

/** What an action comes to over a selection: how many it is done with, and how many are left as they are, by reason. */
export interface BulkOutline {
  readonly total: number;
  readonly doing: number;
  readonly skipped: Readonly<Record<string, number>>;
  /** Those that somebody is on now, whether they are spared or taken from him, and who that is; absent where there are none. */
  readonly held?: { readonly count: number; readonly by: readonly number[] };
}

/** The outline with more surveys in it. */
export function outlined(outline: BulkOutline, refusals: readonly (string | null)[]): BulkOutline {
  const skipped: Record<string, number> = { ...outline.skipped };
  let { doing } = outline;
  for (const reason of refusals)
    if (reason === null) doing += 1;
    else skipped[reason] = (skipped[reason] ?? 0) + 1;
  return { ...outline, total: outline.total + refusals.length, doing, skipped };
}

/** The outline with more surveys in it, and with who is on some of them. */
export function outlinedSurveys(
  outline: BulkOutline,
  action: BulkAction,
  surveys: readonly ManagedFacts[],
  moment: BulkMoment,
): BulkOutline {
  const seen = surveys.map((survey) => ({ survey, refusal: refusalOf(action, survey, moment) }));
  const whole = outlined(
    outline,
    seen.map(({ refusal }) => refusal),
  );
  const held = seen
    .filter(({ refusal }) => refusal === null || refusal === 'in-call')
    .filter(({ survey }) => takesFrom(action, survey, moment.now))
    .flatMap(({ survey }) => survey.claim?.userId ?? []);
  if (held.length === 0) return whole;
  const { count, by } = outline.held ?? { count: 0, by: [] };
  return { ...whole, held: { count: count + held.length, by: [...new Set([...by, ...held])] } };
}

/** Of nothing yet. */
export const NO_OUTLINE: BulkOutline = { total: 0, doing: 0, skipped: {} };

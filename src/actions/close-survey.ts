import { type Sparing, sparedFrom } from '../domain/bulk.js';
import { type FieldErrors, ok, type Result, refuse } from '../domain/result.js';
import type { Outcome } from '../domain/scheduler.js';
import { type ClosureReason, refusalToClose, validateClosure } from '../domain/survey-change.js';
import { lockClaimsOn } from '../store/claims.js';
import { insertClosures } from '../store/closures.js';
import type { Queryable } from '../store/dialect.js';
import { settleSurveys } from '../store/managed-surveys.js';
import { changeSurveys, type Outcomes, outcomeOf } from './change-surveys.js';
import { type ActionContext, actingUser } from './context.js';

export type ClosureRefusal =
  | { readonly kind: 'invalid'; readonly errors: FieldErrors }
  /** The survey is not open: it ended in this way. */
  | { readonly kind: 'not-possible'; readonly reason: Outcome };

/**
 * Closes an open survey without an answer, with a reason (SPEC 4). An execution at the same moment wins or loses whole.
 * @throws NotFoundError
 */
export async function closeSurvey(
  context: ActionContext,
  surveyId: number,
  form: { readonly reason: string; readonly note: string },
): Promise<Result<null, ClosureRefusal>> {
  const checked = validateClosure(form);
  if (!checked.ok) return refuse({ kind: 'invalid', errors: checked.refusal });
  return context.db.transaction(async (trx) => {
    const reason = outcomeOf(await closeSurveysIn(trx, context, [surveyId], checked.value), surveyId);
    if (reason === 'in-call') throw new Error('one survey is never spared');
    return reason === null ? ok(null) : refuse({ kind: 'not-possible', reason });
  });
}

/** Closes each survey that is open, in the transaction of the caller. */
export async function closeSurveysIn(
  trx: Queryable,
  context: ActionContext,
  ids: readonly number[],
  { reason, note, sparing }: { readonly reason: ClosureReason; readonly note: string } & Sparing,
): Promise<Outcomes<Outcome | 'in-call'>> {
  if (sparing) await lockClaimsOn(trx, ids);
  const action = { verb: 'close', reason, note, ...(sparing && { sparing }) } as const;
  return changeSurveys(trx, context, ids, {
    refusalOf: (survey) => refusalToClose(survey) ?? sparedFrom(action, survey, context.now),
    write: async (trx, ids) => {
      await settleSurveys(trx, ids, 'closed', context.now);
      const [by, at, on] = [actingUser(context), context.now, context.today];
      await insertClosures(trx, ids, { reason, note, by, at, on });
    },
    audit: () => ({
      action: 'close',
      changes: { outcome: [null, 'closed'], reason: [null, reason] },
      personal: { note: [null, note] },
    }),
  });
}

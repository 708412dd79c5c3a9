import { type FieldErrors, ok, type Result, refuse } from '../domain/result.js';
import { type RefusalToReopen, refusalToReopen, validateReason } from '../domain/survey-change.js';
import { reopenClosures } from '../store/closures.js';
import type { Queryable } from '../store/dialect.js';
import { lockSalesOf, unsettleSurveys } from '../store/managed-surveys.js';
import { changeSurveys, type Outcomes, outcomeOf } from './change-surveys.js';
import { type ActionContext, actingUser } from './context.js';

export type ReopeningRefusal =
  | { readonly kind: 'invalid'; readonly errors: FieldErrors }
  /** `sale-cancelled`: an open survey of a cancelled sale cannot be; the sale is to be restored first. */
  | { readonly kind: 'not-possible'; readonly reason: RefusalToReopen };

/** Takes a closure back, with a reason: the survey is open again, with its dates (SPEC 4). @throws NotFoundError */
export async function reopenSurvey(
  context: ActionContext,
  surveyId: number,
  form: { readonly reason: string },
): Promise<Result<null, ReopeningRefusal>> {
  const checked = validateReason(form);
  if (!checked.ok) return refuse({ kind: 'invalid', errors: checked.refusal });
  return context.db.transaction(async (trx) => {
    const reason = outcomeOf(await reopenSurveysIn(trx, context, [surveyId], checked.value), surveyId);
    return reason === null ? ok(null) : refuse({ kind: 'not-possible', reason });
  });
}

/** Takes the closure of each closed survey back whose sale stands, in the transaction of the caller. */
export async function reopenSurveysIn(
  trx: Queryable,
  context: ActionContext,
  ids: readonly number[],
  { reason }: { readonly reason: string },
): Promise<Outcomes<RefusalToReopen>> {
  await lockSalesOf(trx, ids);
  return changeSurveys(trx, context, ids, {
    refusalOf: refusalToReopen,
    write: async (trx, ids) => {
      await unsettleSurveys(trx, ids, 'closed');
      await reopenClosures(trx, ids, { by: actingUser(context), at: context.now, reason });
    },
    audit: () => ({ action: 'reopen', changes: { outcome: ['closed', null] }, personal: { reason: [null, reason] } }),
  });
}

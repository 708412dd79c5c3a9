import { type FieldErrors, ok, type Result, refuse } from '../domain/result.js';
import { validateReason } from '../domain/survey-change.js';
import { insertAudit } from '../store/audit.js';
import { reopenClosure } from '../store/closures.js';
import { allOf, predicate } from '../store/predicate.js';
import { maySee } from '../store/survey-predicates.js';
import { getSurvey, lockSaleOf, unsettleSurvey } from '../store/surveys.js';
import { type ActionContext, actingUser, auditActor } from './context.js';

export type ReopeningRefusal =
  | { readonly kind: 'invalid'; readonly errors: FieldErrors }
  /** `sale-cancelled`: an open survey of a cancelled sale cannot be; the sale is to be restored first. */
  | { readonly kind: 'not-possible'; readonly reason: 'not-closed' | 'sale-cancelled' };

const SALE_STANDS = predicate('surveys.sale_id in (select id from sales where cancelled_at is null)');

/** Takes a closure back, with a reason: the survey is open again, with its dates (SPEC 4). */
export async function reopenSurvey(
  context: ActionContext,
  surveyId: number,
  form: { readonly reason: string },
): Promise<Result<null, ReopeningRefusal>> {
  const checked = validateReason(form);
  if (!checked.ok) return refuse({ kind: 'invalid', errors: checked.refusal });
  const { reason } = checked.value;
  return context.db.transaction(async (trx) => {
    await lockSaleOf(trx, surveyId);
    const scope = maySee(context.actor);
    if (!(await unsettleSurvey(trx, surveyId, 'closed', allOf([scope, SALE_STANDS])))) {
      const { outcome } = await getSurvey(trx, surveyId, scope);
      return refuse({ kind: 'not-possible', reason: outcome === 'closed' ? 'sale-cancelled' : 'not-closed' });
    }
    await reopenClosure(trx, surveyId, { by: actingUser(context), at: context.now, reason });
    await insertAudit(trx, auditActor(context), context.now, [
      {
        action: 'reopen',
        entity: 'survey',
        entityId: surveyId,
        changes: { outcome: ['closed', null] },
        personal: { reason: [null, reason] },
      },
    ]);
    return ok(null);
  });
}

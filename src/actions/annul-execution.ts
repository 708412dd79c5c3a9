import { type FieldErrors, ok, type Result, refuse } from '../domain/result.js';
import { validateReason } from '../domain/survey-change.js';
import { insertAudit } from '../store/audit.js';
import { annulExecution as strikeOut } from '../store/executions.js';
import { lockSalesOf } from '../store/managed-surveys.js';
import { allOf, predicate } from '../store/predicate.js';
import { maySee } from '../store/survey-predicates.js';
import { getSurvey, unsettleSurvey } from '../store/surveys.js';
import { type ActionContext, actingUser, auditActor } from './context.js';

export type AnnulmentRefusal =
  | { readonly kind: 'invalid'; readonly errors: FieldErrors }
  /** That execution does not stand (any more). */
  | { readonly kind: 'not-possible'; readonly reason: 'not-standing' };

/**
 * Strikes an execution out, with a reason: it is kept, out of score and statistics, and its survey is open again (SPEC 4).
 * Where the sale was cancelled meanwhile the survey becomes what its cancellation would have made of it.
 */
export async function annulExecution(
  context: ActionContext,
  surveyId: number,
  form: { readonly executionId: number | null; readonly reason: string },
): Promise<Result<null, AnnulmentRefusal>> {
  const checked = validateReason(form);
  if (!checked.ok) return refuse({ kind: 'invalid', errors: checked.refusal });
  const { reason } = checked.value;
  const { now, actor } = context;
  return context.db.transaction(async (trx) => {
    await lockSalesOf(trx, [surveyId]);
    const survey = await getSurvey(trx, surveyId, maySee(actor));
    const becomes = survey.sale.cancelledAt === null ? null : ({ outcome: 'cancelled', at: now } as const);
    const where = allOf([maySee(actor), stands(form.executionId)]);
    if (form.executionId === null || !(await unsettleSurvey(trx, surveyId, 'executed', where, becomes)))
      return refuse({ kind: 'not-possible', reason: 'not-standing' });
    await strikeOut(trx, form.executionId, { by: actingUser(context), at: now, reason });
    await insertAudit(trx, auditActor(context), now, [
      {
        action: 'annul',
        entity: 'survey',
        entityId: surveyId,
        changes: { outcome: ['executed', becomes?.outcome ?? null], executionId: [form.executionId, null] },
        personal: { reason: [null, reason] },
      },
    ]);
    return ok(null);
  });
}

/** A page that was opened before must not annul an execution that came after it. */
function stands(executionId: number | null) {
  return predicate(
    `exists (select 1 from executions where executions.id = ? and executions.survey_id = surveys.id
      and executions.annulled_at is null)`,
    [executionId ?? 0],
  );
}

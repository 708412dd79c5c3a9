import { type FieldErrors, ok, type Result, refuse } from '../domain/result.js';
import type { Outcome } from '../domain/scheduler.js';
import { validateClosure } from '../domain/survey-change.js';
import { insertAudit } from '../store/audit.js';
import { insertClosure } from '../store/closures.js';
import { maySee } from '../store/survey-predicates.js';
import { getSurvey, settleSurvey } from '../store/surveys.js';
import { type ActionContext, actingUser, auditActor } from './context.js';

export type ClosureRefusal =
  | { readonly kind: 'invalid'; readonly errors: FieldErrors }
  /** The survey is not open: it ended in this way. */
  | { readonly kind: 'not-possible'; readonly reason: Outcome };

/** Closes an open survey without an answer, with a reason (SPEC 4). An execution at the same moment wins or loses whole. */
export async function closeSurvey(
  context: ActionContext,
  surveyId: number,
  form: { readonly reason: string; readonly note: string },
): Promise<Result<null, ClosureRefusal>> {
  const checked = validateClosure(form);
  if (!checked.ok) return refuse({ kind: 'invalid', errors: checked.refusal });
  const { reason, note } = checked.value;
  return context.db.transaction(async (trx) => {
    const scope = maySee(context.actor);
    if (!(await settleSurvey(trx, surveyId, 'closed', context.now, scope))) {
      const { outcome } = await getSurvey(trx, surveyId, scope);
      if (outcome === null) throw new Error(`survey ${surveyId} is open and was not settled`);
      return refuse({ kind: 'not-possible', reason: outcome });
    }
    await insertClosure(trx, { surveyId, reason, note, by: actingUser(context), at: context.now });
    await insertAudit(trx, auditActor(context), context.now, [
      {
        action: 'close',
        entity: 'survey',
        entityId: surveyId,
        changes: { outcome: [null, 'closed'], reason: [null, reason] },
        personal: { note: [null, note] },
      },
    ]);
    return ok(null);
  });
}

import { type FieldErrors, ok, type Result, refuse } from '../domain/result.js';
import { type RefusalToExtend, refusalToExtend } from '../domain/scheduler.js';
import { validateExtension } from '../domain/survey-change.js';
import { insertAudit } from '../store/audit.js';
import { insertExtension } from '../store/extensions.js';
import { maySee } from '../store/survey-predicates.js';
import { getSurvey, updateExpiry } from '../store/surveys.js';
import { type ActionContext, actingUser, auditActor } from './context.js';

export type ExtensionRefusal =
  | { readonly kind: 'invalid'; readonly errors: FieldErrors }
  /** `changed`: somebody else moved or settled the survey in this moment. */
  | { readonly kind: 'not-possible'; readonly reason: RefusalToExtend | 'changed' };

/** Moves an open survey's expiry to a later day, with a reason (SPEC 4). */
export async function extendSurvey(
  context: ActionContext,
  surveyId: number,
  form: { readonly expiresOn: string; readonly reason: string },
): Promise<Result<null, ExtensionRefusal>> {
  const checked = validateExtension(form);
  if (!checked.ok) return refuse({ kind: 'invalid', errors: checked.refusal });
  const { expiresOn, reason } = checked.value;
  return context.db.transaction(async (trx) => {
    const survey = await getSurvey(trx, surveyId, maySee(context.actor));
    const refusal = refusalToExtend(survey, context.today, expiresOn);
    if (refusal !== null) return refuse({ kind: 'not-possible', reason: refusal });
    if (!(await updateExpiry(trx, surveyId, survey.expiresOn, expiresOn)))
      return refuse({ kind: 'not-possible', reason: 'changed' });
    await insertExtension(trx, { surveyId, expiresOn, reason, by: actingUser(context), at: context.now });
    await insertAudit(trx, auditActor(context), context.now, [
      {
        action: 'extend',
        entity: 'survey',
        entityId: surveyId,
        changes: { expiresOn: [survey.expiresOn, expiresOn] },
        personal: { reason: [null, reason] },
      },
    ]);
    return ok(null);
  });
}

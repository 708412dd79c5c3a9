import type { CivilDate } from '../domain/civil-date.js';
import { type FieldErrors, ok, type Result, refuse } from '../domain/result.js';
import { type RefusalToExtend, refusalToExtend } from '../domain/scheduler.js';
import { validateExtension } from '../domain/survey-change.js';
import type { Queryable } from '../store/dialect.js';
import { insertExtensions } from '../store/extensions.js';
import { moveExpiries } from '../store/managed-surveys.js';
import { changeSurveys, type Outcomes, outcomeOf } from './change-surveys.js';
import { type ActionContext, actingUser } from './context.js';

export type ExtensionRefusal =
  | { readonly kind: 'invalid'; readonly errors: FieldErrors }
  | { readonly kind: 'not-possible'; readonly reason: RefusalToExtend };

/** Moves an open survey's expiry to a later day, with a reason (SPEC 4). @throws NotFoundError */
export async function extendSurvey(
  context: ActionContext,
  surveyId: number,
  form: { readonly expiresOn: string; readonly reason: string },
): Promise<Result<null, ExtensionRefusal>> {
  const checked = validateExtension(form);
  if (!checked.ok) return refuse({ kind: 'invalid', errors: checked.refusal });
  return context.db.transaction(async (trx) => {
    const reason = outcomeOf(await extendSurveysIn(trx, context, [surveyId], checked.value), surveyId);
    return reason === null ? ok(null) : refuse({ kind: 'not-possible', reason });
  });
}

/** Moves the expiry of each open survey that allows it, in the transaction of the caller. */
export function extendSurveysIn(
  trx: Queryable,
  context: ActionContext,
  ids: readonly number[],
  { expiresOn, reason }: { readonly expiresOn: CivilDate; readonly reason: string },
): Promise<Outcomes<RefusalToExtend>> {
  return changeSurveys(trx, context, ids, {
    refusalOf: (survey) => refusalToExtend(survey, context.today, expiresOn),
    write: async (trx, ids, surveys) => {
      const [by, at, on] = [actingUser(context), context.now, context.today];
      await moveExpiries(trx, ids, expiresOn);
      await insertExtensions(trx, surveys, { expiresOn, on, reason, by, at });
    },
    audit: (survey) => ({
      action: 'extend',
      changes: { expiresOn: [survey.expiresOn, expiresOn] },
      personal: { reason: [null, reason] },
    }),
  });
}

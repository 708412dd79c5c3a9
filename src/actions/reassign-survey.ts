import { type Sparing, sparedFrom } from '../domain/bulk.js';
import { can } from '../domain/permissions.js';
import { type FieldErrors, ok, type Result, refuse } from '../domain/result.js';
import {
  type RefusalToReassign,
  type RefusalToTakeBack,
  refusalToReassign,
  refusalToTakeBack,
  validateAssignment,
} from '../domain/survey-change.js';
import { lockClaimsOn } from '../store/claims.js';
import type { Queryable } from '../store/dialect.js';
import { assignSurveys } from '../store/managed-surveys.js';
import { readBlockedClosings } from '../store/own-surveys.js';
import { findUser, keepUser } from '../store/users.js';
import { changeSurveys, type Outcomes, outcomeOf } from './change-surveys.js';
import type { ActionContext } from './context.js';

export type AssignmentRefusal =
  | { readonly kind: 'invalid'; readonly errors: FieldErrors }
  | { readonly kind: 'not-possible'; readonly reason: RefusalToReassign | RefusalToTakeBack };

/** Gives an open survey to one operator, who alone is responsible for it from then on (SPEC 5). @throws NotFoundError */
export async function reassignSurvey(
  context: ActionContext,
  surveyId: number,
  form: { readonly operatorId: string },
): Promise<Result<null, AssignmentRefusal>> {
  const checked = validateAssignment(form);
  if (!checked.ok) return refuse({ kind: 'invalid', errors: checked.refusal });
  return context.db.transaction(async (trx) => {
    const reason = outcomeOf(await reassignSurveysIn(trx, context, [surveyId], checked.value), surveyId);
    if (reason === null) return ok(null);
    if (reason === 'in-call') throw new Error('one survey is never spared');
    if (reason !== 'operator-gone') return refuse({ kind: 'not-possible', reason });
    return refuse({ kind: 'invalid', errors: [{ field: 'operatorId', message: 'inactive' }] });
  });
}

/** Gives an open survey back to the operators of its rule. @throws NotFoundError */
export async function takeSurveyBack(
  context: ActionContext,
  surveyId: number,
): Promise<Result<null, AssignmentRefusal>> {
  return context.db.transaction(async (trx) => {
    const reason = outcomeOf(await takeSurveysBackIn(trx, context, [surveyId]), surveyId);
    return reason === null ? ok(null) : refuse({ kind: 'not-possible', reason });
  });
}

/** Gives each open survey to the operator, in the transaction of the caller; none when he may not run surveys (any more). */
export async function reassignSurveysIn(
  trx: Queryable,
  context: ActionContext,
  ids: readonly number[],
  { operatorId, sparing }: { readonly operatorId: number } & Sparing,
): Promise<Outcomes<RefusalToReassign | 'in-call' | 'operator-gone'>> {
  const operates = await mayOperate(trx, operatorId);
  const blocked = await readBlockedClosings(trx);
  if (sparing) await lockClaimsOn(trx, ids);
  const action = { verb: 'reassign', operatorId, ...(sparing && { sparing }) } as const;
  return changeSurveys(trx, context, ids, {
    refusalOf: (survey) =>
      refusalToReassign(survey, operatorId, blocked) ??
      sparedFrom(action, survey, context.now) ??
      (operates ? null : 'operator-gone'),
    write: (trx, ids) => assignSurveys(trx, ids, operatorId),
    audit: (survey) => ({ action: 'reassign', changes: { assignedTo: [survey.assignedTo, operatorId] } }),
  });
}

/** Gives each reassigned open survey back to the operators of its rule, in the transaction of the caller. */
export function takeSurveysBackIn(
  trx: Queryable,
  context: ActionContext,
  ids: readonly number[],
): Promise<Outcomes<RefusalToTakeBack>> {
  return changeSurveys(trx, context, ids, {
    refusalOf: refusalToTakeBack,
    write: (trx, ids) => assignSurveys(trx, ids, null),
    audit: (survey) => ({ action: 'take-back', changes: { assignedTo: [survey.assignedTo, null] } }),
  });
}

/**
 * Whether surveys can be given to a user: he is active, can sign in, and may run surveys, and stays so until the
 * transaction ends.
 */
export async function mayOperate(trx: Queryable, userId: number): Promise<boolean> {
  await keepUser(trx, userId);
  return mayOperateNow(trx, userId);
}

/** As `mayOperate`, at this moment only: for previews, which hold nobody. */
export async function mayOperateNow(q: Queryable, userId: number): Promise<boolean> {
  const user = await findUser(q, userId);
  return user?.hasAccess === true && can(user.role, 'runSurveys');
}

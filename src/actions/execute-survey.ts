import { type FieldErrors, ok, type Result, refuse } from '../domain/result.js';
import { type FinishedSurvey, finishSurvey, type SurveyForm } from '../domain/survey-form.js';
import { changesBetween, insertAudit } from '../store/audit.js';
import { lockSurvey } from '../store/claims.js';
import { isHeldBy, isHeldByOther } from '../store/contact-predicates.js';
import type { Queryable } from '../store/dialect.js';
import { findExecutionByFormKey, insertExecution, reserveExecutionId } from '../store/executions.js';
import { allOf, anyOf, not, type Predicate } from '../store/predicate.js';
import { hasStatus } from '../store/survey-predicates.js';
import { listQuestionVersions } from '../store/survey-questions.js';
import { getSurvey, type Survey, settleSurvey } from '../store/surveys.js';
import { type ActionContext, actingUser, auditActor } from './context.js';
import { mayWork, refusalToWork, type WorkRefusal } from './working.js';

/** What a form was opened with. It is made unstored, signed by the web, and recorded only when the form is finished. */
export interface FormKey {
  readonly surveyId: number;
  readonly userId: number;
  /** UTC epoch milliseconds. */
  readonly startedAt: number;
  /** The questions asked, in order, in the versions that stood when the form was opened (SPEC 5). */
  readonly versionIds: readonly number[];
  readonly nonce: string;
}

export interface ExecutionInput {
  readonly surveyId: number;
  /** Null when the form brought none that is ours. */
  readonly key: FormKey | null;
  readonly form: SurveyForm;
}

export type ExecutionRefusal =
  | { readonly kind: 'invalid'; readonly errors: FieldErrors }
  /** The form was opened for another survey or by another user. */
  | { readonly kind: 'stale-key' }
  | WorkRefusal;

/**
 * Finishes a survey (SPEC 5): exactly one execution is recorded, whatever is sent twice or by whom at once. A key that
 * was used before gives the first result again. @throws NotFoundError when the survey is not the actor's to run
 */
export async function executeSurvey(
  context: ActionContext,
  { surveyId, key, form }: ExecutionInput,
): Promise<Result<{ readonly executionId: number }, ExecutionRefusal>> {
  const { db, actor } = context;
  const own = key !== null && key.surveyId === surveyId && key.userId === actor.id ? key : null;
  const first = own === null ? null : await findExecutionByFormKey(db.read, own.nonce);
  if (first !== null) return ok({ executionId: first.id });

  const survey = await getSurvey(db.read, surveyId, mayWork(context));
  const refusal = await refusalToWork(db.read, context, survey);
  if (refusal !== null) return refuse(refusal);
  if (own === null) return refuse({ kind: 'stale-key' });
  const finished = finishSurvey(await listQuestionVersions(db.read, own.versionIds), form);
  if (!finished.ok) return refuse({ kind: 'invalid', errors: finished.refusal });
  return db.transaction((trx) => record(trx, context, survey, own, finished.value));
}

async function record(
  trx: Queryable,
  context: ActionContext,
  survey: Survey,
  key: FormKey,
  finished: FinishedSurvey,
): Promise<Result<{ readonly executionId: number }, ExecutionRefusal>> {
  const { now, today } = context;
  await lockSurvey(trx, survey.id);
  const executedBy = actingUser(context);
  const executionId = await reserveExecutionId(trx);
  const copies = { executionId, executedBy, executedOn: today, score: finished.score };
  if (!(await settleSurvey(trx, survey.id, copies, now, canBeFinished(context))))
    return explainDefeat(trx, context, survey.id, key);
  // Read again now that the survey is ours: its sale may have got another seller since.
  const { seller, rule } = await getSurvey(trx, survey.id, allOf([]));
  const bySeller = seller.id === executedBy;
  await insertExecution(trx, {
    id: executionId,
    surveyId: survey.id,
    executedBy,
    executedOn: today,
    startedAt: key.startedAt,
    finishedAt: now,
    ruleName: rule.name,
    bySeller,
    formKey: key.nonce,
    finished,
  });
  const { sum, count } = finished.score;
  const facts = { executionId, scoreSum: sum, scoreCount: count, bySeller };
  const changes = changesBetween(null, { outcome: 'executed', ...facts });
  await insertAudit(trx, auditActor(context), now, [
    { action: 'execute', entity: 'survey', entityId: survey.id, changes },
  ]);
  return ok({ executionId });
}

/** What `refusalToWork` says, in the write itself: a live claim may finish past the expiry, and nobody over another's. */
function canBeFinished(context: ActionContext): Predicate {
  const { actor, now, today } = context;
  const late = allOf([hasStatus('inconsistent', today), isHeldBy(actor.id, now)]);
  return allOf([mayWork(context), anyOf([hasStatus('due', today), late]), not(isHeldByOther(actor.id, now))]);
}

/** Somebody was quicker: the same form sent twice, or another operator, or a manager. */
async function explainDefeat(
  trx: Queryable,
  context: ActionContext,
  surveyId: number,
  key: FormKey,
): Promise<Result<{ readonly executionId: number }, ExecutionRefusal>> {
  const first = await findExecutionByFormKey(trx, key.nonce);
  if (first !== null) return ok({ executionId: first.id });
  const refusal = await refusalToWork(trx, context, await getSurvey(trx, surveyId, mayWork(context)));
  if (refusal === null) throw new Error(`survey ${surveyId} can be finished and was not settled`);
  return refuse(refusal);
}

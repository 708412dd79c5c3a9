import { holds } from '../domain/claim.js';
import type { ClosingDays } from '../domain/own-survey.js';
import { type FieldErrors, ok, type Result, refuse } from '../domain/result.js';
import { type FinishedSurvey, finishSurvey, type SurveyForm } from '../domain/survey-form.js';
import { type AuditEntry, changesBetween, insertAudit } from '../store/audit.js';
import { deleteClaim, findClaim, lockSurvey } from '../store/claims.js';
import { isHeldBy, isHeldByOther } from '../store/contact-predicates.js';
import type { Queryable } from '../store/dialect.js';
import { type Draft, deleteDraft, findDraft } from '../store/drafts.js';
import { findExecutionByFormKey, insertExecution, reserveExecutionId } from '../store/executions.js';
import { keepSalesOf } from '../store/managed-surveys.js';
import { isBlockedOwn, readBlockedClosings } from '../store/own-surveys.js';
import { allOf, anyOf, not, type Predicate } from '../store/predicate.js';
import { hasStatus } from '../store/survey-predicates.js';
import { listQuestionVersions } from '../store/survey-questions.js';
import { getSurvey, type Survey, settleSurvey, surveyIs } from '../store/surveys.js';
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
  /** The survey's draft asks other questions, or other versions of them, than the form. */
  | { readonly kind: 'other-questions' }
  /** It went to another operator after the form was opened. */
  | { readonly kind: 'not-yours' }
  | WorkRefusal;

/**
 * Finishes a survey (SPEC 5): exactly one execution is recorded, whatever is sent twice or by whom at once. A key that
 * was used before gives the first result again. Its draft and its claim end with it.
 * @throws NotFoundError when the survey is not the actor's to run and no form of his says that it was
 */
export async function executeSurvey(
  context: ActionContext,
  { surveyId, key, form }: ExecutionInput,
): Promise<Result<{ readonly executionId: number }, ExecutionRefusal>> {
  const { db, actor } = context;
  const own = key !== null && key.surveyId === surveyId && key.userId === actor.id ? key : null;
  const first = own === null ? null : await findExecutionByFormKey(db.read, own.nonce);
  if (first !== null) return ok({ executionId: first.id });

  const survey = await getSurvey(db.read, surveyId, own === null ? mayWork(context) : allOf([]));
  if (!(await surveyIs(db.read, surveyId, mayWork(context)))) return refuse({ kind: 'not-yours' });
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
  // What its answers signal refers to the sale, which who changes its seller holds before its surveys.
  await keepSalesOf(trx, [survey.id]);
  await lockSurvey(trx, survey.id);
  if (asksOthers(await findDraft(trx, survey.id), key)) return refuse({ kind: 'other-questions' });
  const claim = await findClaim(trx, survey.id);
  const executedBy = actingUser(context);
  const executionId = await reserveExecutionId(trx);
  const copies = { executionId, executedBy, executedOn: today, score: finished.score };
  if (!(await settleSurvey(trx, survey.id, copies, now, canBeFinished(context, await readBlockedClosings(trx)))))
    return explainDefeat(trx, context, survey.id, key);
  // Read again now that the survey is ours: its sale may have got another seller since.
  const { seller, rule } = await getSurvey(trx, survey.id, allOf([]));
  const bySeller = seller.id === executedBy;
  await insertExecution(trx, {
    id: executionId,
    surveyId: survey.id,
    executedBy,
    executedOn: today,
    startedAt: holds(claim, executedBy, now) ? Math.min(claim?.claimedAt ?? now, key.startedAt) : key.startedAt,
    finishedAt: now,
    ruleName: rule.name,
    bySeller,
    formKey: key.nonce,
    finished,
  });
  await deleteDraft(trx, survey.id);
  await deleteClaim(trx, survey.id, executedBy);
  await insertAudit(trx, auditActor(context), now, [auditOf(survey.id, executionId, finished, bySeller)]);
  return ok({ executionId });
}

function auditOf(surveyId: number, executionId: number, { score }: FinishedSurvey, bySeller: boolean): AuditEntry {
  const facts = { executionId, scoreSum: score.sum, scoreCount: score.count, bySeller };
  const changes = changesBetween(null, { outcome: 'executed', ...facts });
  return { action: 'execute', entity: 'survey', entityId: surveyId, changes };
}

/** The versions that count are those that stood when the first draft was saved (SPEC 5). */
function asksOthers(draft: Draft | null, { versionIds }: FormKey): boolean {
  if (draft === null) return false;
  const asked = new Set(draft.questions.map(({ versionId }) => versionId));
  return asked.size !== versionIds.length || versionIds.some((id) => !asked.has(id));
}

/** What `refusalToWork` says, in the write itself: a live claim may finish past the expiry, and nobody over another's. */
function canBeFinished(context: ActionContext, blocked: readonly ClosingDays[]): Predicate {
  const { actor, now, today } = context;
  const late = allOf([hasStatus('inconsistent', today), isHeldBy(actor.id, now)]);
  const free = allOf([not(isHeldByOther(actor.id, now)), not(isBlockedOwn(actor.id, blocked))]);
  return allOf([mayWork(context), anyOf([hasStatus('due', today), late]), free]);
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
  if (!(await surveyIs(trx, surveyId, mayWork(context)))) return refuse({ kind: 'not-yours' });
  const refusal = await refusalToWork(trx, context, await getSurvey(trx, surveyId, allOf([])));
  if (refusal === null) throw new Error(`survey ${surveyId} can be finished and was not settled`);
  return refuse(refusal);
}

import { type AuditEntry, insertAudit } from '../store/audit.js';
import type { Queryable } from '../store/dialect.js';
import { lockSurveys, type ManagedSurvey } from '../store/managed-surveys.js';
import { found } from '../store/not-found.js';
import { maySee } from '../store/survey-predicates.js';
import { type ActionContext, auditActor } from './context.js';

/** What became of each survey: the reason why nothing was done, or null when it was. One that does not exist is missing. */
export type Outcomes<Refusal> = ReadonlyMap<number, Refusal | null>;

/** What a manager does with surveys, one or many. */
export interface SurveyChange<Refusal> {
  /** Why it cannot be done with a survey, or null when it can. */
  refusalOf(survey: ManagedSurvey): Refusal | null;
  /** Does it with those that allow it, which are held. */
  write(trx: Queryable, ids: readonly number[], surveys: readonly ManagedSurvey[]): Promise<void>;
  /** What the audit says of one of them, as it was before. */
  audit(survey: ManagedSurvey): Pick<AuditEntry, 'action' | 'changes' | 'personal'>;
}

/**
 * Does a change with each survey that allows it, with its audit row, in the transaction of the caller: the same for one
 * survey and for many, in any order and in any portions.
 */
export async function changeSurveys<Refusal>(
  trx: Queryable,
  context: ActionContext,
  ids: readonly number[],
  change: SurveyChange<Refusal>,
): Promise<Outcomes<Refusal>> {
  const surveys = await lockSurveys(trx, ids, maySee(context.actor));
  const outcomes = new Map(surveys.map((survey) => [survey.id, change.refusalOf(survey)]));
  const changing = surveys.filter(({ id }) => outcomes.get(id) === null);
  if (changing.length === 0) return outcomes;
  await change.write(
    trx,
    changing.map(({ id }) => id),
    changing,
  );
  const entries = changing.map((survey) => ({ ...change.audit(survey), entity: 'survey', entityId: survey.id }));
  await insertAudit(trx, auditActor(context), context.now, entries);
  return outcomes;
}

/** What became of the one survey. @throws NotFoundError when it does not exist, or is not the actor's to see */
export function outcomeOf<Refusal>(outcomes: Outcomes<Refusal>, surveyId: number): Refusal | null {
  found(outcomes.has(surveyId) || undefined, 'survey', surveyId);
  return outcomes.get(surveyId) ?? null;
}

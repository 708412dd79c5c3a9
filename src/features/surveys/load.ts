import type { Actor } from '../../actions/context.js';
import type { CivilDate } from '../../domain/civil-date.js';
import { refusalToExecute } from '../../domain/scheduler.js';
import { type Closure, listClosures } from '../../store/closures.js';
import type { Queryable } from '../../store/dialect.js';
import { type Draft, findDraft } from '../../store/drafts.js';
import { type Execution, listExecutions } from '../../store/executions.js';
import { type Extension, listExtensions } from '../../store/extensions.js';
import { allOf, type Predicate } from '../../store/predicate.js';
import { listSurveys, type SurveyRow } from '../../store/survey-list.js';
import { hasPhone, hasStatus, isResponsible, mayRun, maySee, ofCustomer } from '../../store/survey-predicates.js';
import { listCurrentQuestions, listQuestionVersions, type SurveyQuestion } from '../../store/survey-questions.js';
import { getSurvey, type Survey, surveyIs } from '../../store/surveys.js';

/** All that the survey's page shows. */
export interface SurveyRecord {
  readonly survey: Survey;
  /** Whether the viewer may run it, as far as it is his or he is a manager. */
  readonly his: boolean;
  /** It is his and can be executed today. */
  readonly runnable: boolean;
  /**
   * What is asked: the versions that the form was opened with, else those of the draft, else the current ones. Empty
   * where nothing is asked now.
   */
  readonly questions: readonly SurveyQuestion[];
  /** What was typed so far, whoever did; null when nothing was saved. */
  readonly draft: Draft | null;
  /** The customer's other due surveys that the viewer may run, to be run in the same call. */
  readonly others: readonly SurveyRow[];
  readonly executions: readonly Execution[];
  readonly closures: readonly Closure[];
  readonly extensions: readonly Extension[];
}

const MANY_OTHERS = 20;

/** Loads it as far as the viewer may see it. @throws NotFoundError when it is not his */
export async function loadSurvey(
  q: Queryable,
  id: number,
  viewer: { readonly actor: Actor; readonly today: CivilDate },
  openedWith: readonly number[] | null,
): Promise<SurveyRecord> {
  const { actor, today } = viewer;
  const survey = await getSurvey(q, id, maySee(actor));
  const his = await surveyIs(q, id, mayRun(actor));
  const runnable = his && refusalToExecute(survey, today) === null;
  const draft = await findDraft(q, id);
  const versionIds = openedWith ?? draft?.questions.map(({ versionId }) => versionId) ?? null;
  const current = runnable ? await listCurrentQuestions(q, survey.rule.id) : [];
  const questions = versionIds === null ? current : await listQuestionVersions(q, versionIds);
  const due = allOf([hasStatus('due', today), mayRun(actor), ofCustomer(survey.customer.id)]);
  return {
    survey,
    his,
    runnable,
    questions,
    draft,
    others: (await firstOf(q, due, MANY_OTHERS + 1)).filter((row) => row.id !== id),
    executions: await listExecutions(q, id),
    closures: await listClosures(q, id),
    extensions: await listExtensions(q, id),
  };
}

/** The survey that a user is offered after one: the customer's others first, then his own, soonest to expire. */
export async function findNext(
  q: Queryable,
  viewer: { readonly actor: Actor & { readonly id: number }; readonly today: CivilDate },
  customerId: number,
): Promise<SurveyRow | null> {
  const his = allOf([hasStatus('due', viewer.today), isResponsible(viewer.actor.id)]);
  const [same] = await firstOf(q, allOf([his, ofCustomer(customerId)]), 1);
  const [next = null] = same === undefined ? await firstOf(q, allOf([his, hasPhone()]), 1) : [same];
  return next;
}

async function firstOf(q: Queryable, where: Predicate, size: number): Promise<readonly SurveyRow[]> {
  return (await listSurveys(q, where, { sort: 'expiry', descending: false, size, key: null })).rows;
}

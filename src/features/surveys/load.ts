import type { Actor } from '../../actions/context.js';
import type { CivilDate } from '../../domain/civil-date.js';
import { heldByOther, holds, refusalToFinish } from '../../domain/claim.js';
import { type ClosingDays, isBlockedOwn as isBlockedSale } from '../../domain/own-survey.js';
import { can } from '../../domain/permissions.js';
import { type Attempt, listAttempts } from '../../store/attempts.js';
import { type CallingSettings, getCallingSettings } from '../../store/calling-settings.js';
import { findClaim, type NamedClaim } from '../../store/claims.js';
import { type Closure, listClosures } from '../../store/closures.js';
import { awaitsCallBack, isCoolingDown, isHeldBy, isHeldByOther } from '../../store/contact-predicates.js';
import type { Queryable } from '../../store/dialect.js';
import { type Draft, findDraft } from '../../store/drafts.js';
import { type Execution, listExecutions } from '../../store/executions.js';
import { type Extension, listExtensions } from '../../store/extensions.js';
import { type FirstFollowUps, listFollowUpsOf } from '../../store/follow-up-list.js';
import { isBlockedOwn, readBlockedClosings, waitsForNobody } from '../../store/own-surveys.js';
import { allOf, anyOf, not, type Predicate } from '../../store/predicate.js';
import { listProposalsOf, type ProposalOfSurvey } from '../../store/proposals.js';
import { listSignalsOf, type SignalOfSurvey } from '../../store/signal-list.js';
import { mayTakeUp } from '../../store/signal-predicates.js';
import { countEach } from '../../store/survey-counts.js';
import { listSurveyEvents, type SurveyEvent } from '../../store/survey-events.js';
import { listSurveys } from '../../store/survey-list.js';
import { hasPhone, hasStatus, isResponsible, mayRun, maySee, ofCustomer } from '../../store/survey-predicates.js';
import { listCurrentQuestions, listQuestionVersions, type SurveyQuestion } from '../../store/survey-questions.js';
import type { SurveyRow } from '../../store/survey-rows.js';
import { getSurvey, type Survey, surveyIs } from '../../store/surveys.js';
import { listUsersWithLogin } from '../../store/users.js';
import { findNextCallable } from '../../store/work-queue.js';

/** All that the survey's page shows. */
export interface SurveyRecord {
  readonly survey: Survey;
  /** Whether the viewer may run it: it is his, he is a manager, or he claimed it before it became another's. */
  readonly his: boolean;
  /** It is his, can be finished now, is not kept from him, and nobody else has it. */
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
  /** The oldest first. */
  readonly attempts: readonly Attempt[];
  /** Of whoever had it last, live or over. */
  readonly claim: NamedClaim | null;
  readonly hasPhone: boolean;
  /** The viewer sold it, and the policy keeps him from running it. */
  readonly ownSale: boolean;
  /** An open one, as a manager is told: nobody who is responsible can run it. */
  readonly forNobody: boolean;
  readonly calling: CallingSettings;
  readonly executions: readonly Execution[];
  readonly closures: readonly Closure[];
  readonly extensions: readonly Extension[];
  /** Who an open survey can be given to, for managers. */
  readonly operators: readonly { readonly id: number; readonly name: string }[];
  /** The latest first. */
  readonly followUps: FirstFollowUps;
  /** What the grades of the execution that stands ask for, by kind, and what became of it. */
  readonly signals: readonly SignalOfSurvey[];
  /** What attempts proposed to managers, the oldest first. */
  readonly proposals: readonly ProposalOfSurvey[];
  /** What only the audit has: the oldest first. */
  readonly events: readonly SurveyEvent[];
}

/** Who looks, and when. */
export interface Viewer {
  readonly actor: Actor & { readonly id: number };
  readonly now: number;
  readonly today: CivilDate;
  /** The instant at which the day began in the company's zone. */
  readonly dayStart: number;
}

const MANY_OTHERS = 20;

/** Loads it as far as the viewer may see it. @throws NotFoundError when it is not his */
export async function loadSurvey(
  q: Queryable,
  id: number,
  viewer: Viewer,
  openedWith: readonly number[] | null,
): Promise<SurveyRecord> {
  const { actor, now, today } = viewer;
  const survey = await getSurvey(q, id, anyOf([maySee(actor), isHeldBy(actor.id, now)]));
  const claim = await findClaim(q, id);
  const held = holds(claim, actor.id, now);
  const his = held || (await surveyIs(q, id, mayRun(actor)));
  const free = heldByOther(claim, actor.id, now) === null;
  const blocked = await readBlockedClosings(q);
  const ownSale = isBlockedSale({ sellerId: survey.seller.id, closedOn: survey.sale.closedOn }, actor.id, blocked);
  const runnable = his && free && !ownSale && refusalToFinish(survey, today, held) === null;
  const draft = await findDraft(q, id);
  const versionIds = openedWith ?? draft?.questions.map(({ versionId }) => versionId) ?? null;
  const current = runnable ? await listCurrentQuestions(q, survey.rule.id) : [];
  const manages = survey.outcome === null && can(actor.role, 'manageSurveys');
  return {
    survey,
    his,
    runnable,
    questions: versionIds === null ? current : await listQuestionVersions(q, versionIds),
    draft,
    others: await othersOf(q, survey, viewer, blocked),
    attempts: await listAttempts(q, id),
    claim,
    hasPhone: survey.customer.phones.some((phone) => phone.startsWith('+')),
    ownSale,
    forNobody: manages && (await surveyIs(q, id, waitsForNobody(blocked))),
    calling: await getCallingSettings(q),
    executions: await listExecutions(q, id),
    closures: await listClosures(q, id),
    extensions: await listExtensions(q, id),
    operators: manages ? await listOperators(q) : [],
    ...(await followedOf(q, id, actor)),
    events: await listSurveyEvents(q, id, survey.sale.id),
  };
}

async function followedOf(q: Queryable, id: number, actor: Viewer['actor']) {
  return {
    followUps: await listFollowUpsOf(q, 'survey_id', id),
    signals: await listSignalsOf(q, id, mayTakeUp(actor)),
    proposals: await listProposalsOf(q, id),
  };
}

async function othersOf(q: Queryable, { id, customer }: Survey, { actor, today }: Viewer, blocked: ClosingDays[]) {
  const his = allOf([hasStatus('due', today), mayRun(actor), not(isBlockedOwn(actor.id, blocked))]);
  const rows = await firstOf(q, allOf([his, ofCustomer(customer.id)]), MANY_OTHERS + 1);
  return rows.filter((row) => row.id !== id);
}

/** The survey that a user is offered after one: the customer's others first, in the same call, then what he calls next. */
export async function findNext(q: Queryable, viewer: Viewer, customerId: number): Promise<SurveyRow | null> {
  const { actor, now, today, dayStart } = viewer;
  const blocked = await readBlockedClosings(q);
  const his = allOf([hasStatus('due', today), isResponsible(actor.id), not(isBlockedOwn(actor.id, blocked))]);
  const same = allOf([his, ofCustomer(customerId), not(isHeldByOther(actor.id, now))]);
  return (
    (await firstOf(q, same, 1))[0] ?? (await findNextCallable(q, his, { userId: actor.id, now, dayStart, blocked }))
  );
}

/** Of the surveys that a user could run, how many wait, by why: where there is none to offer him, he is told of these. */
export async function countWaiting(q: Queryable, { actor, now, today }: Viewer) {
  const blocked = await readBlockedClosings(q);
  const his = allOf([hasStatus('due', today), isResponsible(actor.id), not(isBlockedOwn(actor.id, blocked))]);
  const held = isHeldByOther(actor.id, now);
  return countEach(q, {
    withoutPhone: allOf([his, not(held), not(hasPhone())]),
    held: allOf([his, held]),
    later: allOf([his, hasPhone(), not(held), anyOf([awaitsCallBack(now), isCoolingDown(now)])]),
  });
}

async function listOperators(q: Queryable) {
  const users = await listUsersWithLogin(q);
  return users.filter((user) => user.hasAccess).map(({ id, name }) => ({ id, name }));
}

async function firstOf(q: Queryable, where: Predicate, size: number): Promise<readonly SurveyRow[]> {
  return (await listSurveys(q, where, { sort: 'expiry', descending: false, size, key: null })).rows;
}

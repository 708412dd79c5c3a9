import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FormKey } from '../../actions/execute-survey.js';
import { startOfDay } from '../../domain/civil-date.js';
import { can } from '../../domain/permissions.js';
import type { SurveyForm } from '../../domain/survey-form.js';
import type { Database } from '../../store/connection.js';
import type { SurveyQuestion } from '../../store/survey-questions.js';
import { signedIn } from '../../web/request.js';
import { followUpsOf, proposalsOf } from '../follow-ups-of.js';
import { attemptsModel, claimModel } from './contact-model.js';
import { draftModel, keptAs, typedIn } from './draft-model.js';
import { mintFormKey } from './form-key.js';
import { questionModel, summaryOf, typedModel } from './form-model.js';
import { loadSurvey, type SurveyRecord, type Viewer } from './load.js';
import { phonesModel } from './phones-model.js';
import type { Refused } from './refused.js';
import { surveyModel } from './view-model.js';

/** How the page is shown again after a form was refused. */
export interface Shown {
  readonly status: number;
  readonly refused: Refused;
  /** Of the survey's form: its key, as it was posted, and what was typed. */
  readonly form?: { readonly key: FormKey | null; readonly signed: string; readonly typed: Required<SurveyForm> };
  /** The questions that it was typed for, where the survey asks others now. */
  readonly asked?: readonly SurveyQuestion[];
}

/** Who looks, as the predicates take him. */
export function viewerOf(request: FastifyRequest): Viewer {
  const { id, role } = signedIn(request);
  const { now, today, company } = request;
  return { actor: { id, role }, now, today, dayStart: startOfDay(today, company.timeZone) };
}

/** The record behind the page, with the questions that the posted form was opened with. */
export function recordOf(request: FastifyRequest, db: Database, id: number, key: FormKey | null) {
  const own = key !== null && key.surveyId === id && key.userId === signedIn(request).id;
  return loadSurvey(db.read, id, viewerOf(request), own ? key.versionIds : null);
}

/** Shows the survey, as it is or after a refusal. */
export function surveyPage(request: FastifyRequest, reply: FastifyReply, record: SurveyRecord, shown?: Shown) {
  const { t } = request;
  const { survey } = record;
  const home = can(signedIn(request).role, 'manageSurveys')
    ? { label: t('navigation.panel'), href: '/panel' }
    : { label: t('navigation.myRules'), href: '/my-rules' };
  const model = {
    ...surveyModel(request, record, shown?.refused ?? null),
    correction: phonesModel(record, shown?.refused ?? null),
    claim: claimModel(request, record),
    attempts: attemptsModel(request, record, shown?.refused ?? null),
    errors: shown?.refused.form === 'execution' ? shown.refused.errors : [],
    form: record.runnable ? formModel(request, record, shown) : null,
    typed: keptTyped(request, record, shown),
    ...followUpsOf(request, record.followUps, 'survey', survey.id),
    ...proposalsOf(request, record.signals, survey.id, 'survey'),
  };
  return reply.page('surveys/survey', model, {
    title: survey.customer.name,
    subtitle: t('surveys.title', { rule: survey.rule.name }),
    breadcrumbs: [home, { label: t('surveys.breadcrumb', { id: String(survey.id) }) }],
    status: shown?.status ?? 200,
  });
}

/** What can no more be sent as it was typed: of a survey that cannot be run, or of questions that are asked no more. */
function keptTyped(request: FastifyRequest, record: SurveyRecord, shown: Shown | undefined) {
  const questions = shown?.asked ?? (record.runnable ? null : record.questions);
  return questions && shown?.form ? typedModel(request, questions, shown.form.typed) : null;
}

/** The form with the key that it was opened with; a key that is not his own is replaced by a new one. */
function formModel(request: FastifyRequest, record: SurveyRecord, shown: Shown | undefined) {
  const { survey, questions } = record;
  const posted = shown?.form;
  const user = signedIn(request);
  const keep = posted?.key?.surveyId === survey.id && posted.key.userId === user.id ? posted.signed : null;
  const opened = { surveyId: survey.id, userId: user.id, startedAt: request.now };
  const versionIds = questions.map(({ versionId }) => versionId);
  const typed = posted?.typed ?? typedIn(record.draft);
  const asked = questions.map((question, index) => ({
    ...questionModel(request, question, index, typed),
    revision: record.draft?.questions.find(({ versionId }) => versionId === question.versionId)?.saved.revision,
  }));
  return {
    key: keep ?? mintFormKey(request.server, { ...opened, versionIds }),
    questions: asked,
    summary: shown?.refused.form === 'execution' ? summaryOf(shown.refused.errors, asked) : [],
    note: typed.note ?? '',
    confirmed: typed.confirmed === '1',
    keptAs: keptAs(survey.id, user.id),
    ruleName: survey.rule.name,
    draft: draftModel(request, record.draft),
  };
}

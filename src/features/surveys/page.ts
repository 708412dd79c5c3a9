import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../../actions/context.js';
import type { FormKey } from '../../actions/execute-survey.js';
import { can } from '../../domain/permissions.js';
import type { SurveyForm } from '../../domain/survey-form.js';
import type { Database } from '../../store/connection.js';
import { signedIn } from '../../web/request.js';
import { mintFormKey } from './form-key.js';
import { questionModel, summaryOf, typedModel } from './form-model.js';
import { loadSurvey, type SurveyRecord } from './load.js';
import { type Refused, surveyModel } from './view-model.js';

export const NOTHING_TYPED: Required<SurveyForm> = { answers: {}, note: '', confirmed: '' };

/** How the page is shown again after a form was refused. */
export interface Shown {
  readonly status: number;
  readonly refused: Refused;
  /** Of the survey's form: its key, as it was posted, and what was typed. */
  readonly form?: { readonly key: FormKey | null; readonly signed: string; readonly typed: Required<SurveyForm> };
}

/** Who looks, as the predicates take him. */
export function viewerOf(request: FastifyRequest) {
  const { id, role } = signedIn(request);
  return { actor: { id, role } satisfies Actor, today: request.today };
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
    errors: shown?.refused.form === 'execution' ? shown.refused.errors : [],
    form: record.runnable ? formModel(request, record, shown) : null,
    typed: !record.runnable && shown?.form ? typedModel(request, record, shown.form.typed) : null,
  };
  return reply.page('surveys/survey', model, {
    title: survey.customer.name,
    subtitle: t('surveys.title', { rule: survey.rule.name }),
    breadcrumbs: [home, { label: t('surveys.breadcrumb', { id: String(survey.id) }) }],
    status: shown?.status ?? 200,
  });
}

/** The form with the key that it was opened with; a key that is not his own is replaced by a new one. */
function formModel(request: FastifyRequest, record: SurveyRecord, shown: Shown | undefined) {
  const { survey, questions } = record;
  const posted = shown?.form;
  const user = signedIn(request);
  const keep = posted?.key?.surveyId === survey.id && posted.key.userId === user.id ? posted.signed : null;
  const opened = { surveyId: survey.id, userId: user.id, startedAt: request.now };
  const versionIds = questions.map(({ versionId }) => versionId);
  const typed = posted?.typed ?? NOTHING_TYPED;
  const asked = questions.map((question, index) => questionModel(request, question, index, typed));
  return {
    key: keep ?? mintFormKey(request.server, { ...opened, versionIds }),
    questions: asked,
    summary: shown?.refused.form === 'execution' ? summaryOf(shown.refused.errors, asked) : [],
    note: typed.note ?? '',
    confirmed: typed.confirmed === '1',
    ruleName: survey.rule.name,
  };
}

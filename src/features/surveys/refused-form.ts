import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ExecutionRefusal, FormKey } from '../../actions/execute-survey.js';
import type { SurveyForm } from '../../domain/survey-form.js';
import type { Database } from '../../store/connection.js';
import { listQuestionVersions } from '../../store/survey-questions.js';
import { errorViews } from '../../web/forms.js';
import { wantsJson } from '../../web/request.js';
import { typedIn } from './draft-model.js';
import { typedModel } from './form-model.js';
import { recordOf, type Shown, surveyPage } from './page.js';
import { refusalToWorkText } from './reasons.js';

/** A survey's form as it was posted. */
export interface PostedForm {
  readonly key: FormKey | null;
  readonly signed: string;
  readonly typed: Required<SurveyForm>;
}

/** Says why a survey's form was neither finished nor saved, and shows all of it again, whatever became of the survey. */
export async function refusedForm(
  request: FastifyRequest,
  reply: FastifyReply,
  db: Database,
  asked: { readonly surveyId: number; readonly refusal: ExecutionRefusal; readonly form: PostedForm },
) {
  const { surveyId, refusal, form } = asked;
  if (refusal.kind === 'not-yours') return keptPage(request, reply, db, form);
  const others = refusal.kind === 'other-questions';
  const record = await recordOf(request, db, surveyId, others ? null : form.key);
  const { status, errors, problem } = explain();
  if (wantsJson(request))
    return reply.code(status).send({
      problem:
        problem ??
        errors
          .map(({ text }) => text)
          .concat(request.t('surveys.draftNotSaved'))
          .join(' '),
    });
  const shown = others ? await mended(db, form, record.draft) : { form };
  return surveyPage(request, reply, record, {
    status,
    refused: { form: 'execution', errors, problem, typed: {} },
    ...shown,
  });

  function explain() {
    switch (refusal.kind) {
      case 'invalid':
        return { status: 422, errors: errorViews(refusal.errors, request.t), problem: null };
      case 'stale-key':
        return { status: 409, errors: [], problem: request.t('surveys.refusedStaleForm') };
      case 'other-questions':
        return { status: 409, errors: [], problem: request.t('surveys.refusedOtherQuestions') };
      case 'not-possible':
      case 'own-sale':
      case 'claimed':
        return { status: 409, errors: [], problem: refusalToWorkText(request, record, refusal) };
      case 'not-yours':
        return { status: 409, errors: [], problem: request.t('surveys.refusedNotYours') };
    }
  }
}

/** The questions that count now, with what was typed for those of them; what was asked before stands beside it. */
async function mended(
  db: Database,
  { key, typed }: PostedForm,
  draft: Parameters<typeof typedIn>[0],
): Promise<Pick<Shown, 'form' | 'asked'>> {
  const answers = { ...typedIn(draft).answers, ...typed.answers };
  const asked = await listQuestionVersions(db.read, key?.versionIds ?? []);
  return { form: { key: null, signed: '', typed: { ...typed, answers } }, asked };
}

/** What was typed into the form of a survey that went to another operator: nothing more of it is his to see. */
async function keptPage(request: FastifyRequest, reply: FastifyReply, db: Database, { key, typed }: PostedForm) {
  const { t } = request;
  const problem = t('surveys.refusedNotYours');
  if (wantsJson(request)) return reply.code(409).send({ problem });
  const questions = await listQuestionVersions(db.read, key?.versionIds ?? []);
  const model = { problem, typed: typedModel(request, questions, typed) };
  const breadcrumbs = [{ label: t('navigation.myRules'), href: '/my-rules' }, { label: t('surveys.typedTitle') }];
  return reply.page('surveys/kept', model, { title: t('surveys.typedTitle'), breadcrumbs, status: 409 });
}

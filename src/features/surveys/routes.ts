import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ExecutionRefusal } from '../../actions/execute-survey.js';
import { executeSurvey } from '../../actions/execute-survey.js';
import type { Database } from '../../store/connection.js';
import { errorViews, idOf, idParams, one } from '../../web/forms.js';
import { actionContext } from '../action-context.js';
import { readFormKey } from './form-key.js';
import { findNext, type SurveyRecord } from './load.js';
import { managementRoutes } from './management.js';
import { recordOf, type Shown, surveyPage, viewerOf } from './page.js';
import { refusalToWorkText } from './reasons.js';
import { executionForm, typedSurvey } from './schemas.js';

/** A survey's page, running it, and what managers do with it. */
export async function surveyRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  const access = { config: { access: 'operator' } } as const;
  app.get('/surveys/:id', { ...access, schema: { params: idParams } }, showSurvey);
  app.get('/surveys/:id/execution', { ...access, schema: { params: idParams } }, showDone);
  app.post('/surveys/:id/execution', { ...access, schema: { params: idParams, body: executionForm } }, finish);
  await managementRoutes(app, { db });

  async function showSurvey(request: FastifyRequest, reply: FastifyReply) {
    return surveyPage(request, reply, await recordOf(request, db, idOf(request), null));
  }

  async function finish(request: FastifyRequest, reply: FastifyReply) {
    const surveyId = idOf(request);
    const signed = one(request.body, 'key');
    const [key, typed] = [readFormKey(request, signed), typedSurvey(request.body)];
    const result = await executeSurvey(actionContext(request, db), { surveyId, key, form: typed });
    if (result.ok) return reply.redirect(`/surveys/${surveyId}/execution`, 303);
    const record = await recordOf(request, db, surveyId, key);
    return surveyPage(
      request,
      reply,
      record,
      refusedExecution(request, record, result.refusal, { key, signed, typed }),
    );
  }

  /** The confirmation that offers the next one; for whom it is not his to confirm, the survey itself. */
  async function showDone(request: FastifyRequest, reply: FastifyReply) {
    const record = await recordOf(request, db, idOf(request), null);
    const viewer = viewerOf(request);
    const done = record.executions.find((one) => one.annulment === null && one.by.id === viewer.actor.id);
    if (done === undefined) return reply.redirect(`/surveys/${record.survey.id}`, 303);
    const { id, customer, originalExpiresOn } = record.survey;
    const next = await findNext(db.read, viewer, customer.id);
    const model = {
      customerName: customer.name,
      finishedAt: done.finishedAt,
      late: done.executedOn > originalExpiresOn,
      surveyHref: `/surveys/${id}`,
      next: next && { href: `/surveys/${next.id}`, customer: next.customer.name, rule: next.ruleName },
    };
    const title = request.t('surveys.doneTitle');
    const home = { label: request.t('navigation.myRules'), href: '/my-rules' };
    return reply.page('surveys/done', model, { title, breadcrumbs: [home, { label: title }] });
  }
}

function refusedExecution(
  request: FastifyRequest,
  record: SurveyRecord,
  refusal: ExecutionRefusal,
  form: NonNullable<Shown['form']>,
): Shown {
  const refused = { form: 'execution', errors: [], problem: null, typed: {} } as const;
  switch (refusal.kind) {
    case 'invalid':
      return { status: 422, form, refused: { ...refused, errors: errorViews(refusal.errors, request.t) } };
    case 'stale-key':
      return { status: 409, form, refused: { ...refused, problem: request.t('surveys.refusedStaleForm') } };
    case 'not-possible':
    case 'claimed': {
      const problem = refusalToWorkText(request, record, refusal);
      return { status: 409, form, refused: { ...refused, problem } };
    }
  }
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { executeSurvey } from '../../actions/execute-survey.js';
import type { Database } from '../../store/connection.js';
import { idOf, idParams, one } from '../../web/forms.js';
import { actionContext } from '../action-context.js';
import { waitingCountsText } from '../contact-texts.js';
import { proposalsOf } from '../follow-ups-of.js';
import { contactRoutes } from './contact.js';
import { keptAs } from './draft-model.js';
import { draftRoutes } from './drafts.js';
import { readFormKey } from './form-key.js';
import { countWaiting, findNext } from './load.js';
import { managementRoutes } from './management.js';
import { recordOf, surveyPage, viewerOf } from './page.js';
import { phoneRoutes } from './phones.js';
import { refusedForm } from './refused-form.js';
import { executionForm, typedSurvey } from './schemas.js';

/** A survey's page, running it, and what managers do with it. */
export async function surveyRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  const access = { config: { access: 'operator' } } as const;
  app.get('/surveys/:id', { ...access, schema: { params: idParams } }, showSurvey);
  app.get('/surveys/:id/execution', { ...access, schema: { params: idParams } }, showDone);
  const keeping = { config: { access: 'operator', keepsForm: true } } as const;
  app.post('/surveys/:id/execution', { ...keeping, schema: { params: idParams, body: executionForm } }, finish);
  await draftRoutes(app, { db });
  await contactRoutes(app, { db });
  await phoneRoutes(app, { db });
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
    return refusedForm(request, reply, db, { surveyId, refusal: result.refusal, form: { key, signed, typed } });
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
      keptAs: keptAs(id, viewer.actor.id),
      ...proposalsOf(request, record.signals, id, 'done'),
      waiting: next === null ? waitingCountsText(request, await countWaiting(db.read, viewer)) : null,
      next: next && { href: `/surveys/${next.id}`, customer: next.customer.name, rule: next.ruleName },
    };
    const title = request.t('surveys.doneTitle');
    const home = { label: request.t('navigation.myRules'), href: '/my-rules' };
    return reply.page('surveys/done', model, { title, breadcrumbs: [home, { label: title }] });
  }
}

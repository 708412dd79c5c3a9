import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type AnnulmentRefusal, annulExecution } from '../../actions/annul-execution.js';
import { type ClosureRefusal, closeSurvey } from '../../actions/close-survey.js';
import { type ExtensionRefusal, extendSurvey } from '../../actions/extend-survey.js';
import { type AssignmentRefusal, reassignSurvey, takeSurveyBack } from '../../actions/reassign-survey.js';
import { type ReopeningRefusal, reopenSurvey } from '../../actions/reopen-survey.js';
import type { Result } from '../../domain/result.js';
import type { Database } from '../../store/connection.js';
import { type Flash, flash } from '../../web/flash.js';
import { errorViews, type FieldErrorView, idOf, idParams, one, parseId } from '../../web/forms.js';
import { actionContext } from '../action-context.js';
import type { SurveyRecord } from './load.js';
import { recordOf, surveyPage } from './page.js';
import { refusalToExecuteText, refusalToExtendText } from './reasons.js';
import type { Refused } from './refused.js';
import { annulmentForm, assignmentForm, closureForm, extensionForm, reopeningForm } from './schemas.js';

type Refusal = AssignmentRefusal | ExtensionRefusal | ClosureRefusal | ReopeningRefusal | AnnulmentRefusal;
type Reason = Extract<Refusal, { kind: 'not-possible' }>['reason'];

/** Extending, closing, reopening and annulling, each with a reason (SPEC 4), and who is to run it (SPEC 5). */
export async function managementRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  const route = (body: object) => ({ config: { access: 'manager' }, schema: { params: idParams, body } }) as const;
  app.post('/surveys/:id/extension', route(extensionForm), extend);
  app.post('/surveys/:id/closure', route(closureForm), close);
  app.post('/surveys/:id/reopening', route(reopeningForm), reopen);
  app.post('/surveys/:id/annulment', route(annulmentForm), annul);
  app.post('/surveys/:id/assignment', route(assignmentForm), assign);

  async function extend(request: FastifyRequest, reply: FastifyReply) {
    const typed = { expiresOn: one(request.body, 'expiresOn'), reason: one(request.body, 'reason') };
    const result = await extendSurvey(actionContext(request, db), idOf(request), typed);
    return answer(request, reply, result, { form: 'extension', typed, done: 'surveys.extended' });
  }

  async function close(request: FastifyRequest, reply: FastifyReply) {
    const typed = { reason: one(request.body, 'reason'), note: one(request.body, 'note') };
    const result = await closeSurvey(actionContext(request, db), idOf(request), typed);
    return answer(request, reply, result, { form: 'closure', typed, done: 'surveys.closed' });
  }

  async function reopen(request: FastifyRequest, reply: FastifyReply) {
    const typed = { reason: one(request.body, 'reason') };
    const result = await reopenSurvey(actionContext(request, db), idOf(request), typed);
    return answer(request, reply, result, { form: 'reopening', typed, done: 'surveys.reopened' });
  }

  async function annul(request: FastifyRequest, reply: FastifyReply) {
    const typed = { reason: one(request.body, 'reason') };
    const input = { ...typed, executionId: parseId(one(request.body, 'executionId')) };
    const result = await annulExecution(actionContext(request, db), idOf(request), input);
    return answer(request, reply, result, { form: 'annulment', typed, done: 'surveys.annulledNow' });
  }

  async function assign(request: FastifyRequest, reply: FastifyReply) {
    const typed = { operatorId: one(request.body, 'operatorId') };
    const back = one(request.body, 'takeBack') !== '';
    const context = actionContext(request, db);
    const result = await (back
      ? takeSurveyBack(context, idOf(request))
      : reassignSurvey(context, idOf(request), typed));
    return answer(request, reply, result, {
      form: 'assignment',
      typed,
      done: back ? 'surveys.takenBack' : 'surveys.reassigned',
    });
  }

  async function answer(
    request: FastifyRequest,
    reply: FastifyReply,
    result: Result<null, Refusal>,
    asked: Pick<Refused, 'form' | 'typed'> & { readonly done: Flash['key'] },
  ) {
    const record = await recordOf(request, db, idOf(request), null);
    if (result.ok) {
      flash(reply, {
        kind: 'success',
        key: asked.done,
        params: { date: request.formats.date(record.survey.expiresOn) },
      });
      return reply.redirect(`/surveys/${record.survey.id}`, 303);
    }
    const explained = explain(request, record, result.refusal);
    const refused = { form: asked.form, typed: asked.typed, ...explained };
    return surveyPage(request, reply, record, { status: explained.problem === null ? 422 : 409, refused });
  }
}

function explain(
  request: FastifyRequest,
  record: SurveyRecord,
  refusal: Refusal,
): { errors: FieldErrorView[]; problem: string | null } {
  if (refusal.kind === 'invalid') return { errors: errorViews(refusal.errors, request.t), problem: null };
  const { field, text } = reasonText(request, record, refusal.reason);
  return field === null ? { errors: [], problem: text } : { errors: [{ field, text }], problem: null };
}

function reasonText(request: FastifyRequest, record: SurveyRecord, reason: Reason) {
  switch (reason) {
    case 'not-closed':
      return { field: null, text: request.t('surveys.refusedNotClosed') };
    case 'sale-cancelled':
      return { field: null, text: request.t('surveys.refusedSaleCancelled') };
    case 'already-his':
      return { field: 'operatorId', text: request.t('surveys.refusedAlreadyHis') };
    case 'own-sale':
      return { field: 'operatorId', text: request.t('surveys.refusedToSeller') };
    case 'not-reassigned':
      return { field: null, text: request.t('surveys.refusedNotReassigned') };
    case 'not-standing':
      return { field: null, text: request.t('surveys.refusedNotStanding') };
    case 'executed':
    case 'closed':
    case 'cancelled':
      return { field: null, text: refusalToExecuteText(request, record, reason) };
    case 'before-today':
    case 'before-opening':
    case 'before-expiry':
    case 'same-expiry':
      return refusalToExtendText(request, record, reason);
  }
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { claimSurvey } from '../../actions/claim-survey.js';
import { type RecordedAttempt, recordAttempt } from '../../actions/record-attempt.js';
import { releaseClaim } from '../../actions/release-claim.js';
import type { WorkRefusal } from '../../actions/working.js';
import type { Database } from '../../store/connection.js';
import { type Flash, flash } from '../../web/flash.js';
import { errorViews, form, idOf, idParams, one } from '../../web/forms.js';
import { actionContext } from '../action-context.js';
import { recordOf, surveyPage } from './page.js';
import { refusalToWorkText } from './reasons.js';
import type { Refused } from './refused.js';
import { attemptForm } from './schemas.js';

/** *Iniciar*, *Liberar* and the attempts to reach the customer (SPEC 5). */
export async function contactRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  const route = (body: object) => ({ config: { access: 'operator' }, schema: { params: idParams, body } }) as const;
  app.post('/surveys/:id/claim', route(form({})), claim);
  app.post('/surveys/:id/release', route(form({})), release);
  app.post('/surveys/:id/attempts', route(attemptForm), attempt);

  async function claim(request: FastifyRequest, reply: FastifyReply) {
    const id = idOf(request);
    const result = await claimSurvey(actionContext(request, db), id);
    if (!result.ok) return impossible(request, reply, result.refusal, { form: 'claim', typed: {} });
    return reply.redirect(`/surveys/${id}#surveys-form`, 303);
  }

  async function release(request: FastifyRequest, reply: FastifyReply) {
    const id = idOf(request);
    const result = await releaseClaim(actionContext(request, db), id);
    if (!result.ok && result.refusal.kind === 'forbidden')
      throw Object.assign(new Error('not his'), { statusCode: 403 });
    flash(reply, { kind: 'success', key: result.ok ? 'surveys.released' : 'surveys.notClaimed' });
    return reply.redirect(`/surveys/${id}`, 303);
  }

  async function attempt(request: FastifyRequest, reply: FastifyReply) {
    const [id, typed] = [idOf(request), typedAttempt(request.body)];
    const formKey = typed.formKey || crypto.randomUUID();
    const result = await recordAttempt(actionContext(request, db), id, {
      ...typed,
      formKey,
      others: typed.others === '1',
    });
    if (result.ok) {
      flash(reply, attemptFlash(request, result.value));
      // What is called next has the focus, where this one waits now.
      return reply.redirect(`/surveys/${id}#next-survey`, 303);
    }
    if (result.refusal.kind !== 'invalid')
      return impossible(request, reply, result.refusal, { form: 'attempt', typed });
    const errors = errorViews(result.refusal.errors, request.t);
    const record = await recordOf(request, db, id, null);
    return surveyPage(request, reply, record, {
      status: 422,
      refused: { form: 'attempt', errors, problem: null, typed },
    });
  }

  async function impossible(
    request: FastifyRequest,
    reply: FastifyReply,
    refusal: WorkRefusal,
    asked: Pick<Refused, 'form' | 'typed'>,
  ) {
    const record = await recordOf(request, db, idOf(request), null);
    const problem = refusalToWorkText(request, record, refusal);
    return surveyPage(request, reply, record, { status: 409, refused: { ...asked, errors: [], problem } });
  }
}

function typedAttempt(body: unknown) {
  return {
    formKey: one(body, 'key'),
    outcome: one(body, 'outcome'),
    note: one(body, 'note'),
    callBackOn: one(body, 'callBackOn'),
    callBackTime: one(body, 'callBackTime'),
    others: one(body, 'others'),
  };
}

/** A call-back that nobody could keep is what the user has to know most. */
function attemptFlash(
  { today, formats }: Pick<FastifyRequest, 'today' | 'formats'>,
  { afterExpiry, lastCall, proposed, alsoFor, again }: RecordedAttempt,
): Flash {
  if (again) return { kind: 'info', key: 'surveys.attemptAlready' };
  if (afterExpiry)
    return {
      kind: 'info',
      key: proposed.includes('extension') ? 'surveys.attemptExtensionProposed' : 'surveys.attemptAfterExpiry',
    };
  if (lastCall !== null && lastCall >= today && proposed.length === 0)
    return lastCall === today
      ? { kind: 'info', key: 'surveys.attemptLastToday' }
      : { kind: 'info', key: 'surveys.attemptLast', params: { date: formats.date(lastCall) } };
  if (alsoFor > 0 && proposed.length === 0)
    return { kind: 'success', key: 'surveys.attemptAlsoRecorded', params: { count: alsoFor } };
  return {
    kind: 'success',
    key: proposed.includes('closing') ? 'surveys.attemptClosingProposed' : 'surveys.attemptRecorded',
  };
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { correctPhones } from '../../actions/correct-phones.js';
import type { Database } from '../../store/connection.js';
import { flash } from '../../web/flash.js';
import { errorViews, idOf, idParams, one } from '../../web/forms.js';
import { actionContext } from '../action-context.js';
import { recordOf, surveyPage } from './page.js';
import { phonesForm } from './schemas.js';

/** Correcting the phones of the customer who is called (SPEC 1, 5). */
export async function phoneRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  const access = { config: { access: 'operator' } } as const;
  app.post('/surveys/:id/phones', { ...access, schema: { params: idParams, body: phonesForm } }, correct);

  async function correct(request: FastifyRequest, reply: FastifyReply) {
    const [id, typed] = [idOf(request), typedPhones(request.body)];
    const result = await correctPhones(actionContext(request, db), id, typed, one(request.body, 'seen'));
    if (result.ok) {
      flash(reply, { kind: 'success', key: 'surveys.phonesCorrected' });
      return reply.redirect(`/surveys/${id}`, 303);
    }
    const { refusal } = result;
    const stale = refusal.kind === 'stale';
    const errors = stale ? [] : errorViews(refusal.errors, request.t);
    const problem = stale ? request.t('surveys.refusedPhones') : null;
    const refused = { form: 'phones', typed, errors, problem } as const;
    return surveyPage(request, reply, await recordOf(request, db, id, null), { status: stale ? 409 : 422, refused });
  }
}

function typedPhones(body: unknown) {
  return { phone1: one(body, 'phone1'), phone2: one(body, 'phone2'), phone3: one(body, 'phone3') };
}

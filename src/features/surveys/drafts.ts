import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { saveDraft } from '../../actions/save-draft.js';
import type { Database } from '../../store/connection.js';
import { flash } from '../../web/flash.js';
import { idOf, idParams, one, type Posted } from '../../web/forms.js';
import { wantsJson } from '../../web/request.js';
import { actionContext } from '../action-context.js';
import { savedReply } from './draft-model.js';
import { readFormKey } from './form-key.js';
import { recordOf } from './page.js';
import { refusedForm } from './refused-form.js';
import { executionForm, typedSurvey } from './schemas.js';

/** Keeping what was typed into a survey's form (SPEC 5): by its script after each answer, or by its button without. */
export async function draftRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  const keeping = { config: { access: 'operator', keepsForm: true } } as const;
  app.post('/surveys/:id/draft', { ...keeping, schema: { params: idParams, body: executionForm } }, save);

  async function save(request: FastifyRequest, reply: FastifyReply) {
    const [surveyId, signed, typed] = [idOf(request), one(request.body, 'key'), typedSurvey(request.body)];
    const key = readFormKey(request, signed);
    const form = 'note' in (request.body as Posted) ? typed : { answers: typed.answers };
    const seen = Number(one(request.body, 'seen')) || 0;
    const result = await saveDraft(actionContext(request, db), { surveyId, key, form, seen });
    if (!result.ok)
      return refusedForm(request, reply, db, { surveyId, refusal: result.refusal, form: { key, signed, typed } });
    const { questions } = await recordOf(request, db, surveyId, null);
    if (wantsJson(request)) return savedReply(request, questions, result.value);
    flash(reply, { kind: 'success', key: 'surveys.draftKept', params: { time: request.formats.time(request.now) } });
    return reply.redirect(`/surveys/${surveyId}`, 303);
  }
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { nextStep, STEPS, stepAfter } from '../../domain/first-steps.js';
import { countBareSales } from '../../store/bare-counts.js';
import type { Database } from '../../store/connection.js';
import { listOrphans } from '../../store/orphans.js';
import { countUnprofiled, findSetUpFacts } from '../../store/set-up.js';
import { one, parseId, query, text } from '../../web/forms.js';
import { starterRoutes } from './starter.js';
import { editorOf, stepViews } from './view-model.js';
import { warningViews } from './warnings.js';

const nextQuery = query({ after: text(20), id: text(10) });

/** *Primeiros passos* (SPEC 1): what is ready and what is missing, and the standing warnings of the configuration. */
export async function firstStepsRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  const access = { config: { access: 'admin' } } as const;
  app.get('/config/first-steps', access, showSteps);
  app.get('/config/first-steps/next', { ...access, schema: { querystring: nextQuery } }, goOn);
  await starterRoutes(app, { db });

  async function showSteps(request: FastifyRequest, reply: FastifyReply) {
    const { t, today } = request;
    const facts = await findSetUpFacts(db.read);
    const orphans = await listOrphans(db.read);
    const bare = await countBareSales(db.read, today);
    const model = {
      ...stepViews(facts, await countUnprofiled(db.read), t),
      warnings: warningViews(orphans, bare, request),
    };
    const title = t('navigation.firstSteps');
    const subtitle = t(nextStep(facts) === null ? 'firstSteps.doneSubtitle' : 'firstSteps.subtitle');
    const breadcrumbs = [{ label: t('navigation.configuration') }, { label: title }];
    return reply.page('first-steps/steps', model, { title, subtitle, breadcrumbs });
  }

  /** What comes after a record was saved in the guide: the editor of what is still missing, or the list of the steps. */
  async function goOn(request: FastifyRequest, reply: FastifyReply) {
    const asked = one(request.query, 'after');
    const after = STEPS.find((step) => step === asked);
    const next = after === undefined ? null : stepAfter(await findSetUpFacts(db.read), after);
    // What was saved and is still missing (a rule that was saved inactive) is not asked for again.
    if (after === undefined || next === null) return reply.redirect('/config/first-steps', 303);
    const made = STEPS[STEPS.indexOf(after) + 1] === next ? parseId(one(request.query, 'id')) : null;
    return reply.redirect(editorOf(next, await countUnprofiled(db.read), made), 303);
  }
}

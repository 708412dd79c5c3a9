import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { APPLY_CONFIGURATION } from '../../actions/apply-configuration.js';
import { cancelJob } from '../../actions/cancel-job.js';
import type { Database } from '../../store/connection.js';
import { getJobOf, listJobs } from '../../store/jobs.js';
import { form, idOf, idParams } from '../../web/forms.js';
import { actionContext } from '../action-context.js';
import { changeModel, loadKept, recordNamesOf } from './view-model.js';

const BASE = '/config/changes';
const RECENT = 50;

/** Changes of the configuration that are applied in the background to what exists: progress, result, and a way to stop. */
export async function configChangeRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  const access = { config: { access: 'admin' } } as const;
  const one = { ...access, schema: { params: idParams } };
  app.get(BASE, access, showList);
  app.get(`${BASE}/:id`, one, showChange);
  app.post(`${BASE}/:id/cancellation`, { ...access, schema: { params: idParams, body: form({}) } }, cancel);

  async function showList(request: FastifyRequest, reply: FastifyReply) {
    const jobs = await listJobs(db.read, APPLY_CONFIGURATION, { owner: null, before: null, size: RECENT });
    const names = await recordNamesOf(db.read, jobs);
    const title = request.t('effects.changes');
    const model = { changes: jobs.map((job) => changeModel(request, job, names)) };
    const breadcrumbs = [{ label: request.t('navigation.configuration') }, { label: title }];
    return reply.page('config-changes/list', model, { title, subtitle: request.t('effects.changesText'), breadcrumbs });
  }

  async function showChange(request: FastifyRequest, reply: FastifyReply) {
    const job = await getJobOf(db.read, APPLY_CONFIGURATION, idOf(request), null);
    const change = changeModel(request, job, await recordNamesOf(db.read, [job]));
    const model = { ...change, ...(await loadKept(request, db.read, job)) };
    return reply.page('config-changes/change', model, {
      title: change.title,
      breadcrumbs: [
        { label: request.t('navigation.configuration') },
        { label: request.t('effects.changes'), href: BASE },
        { label: change.title },
      ],
      parts: { 'config-change': 'config-changes/_change' },
    });
  }

  async function cancel(request: FastifyRequest, reply: FastifyReply) {
    const job = await getJobOf(db.read, APPLY_CONFIGURATION, idOf(request), null);
    await cancelJob(actionContext(request, db), job.id, null);
    return reply.redirect(`${BASE}/${job.id}`, 303);
  }
}

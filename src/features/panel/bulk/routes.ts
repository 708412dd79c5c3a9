import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { bulkSurveys } from '../../../actions/bulk-surveys.js';
import { cancelJob } from '../../../actions/cancel-job.js';
import { previewBulk } from '../../../actions/preview-bulk.js';
import { startBulk } from '../../../actions/start-bulk.js';
import { validateBulkAction } from '../../../domain/bulk.js';
import type { Database } from '../../../store/connection.js';
import { getJobOf, listJobs } from '../../../store/jobs.js';
import { listUsersWithLogin } from '../../../store/users.js';
import { flash } from '../../../web/flash.js';
import { errorViews, form, idOf, idParams, one, text } from '../../../web/forms.js';
import { signedIn } from '../../../web/request.js';
import { actionContext } from '../../action-context.js';
import { panelQuery } from '../query.js';
import { type Asked, readAsked } from './asked.js';
import { mintBulkKey, readBulkKey } from './form-key.js';
import { jobModel, loadSkipped } from './job-model.js';
import { NEEDS_FORM } from './texts.js';
import { formModel, type Shown } from './view-model.js';

/** Beyond the domain's limit, so that a text that is too long is refused at its field and not as a bad request. */
const LONG = 20_000;
const RECENT = 50;

const bulkForm = form({ expiresOn: text(40), reason: text(LONG), note: text(LONG), operatorId: text(20) });
const JOBS = '/panel/bulk/jobs';

/** What managers do with many surveys at once (SPEC 6): form and preview, confirmation, progress and result. */
export async function bulkRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  const access = { config: { access: 'manager' } } as const;
  const url = { querystring: panelQuery };
  app.get('/panel/bulk', { ...access, schema: url }, showForm);
  app.post('/panel/bulk', { ...access, schema: { ...url, body: bulkForm } }, preview);
  app.get(JOBS, access, showJobs);
  app.post(JOBS, { ...access, schema: { body: form({ key: text(LONG) }) } }, confirm);
  app.get(`${JOBS}/:id`, { ...access, schema: { params: idParams } }, showJob);
  app.post(`${JOBS}/:id/cancellation`, { ...access, schema: { params: idParams, body: form({}) } }, cancel);

  /** An action without a form of its own shows its preview at once. */
  async function showForm(request: FastifyRequest, reply: FastifyReply) {
    const asked = await readAsked(request, db.read);
    if (asked !== null && !NEEDS_FORM[asked.verb] && asked.selection !== null) return previewOf(request, reply, asked);
    return formPage(request, reply, asked, { typed: {}, errors: [], preview: null });
  }

  async function preview(request: FastifyRequest, reply: FastifyReply) {
    return previewOf(request, reply, await readAsked(request, db.read));
  }

  async function previewOf(request: FastifyRequest, reply: FastifyReply, asked: Asked | null) {
    if (asked?.selection == null) return formPage(request, reply, asked, { typed: {}, errors: [], preview: null });
    const names = ['expiresOn', 'reason', 'note', 'operatorId'] as const;
    const typed = Object.fromEntries(names.map((name) => [name, one(request.body, name)]));
    const checked = validateBulkAction(asked.verb, typed, request.today);
    if (!checked.ok)
      return formPage(request, reply, asked, { typed, errors: errorViews(checked.refusal, request.t), preview: null });
    const { selection, backHref } = asked;
    const input = { action: checked.value, selection, backHref };
    const outline = await previewBulk(actionContext(request, db), selection, checked.value);
    const key = mintBulkKey(app, { userId: signedIn(request).id, input, total: outline.total });
    return formPage(request, reply, asked, { typed, errors: [], preview: { outline, key } });
  }

  async function formPage(request: FastifyRequest, reply: FastifyReply, asked: Asked | null, shown: Shown) {
    if (asked?.refused) return reply.redirect(asked.backHref, 303);
    if (asked?.selection == null) {
      flash(reply, { kind: 'error', key: asked === null ? 'bulk.badAddress' : 'bulk.nothingMarked' });
      return reply.redirect(asked?.backHref ?? '/panel', 303);
    }
    const users = asked.verb === 'reassign' ? await listUsersWithLogin(db.read) : [];
    const model = formModel(request, asked, shown, users);
    return reply.page('panel/bulk/form', model, {
      title: model.title,
      breadcrumbs: [{ label: request.t('navigation.panel'), href: asked.backHref }, { label: model.title }],
      status: shown.errors.length > 0 ? 422 : 200,
    });
  }

  async function confirm(request: FastifyRequest, reply: FastifyReply) {
    const key = readBulkKey(request, one(request.body, 'key'));
    if (key === null || key.userId !== signedIn(request).id) {
      flash(reply, { kind: 'error', key: 'bulk.badAddress' });
      return reply.redirect('/panel', 303);
    }
    const id = await startBulk(actionContext(request, db), { key: key.nonce, input: key.input, total: key.total });
    return reply.redirect(`${JOBS}/${id}`, 303);
  }

  async function showJob(request: FastifyRequest, reply: FastifyReply) {
    const job = await getJobOf(db.read, bulkSurveys.kind, idOf(request), ownerOf(request));
    const model = jobModel(request, job, await loadSkipped(db.read, job));
    return reply.page('panel/bulk/job', model, {
      title: model.title,
      breadcrumbs: [
        { label: request.t('navigation.panel'), href: '/panel' },
        { label: request.t('bulk.jobs'), href: JOBS },
        { label: model.title },
      ],
      parts: { 'bulk-job': 'panel/bulk/_job' },
    });
  }

  async function showJobs(request: FastifyRequest, reply: FastifyReply) {
    const jobs = await listJobs(db.read, bulkSurveys.kind, { owner: ownerOf(request), before: null, size: RECENT });
    return reply.page(
      'panel/bulk/jobs',
      { jobs: jobs.map((job) => jobModel(request, job, new Map())) },
      {
        title: request.t('bulk.jobs'),
        subtitle: request.t('bulk.jobsText'),
        breadcrumbs: [{ label: request.t('navigation.panel'), href: '/panel' }, { label: request.t('bulk.jobs') }],
      },
    );
  }

  async function cancel(request: FastifyRequest, reply: FastifyReply) {
    await cancelJob(actionContext(request, db), idOf(request), ownerOf(request));
    return reply.redirect(`${JOBS}/${idOf(request)}`, 303);
  }
}

/** Managers see their own jobs, administrators everybody's. */
function ownerOf(request: FastifyRequest): number | null {
  const { id, role } = signedIn(request);
  return role === 'admin' ? null : id;
}

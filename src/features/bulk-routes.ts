import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { cancelJob } from '../actions/cancel-job.js';
import { startBulk } from '../actions/start-bulk.js';
import { type FieldErrors, type Result, refuse } from '../domain/result.js';
import type { Database } from '../store/connection.js';
import type { Queryable } from '../store/dialect.js';
import { getJobOf, listJobs } from '../store/jobs.js';
import { flash } from '../web/flash.js';
import { errorViews, form, idOf, idParams, one, text } from '../web/forms.js';
import { signedIn } from '../web/request.js';
import { actionContext } from './action-context.js';
import { type Asked, readAsked } from './bulk-asked.js';
import type { BulkDesk, BulkVerb } from './bulk-desk.js';
import { formModel, type Shown } from './bulk-form-model.js';
import { jobModel, loadSkipped, nameJobs } from './bulk-job-model.js';
import { mintBulkKey, readBulkKey } from './bulk-key.js';
import { listQuery } from './list-parameters.js';

/** Beyond the domain's limit, so that a text that is too long is refused at its field and not as a bad request. */
const LONG = 20_000;
const RECENT = 50;

/** What is done with many rows of a list at once (SPEC 6): form and preview, confirmation, progress and result. */
export async function bulkRoutes<Action extends BulkVerb, Listed>(
  app: FastifyInstance,
  { db, desk }: { db: Database; desk: BulkDesk<Action, Listed> },
): Promise<void> {
  const { path, words, home, title } = desk;
  const jobs = `${path}/jobs`;
  const access = { config: { access: desk.access } } as const;
  const url = { querystring: listQuery };
  // Both buttons of the form post all of it, also what its preview was signed with.
  const fields = form({ ...Object.fromEntries(desk.fields.map((name) => [name, text(LONG)])), key: text(LONG) });
  app.get(path, { ...access, schema: url }, showForm);
  app.post(path, { ...access, schema: { ...url, body: fields } }, preview);
  app.get(jobs, access, showJobs);
  app.post(jobs, { ...access, schema: { ...url, body: fields } }, confirm);
  app.get(`${jobs}/:id`, { ...access, schema: { params: idParams } }, showJob);
  app.post(`${jobs}/:id/cancellation`, { ...access, schema: { params: idParams, body: form({}) } }, cancel);

  /** An action without a form of its own shows its preview at once. */
  async function showForm(request: FastifyRequest, reply: FastifyReply) {
    const asked = await readAsked(desk, request, db.read);
    if (asked?.selection != null && desk.formless.includes(asked.verb)) return previewOf(request, reply, asked);
    return formPage(request, reply, asked, { typed: {}, errors: [], preview: null });
  }

  async function preview(request: FastifyRequest, reply: FastifyReply) {
    return previewOf(request, reply, await readAsked(desk, request, db.read));
  }

  async function previewOf(request: FastifyRequest, reply: FastifyReply, asked: Asked<Listed> | null, changed = false) {
    if (asked?.selection == null) return formPage(request, reply, asked, { typed: {}, errors: [], preview: null });
    const typed = typedIn(desk.fields, request);
    const checked = await check(desk, db.read, asked.verb, typed, request.today);
    if (!checked.ok)
      return formPage(request, reply, asked, { typed, errors: errorViews(checked.refusal, request.t), preview: null });
    const { selection, backHref } = asked;
    const input = { action: checked.value, selection, backHref };
    const outline = await desk.preview(actionContext(request, db), selection, checked.value);
    const key = mintBulkKey(app, { userId: signedIn(request).id, path, input, total: outline.total });
    const named = await desk.named(request, db.read, checked.value);
    const held = (outline.held && (await desk.held?.(request, db.read, outline.held))) ?? null;
    return formPage(request, reply, asked, { typed, errors: [], preview: { outline, key, named, held }, changed });
  }

  async function formPage(request: FastifyRequest, reply: FastifyReply, asked: Asked<Listed> | null, shown: Shown) {
    if (asked?.refused) return reply.redirect(asked.backHref, 303);
    if (asked?.selection == null) {
      flash(reply, { kind: 'error', key: asked === null ? words.badAddress : words.nothingMarked });
      return reply.redirect(asked?.backHref ?? home, 303);
    }
    const choices = await desk.choices(request, db.read, asked.verb);
    const model = { ...formModel(request, desk, asked, shown), ...choices };
    return reply.page('lists/bulk', model, {
      title: model.title ?? '',
      breadcrumbs: [{ label: request.t(title), href: asked.backHref }, { label: model.title ?? '' }],
      status: shown.errors.length > 0 ? 422 : shown.changed ? 409 : 200,
    });
  }

  async function confirm(request: FastifyRequest, reply: FastifyReply) {
    const key = readBulkKey<Action, Listed>(request, one(request.body, 'key'));
    if (key === null || key.userId !== signedIn(request).id || key.path !== path) {
      flash(reply, { kind: 'error', key: words.badAddress });
      return reply.redirect(home, 303);
    }
    if (!isAsPreviewed(desk, request, key.input.action))
      return previewOf(request, reply, await readAsked(desk, request, db.read), true);
    const started = { key: key.nonce, input: key.input, total: key.total };
    const id = await startBulk(actionContext(request, db), started, desk.job);
    return reply.redirect(`${jobs}/${id}`, 303);
  }

  async function showJob(request: FastifyRequest, reply: FastifyReply) {
    const job = await getJobOf(db.read, desk.job.kind, idOf(request), ownerOf(request));
    const name = (await nameJobs(desk, request, db.read, [job])).get(job.id) ?? '';
    const model = jobModel(desk, request, job, name, await loadSkipped(desk, db.read, job, signedIn(request)));
    return reply.page('lists/job', model, {
      title: name,
      breadcrumbs: [
        { label: request.t(title), href: home },
        { label: request.t('bulk.jobs'), href: jobs },
        { label: name },
      ],
      parts: { 'bulk-job': 'shared/list/job' },
    });
  }

  async function showJobs(request: FastifyRequest, reply: FastifyReply) {
    const found = await listJobs(db.read, desk.job.kind, { owner: ownerOf(request), before: null, size: RECENT });
    const names = await nameJobs(desk, request, db.read, found);
    const model = { jobs: found.map((job) => jobModel(desk, request, job, names.get(job.id) ?? '', new Map())) };
    return reply.page(
      'lists/jobs',
      { ...model, noJobsText: request.t(words.noJobsText) },
      {
        title: request.t('bulk.jobs'),
        subtitle: request.t('bulk.jobsText'),
        breadcrumbs: [{ label: request.t(title), href: home }, { label: request.t('bulk.jobs') }],
      },
    );
  }

  async function cancel(request: FastifyRequest, reply: FastifyReply) {
    const { id } = await getJobOf(db.read, desk.job.kind, idOf(request), ownerOf(request));
    await cancelJob(actionContext(request, db), id, ownerOf(request));
    return reply.redirect(`${jobs}/${id}`, 303);
  }
}

/** Checks the form as posted: by itself, then by what is in the database. */
async function check<Action extends BulkVerb, Listed>(
  desk: BulkDesk<Action, Listed>,
  q: Queryable,
  verb: string,
  typed: Readonly<Record<string, string>>,
  today: string,
): Promise<Result<Action, FieldErrors>> {
  const checked = desk.validate(verb, typed, today);
  const faults = checked.ok ? await desk.faults(q, checked.value) : [];
  return faults.length > 0 ? refuse(faults) : checked;
}

function typedIn(fields: readonly string[], { body }: FastifyRequest): Record<string, string> {
  return Object.fromEntries(fields.map((name) => [name, one(body, name)]));
}

/** Whether the form that came with a confirmation says what was previewed; where none came, only that can be meant. */
function isAsPreviewed<Action extends BulkVerb, Listed>(
  desk: BulkDesk<Action, Listed>,
  request: FastifyRequest,
  previewed: Action,
): boolean {
  const posted = request.body as Record<string, string>;
  if (!desk.fields.some((name) => Object.hasOwn(posted, name))) return true;
  const checked = desk.validate(previewed.verb, typedIn(desk.fields, request), request.today);
  return checked.ok && JSON.stringify(checked.value) === JSON.stringify(previewed);
}

/** Everybody sees his own jobs, administrators all of them. */
function ownerOf(request: FastifyRequest): number | null {
  const { id, role } = signedIn(request);
  return role === 'admin' ? null : id;
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { saveHoliday } from '../../actions/save-holiday.js';
import type { TextKey } from '../../i18n/catalogue.js';
import type { Database } from '../../store/connection.js';
import { getHoliday, listHolidays, type StoredHoliday } from '../../store/holidays.js';
import { listNames } from '../../store/names.js';
import { flash } from '../../web/flash.js';
import { errorViews, type FieldErrorView, form, idOf, idParams, one, parseId, query, text } from '../../web/forms.js';
import { actionContext } from '../action-context.js';
import { applyingHref, jobPageOf, reachError } from '../config-reach.js';
import { askedReach, REACH_FIELDS, reachModel, readReach } from '../effects-model.js';
import { isOwnSave } from '../own-save.js';
import { READ_FORM, type Reconciled, readFormOf, reconcile } from '../three-way.js';
import { calendarImportRoutes } from './import.js';
import { holidayEffects, holidayRemovalRoutes, yearHref } from './removal.js';
import {
  BASE,
  crumbs,
  factsOf,
  formOf,
  readHoliday,
  TOGETHER,
  type TypedHoliday,
  yearModel,
  yearOf,
} from './view-model.js';

const holidayForm = form({
  version: text(10),
  ...READ_FORM,
  on: text(40),
  name: text(400),
  yearly: text(5),
  ...REACH_FIELDS,
});

/** The rules that ask for business days: whom a holiday concerns. */
const ASKING = 'business_days and deactivated_at is null';

interface Editor {
  readonly stored: StoredHoliday | null;
  readonly typed: TypedHoliday;
  readonly version: number;
  readonly errors?: readonly FieldErrorView[];
  readonly conflict?: Reconciled<TypedHoliday>['conflict'];
  readonly taken?: Reconciled<TypedHoliday>['taken'];
  /** Who looks saved it himself, in another window. */
  readonly own?: boolean;
  readonly status?: number;
}

/** *Calendário*: the holidays of a year, national and the company's own, and the latter's editor (SPEC 4). */
export async function calendarRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  const access = { config: { access: 'admin' } } as const;
  const onHoliday = { ...access, schema: { params: idParams } };
  app.get(BASE, { ...access, schema: { querystring: query({ year: text(9) }) } }, showYear);
  app.get(`${BASE}/new`, { ...access, schema: { querystring: query({ on: text(40) }) } }, showNew);
  app.post(BASE, { ...access, schema: { body: holidayForm } }, (request, reply) => save(request, reply, null));
  app.get(`${BASE}/:id`, onHoliday, showEditor);
  app.post(`${BASE}/:id`, { ...access, schema: { params: idParams, body: holidayForm } }, async (request, reply) =>
    save(request, reply, await getHoliday(db.read, idOf(request))),
  );
  app.post(`${BASE}/preview`, { ...access, schema: { body: holidayForm } }, (request, reply) =>
    preview(request, reply, null),
  );
  app.post(
    `${BASE}/:id/preview`,
    { ...access, schema: { params: idParams, body: holidayForm } },
    async (request, reply) => preview(request, reply, await getHoliday(db.read, idOf(request))),
  );
  holidayRemovalRoutes(app, db);
  await calendarImportRoutes(app, { db });

  async function showYear(request: FastifyRequest, reply: FastifyReply) {
    const year = yearOf(request);
    const [own, rules] = await Promise.all([listHolidays(db.read), listNames(db.read, 'rules', ASKING)]);
    const title = request.t('navigation.calendar');
    const breadcrumbs = [{ label: request.t('navigation.configuration') }, { label: title }];
    return reply.page('calendar/year', yearModel(request, year, own, rules), { title, breadcrumbs });
  }

  async function showNew(request: FastifyRequest, reply: FastifyReply) {
    const typed = { on: one(request.query, 'on'), name: '', yearly: '' };
    return editorPage(request, reply, { stored: null, typed, version: 0 });
  }

  async function showEditor(request: FastifyRequest, reply: FastifyReply) {
    const stored = await getHoliday(db.read, idOf(request));
    return editorPage(request, reply, { stored, typed: formOf(stored), version: stored.version });
  }

  async function save(request: FastifyRequest, reply: FastifyReply, stored: StoredHoliday | null) {
    const typed = readHoliday(request.body);
    const version = versionOf(request);
    if (one(request.body, 'step') === 'preview') return editorPage(request, reply, { stored, typed, version });
    const asked = askedReach(readReach(request.body), request, false);
    const target = stored && { id: stored.id, version };
    const result = await saveHoliday(actionContext(request, db), target, typed, asked.ok ? asked.value : null);
    if (result.ok) return saved(reply, 'calendar.saved', await nextOf(result.value));
    const { refusal } = result;
    if (refusal.kind === 'stale') return stale(request, reply, typed);
    const reached = refusal.kind === 'effects' || refusal.kind === 'applying';
    const errors = reached
      ? [reachError(request, refusal, readReach(request.body).shown)]
      : errorViews(refusal.errors, request.t);
    return editorPage(request, reply, { stored, typed, version, errors, status: reached ? 409 : 422 });
  }

  /** Shows what is stored beside what was typed. The form now carries the stored version: saving again is a decision. */
  async function stale(request: FastifyRequest, reply: FastifyReply, typed: TypedHoliday) {
    const stored = await getHoliday(db.read, idOf(request));
    const versions = await reconcile(request, { stored: formOf(stored), typed, together: TOGETHER }, (form) =>
      factsOf(request, form),
    );
    const own = await isOwnSave(request, db.read, [
      { entity: 'holiday', entityId: stored.id, version: stored.version },
    ]);
    return editorPage(request, reply, { stored, ...versions, own, version: stored.version, status: 409 });
  }

  /** What the calendar as typed does to open surveys. */
  async function preview(request: FastifyRequest, reply: FastifyReply, stored: StoredHoliday | null) {
    return reply.part('config/_effects', await holidayEffects(request, db, stored?.id ?? null));
  }

  /** To the job that applies a large change, else to the holiday's year. */
  async function nextOf(id: number): Promise<string> {
    const { on, version } = await getHoliday(db.read, id);
    return (await jobPageOf(db, 'holiday', id, version)) ?? yearHref(on);
  }

  async function editorPage(request: FastifyRequest, reply: FastifyReply, editor: Editor) {
    const { stored, typed, version, errors = [], conflict = null, taken = null, own = false, status = 200 } = editor;
    const title = request.t(stored ? 'calendar.editTitle' : 'calendar.newTitle');
    const record = stored && { id: stored.id, version: stored.version };
    const href = stored ? `${BASE}/${stored.id}` : BASE;
    const base = stored ? `${BASE}?year=${stored.on.slice(0, 4)}` : BASE;
    const reach = {
      reach: reachModel(request, readReach(request.body), false),
      reachHint: request.t('effects.holidayHint'),
      applyingHref: await applyingHref(db),
      ...(await holidayEffects(request, db, stored?.id ?? null)),
    };
    const formRead = readFormOf(request, stored && { version: stored.version, form: formOf(stored) }, version);
    const model = {
      ...reach,
      typed,
      record,
      readVersion: version,
      formRead,
      errors,
      conflict,
      conflictOwn: own,
      taken,
      href,
      base,
    };
    return reply.page('calendar/edit', model, { title, breadcrumbs: crumbs(request, title), status });
  }
}

function versionOf(request: FastifyRequest): number {
  return parseId(one(request.body, 'version')) ?? 0;
}

function saved(reply: FastifyReply, key: TextKey, location: string): FastifyReply {
  flash(reply, { kind: 'success', key });
  return reply.redirect(location, 303);
}

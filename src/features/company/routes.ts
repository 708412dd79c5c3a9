import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { saveSettings } from '../../actions/save-settings.js';
import { dateAt, isTimeZone } from '../../domain/civil-date.js';
import type { Database } from '../../store/connection.js';
import { getSettings, type Settings } from '../../store/settings.js';
import { countByStatus } from '../../store/survey-counts.js';
import { flash } from '../../web/flash.js';
import { errorViews, type FieldErrorView, form, one, parseId, text } from '../../web/forms.js';
import { actionContext } from '../action-context.js';
import { isOwnSave } from '../own-save.js';
import { READ_FORM, type Reconciled, readFormOf, reconcile } from '../three-way.js';
import { backupsModel } from './backups.js';
import { clockIn, zoneOptions } from './time-zones.js';

const URL = '/config/company';
const LANGUAGES = [
  { value: 'pt-BR', label: 'Português' },
  { value: 'en', label: 'English' },
] as const;
const companyForm = form({
  version: text(10),
  ...READ_FORM,
  step: text(20),
  companyName: text(400),
  timeZone: text(200),
  locale: text(20),
});

interface Typed {
  companyName: string;
  timeZone: string;
  locale: string;
}

interface Editor {
  typed: Typed;
  version: number;
  errors?: readonly FieldErrorView[];
  conflict?: Reconciled<Typed>['conflict'];
  taken?: Reconciled<Typed>['taken'];
  /** Who looks saved it himself, in another window. */
  own?: boolean;
  status?: number;
}

/** *Empresa*: the company's name, the zone that says which day is today, the language of who chose none. */
export async function companyRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  const access = { config: { access: 'admin' } } as const;
  app.get(URL, access, show);
  app.post(URL, { ...access, schema: { body: companyForm } }, save);

  async function show(request: FastifyRequest, reply: FastifyReply) {
    const settings = await getSettings(db.read);
    return companyPage(request, reply, settings, { typed: settings, version: settings.version });
  }

  async function save(request: FastifyRequest, reply: FastifyReply) {
    const typed = readForm(request.body);
    const version = parseId(one(request.body, 'version')) ?? 0;
    if (one(request.body, 'step') === 'preview')
      return companyPage(request, reply, await getSettings(db.read), { typed, version });
    const result = await saveSettings(actionContext(request, db), version, typed);
    if (result.ok) {
      flash(reply, { kind: 'success', key: 'company.saved' });
      return reply.redirect(URL, 303);
    }
    const settings = await getSettings(db.read);
    if (result.refusal.kind === 'stale') {
      const versions = await reconcile(request, { stored: typedOf(settings), typed }, (form) => factsOf(request, form));
      const own = await isOwnSave(request, db.read, [{ entity: 'settings', entityId: 1, version: settings.version }]);
      return companyPage(request, reply, settings, { ...versions, own, version: settings.version, status: 409 });
    }
    const errors = errorViews(result.refusal.errors, request.t);
    return companyPage(request, reply, settings, { typed, version, errors, status: 422 });
  }

  async function companyPage(request: FastifyRequest, reply: FastifyReply, stored: Settings, editor: Editor) {
    const { typed, version, errors = [], conflict = null, taken = null, own = false, status = 200 } = editor;
    const { t, now, locale } = request;
    const title = t('navigation.company');
    const model = {
      typed,
      readVersion: version,
      errors,
      conflict,
      conflictOwn: own,
      taken,
      formRead: readFormOf(request, { version: stored.version, form: typedOf(stored) }, version),
      href: URL,
      base: URL,
      zones: zoneOptions(typed.timeZone, now, locale, t('company.otherZones')),
      languages: LANGUAGES,
      clock: { label: t('company.now', { zone: stored.timeZone }), value: clockIn(stored.timeZone, now, locale) },
      backups: backupsModel(request, db),
      change: await zoneChange(request, db, stored.timeZone, typed.timeZone),
    };
    const breadcrumbs = [{ label: t('navigation.configuration') }, { label: title }];
    return reply.page('company/company', model, { title, breadcrumbs, status });
  }
}

/** What another zone would mean: which day it is there, and where that differs, how the open surveys would stand. */
async function zoneChange(request: FastifyRequest, db: Database, before: string, after: string) {
  if (after === before || !isTimeZone(after)) return null;
  const { t, now, locale, formats } = request;
  const clock = { label: t('company.now', { zone: after }), value: clockIn(after, now, locale) };
  const [day, other] = [dateAt(now, before), dateAt(now, after)];
  if (day === other) return { clock, explanation: t('company.sameDay'), counts: [] };
  const [stood, stands] = await Promise.all([countByStatus(db.read, day), countByStatus(db.read, other)]);
  const rows = [
    { label: t('shared.statusScheduled'), before: stood.scheduled, after: stands.scheduled },
    { label: t('shared.statusDue'), before: stood.due, after: stands.due },
    { label: t('shared.statusInconsistent'), before: stood.inconsistent, after: stands.inconsistent },
  ];
  const explanation = t('company.otherDay', { before: formats.date(day), after: formats.date(other) });
  return { clock, explanation, counts: rows };
}

function readForm(body: unknown): Typed {
  return { companyName: one(body, 'companyName'), timeZone: one(body, 'timeZone'), locale: one(body, 'locale') };
}

function typedOf({ companyName, timeZone, locale }: Settings): Typed {
  return { companyName, timeZone, locale };
}

function factsOf({ t }: FastifyRequest, { companyName, timeZone, locale }: Typed) {
  return [
    { label: t('company.name'), value: companyName },
    { label: t('company.timeZone'), value: timeZone },
    { label: t('company.language'), value: LANGUAGES.find(({ value }) => value === locale)?.label ?? locale },
  ];
}

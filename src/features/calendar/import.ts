import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import {
  addedBy,
  calendarWithAll,
  importHolidays,
  type ListRefusal,
  previewHolidays,
} from '../../actions/import-holidays.js';
import type { HolidayFault, HolidayList, ListedHoliday } from '../../domain/holiday.js';
import { type FileFault, faultOfFile } from '../../domain/import-file.js';
import { decodeText } from '../../domain/import-text.js';
import type { Database } from '../../store/connection.js';
import { flash } from '../../web/flash.js';
import { errorViews, type FieldErrorView, form, one, text } from '../../web/forms.js';
import { uploadedFile } from '../../web/uploads.js';
import { actionContext } from '../action-context.js';
import { applyingHref, jobPageOf, reachError } from '../config-reach.js';
import { askedReach, REACH_FIELDS, reachModel, readReach } from '../effects-model.js';
import { effectsBy } from './removal.js';
import { BASE, crumbs } from './view-model.js';

const URL = `${BASE}/import`;

/** A year of holidays with long names; a file may not be longer than what may be pasted. */
const MAX_TEXT = 100_000;
const importForm = form({ ...REACH_FIELDS, text: text(MAX_TEXT), file: Type.Optional(Type.Unknown()) });

interface Shown {
  readonly typed: string;
  readonly list?: HolidayList;
  readonly error?: FieldErrorView;
  readonly status?: number;
}

/** The import of a year: a list pasted or brought as a file is shown line by line before anything is written. */
export async function calendarImportRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  const access = { access: 'admin' } as const;
  app.get(URL, { config: access }, (request, reply) => importPage(request, reply, { typed: '' }));
  app.post(URL, { config: { ...access, takesFile: true }, schema: { body: importForm } }, submit);
  app.post(`${URL}/preview`, { config: access, schema: { body: importForm } }, async (request, reply) =>
    reply.part(
      'config/_effects',
      await listEffects(request, await previewHolidays(db.read, one(request.body, 'text'))),
    ),
  );

  async function submit(request: FastifyRequest, reply: FastifyReply) {
    const read = textOf(request);
    if ('error' in read) return importPage(request, reply, read);
    if (one(request.body, 'step') === 'add') return add(request, reply, read.typed);
    const list = await previewHolidays(db.read, read.typed);
    return importPage(request, reply, { ...read, list });
  }

  async function add(request: FastifyRequest, reply: FastifyReply, typed: string) {
    const asked = askedReach(readReach(request.body), request, false);
    const result = await importHolidays(actionContext(request, db), typed, asked.ok ? asked.value : null);
    if (!result.ok) return refused(request, reply, typed, result.refusal);
    const { count, firstId } = result.value;
    flash(reply, { kind: 'success', key: 'calendar.imported', params: { count } });
    const job = firstId === null ? null : await jobPageOf(db, 'holiday', firstId, 1);
    const year = (await previewHolidays(db.read, typed)).holidays[0]?.on.slice(0, 4) ?? '';
    return reply.redirect(job ?? `${BASE}?year=${year}`, 303);
  }

  async function refused(request: FastifyRequest, reply: FastifyReply, typed: string, refusal: ListRefusal) {
    if (refusal.kind === 'list') return importPage(request, reply, { typed, list: refusal.list });
    const error = reachError(request, refusal, readReach(request.body).shown);
    const list = await previewHolidays(db.read, typed);
    return importPage(request, reply, { typed, list, error, status: 409 });
  }

  /** What the calendar with the list does to open surveys, where that is asked for: the model of views/config/_effects. */
  async function listEffects(request: FastifyRequest, list: HolidayList) {
    const asked = askedReach(readReach(request.body), request, false);
    if (!asked.ok || asked.value === null) return { effects: null };
    if (!canAdd(list)) return { effects: null, effectsText: request.t('effects.mendFirst') };
    return { effects: await effectsBy(request, db, await calendarWithAll(db.read, addedBy(list))) };
  }

  /** Whether open surveys follow is asked once there is something to add. */
  async function reachOf(request: FastifyRequest, list: HolidayList | undefined) {
    if (list === undefined || !canAdd(list)) return { reach: null };
    return {
      reach: reachModel(request, readReach(request.body), false),
      reachHint: request.t('effects.holidaysHint'),
      applyingHref: await applyingHref(db),
      ...(await listEffects(request, list)),
    };
  }

  async function importPage(request: FastifyRequest, reply: FastifyReply, shown: Shown) {
    const title = request.t('calendar.importTitle');
    const { errors, ...lines } = linesModel(request, shown);
    const model = { ...lines, errors, ...(await reachOf(request, shown.list)), href: URL, base: BASE };
    const status = shown.status ?? (errors.length + lines.faults.length > 0 ? 422 : 200);
    return reply.page('calendar/import', model, { title, breadcrumbs: crumbs(request, title), status });
  }
}

function canAdd(list: HolidayList): boolean {
  return list.faults.length === 0 && addedBy(list).length > 0;
}

/** The list as text: that of the file, if one was chosen. */
function textOf({ body, t }: FastifyRequest): Shown {
  const file = uploadedFile(body, 'file');
  const typed = one(body, 'text');
  if (file === null)
    return typed.trim() === '' ? { typed, error: { field: 'text', text: t('validation.required') } } : { typed };
  if (file.tooLarge || file.content.length > MAX_TEXT)
    return { typed, error: { field: 'file', text: t('calendar.fileTooLarge') } };
  const fault = faultOfFile(file.content);
  if (fault !== null) return { typed, error: { field: 'file', text: t(FAULTS[fault]) } };
  return { typed: decodeText(file.content).text };
}

const FAULTS = {
  empty: 'imports.refusedEmpty',
  spreadsheet: 'imports.refusedSpreadsheet',
  binary: 'imports.refusedBinary',
  encoding: 'imports.refusedEncoding',
} as const satisfies Record<FileFault, string>;

/** The list line by line, and what has to be mended first; a list that only adds nothing is no mistake. */
function linesModel(request: FastifyRequest, { typed, list, error }: Shown) {
  const { t } = request;
  const holidays = list?.holidays ?? [];
  const faults = list?.faults ?? [];
  const nothing = list !== undefined && holidays.length + faults.length === 0;
  const empty = nothing ? { field: 'text', text: t('validation.required') } : undefined;
  return {
    typed,
    errors: [error, empty].filter((one) => one !== undefined),
    holidays: holidays.map((holiday) => holidayView(request, holiday)),
    faults: faults.map((fault) => faultView(request, fault)),
    summary: list === undefined || nothing ? null : t('calendar.importSummary', { count: addedBy(list).length }),
    faultSummary: faults.length === 0 ? null : t('calendar.importFaults', { count: faults.length }),
    canAdd: list !== undefined && canAdd(list),
  };
}

function holidayView({ t, formats }: FastifyRequest, { line, on, name, known }: ListedHoliday) {
  const state = { national: t('calendar.knownNational'), own: t('calendar.knownOwn') };
  return {
    line,
    date: formats.date(on),
    weekday: formats.weekday(on),
    name,
    state: known === null ? t('calendar.willBeAdded') : state[known],
    known: known !== null,
  };
}

function faultView({ t }: FastifyRequest, { line, cell, message, params }: HolidayFault) {
  const [error] = errorViews([{ field: 'text', message, ...(params && { params }) }], t);
  return { line, cell, problem: error?.text ?? '' };
}

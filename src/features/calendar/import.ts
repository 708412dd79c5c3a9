import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { importHolidays, previewHolidays } from '../../actions/import-holidays.js';
import type { HolidayFault, HolidayList, ListedHoliday } from '../../domain/holiday.js';
import { type FileFault, faultOfFile } from '../../domain/import-file.js';
import { decodeText } from '../../domain/import-text.js';
import type { Database } from '../../store/connection.js';
import { flash } from '../../web/flash.js';
import { errorViews, form, one, text } from '../../web/forms.js';
import { uploadedFile } from '../../web/uploads.js';
import { actionContext } from '../action-context.js';
import { BASE, crumbs } from './view-model.js';

const URL = `${BASE}/import`;

/** A year of holidays with long names; a file may not be longer than what may be pasted. */
const MAX_TEXT = 100_000;
const importForm = form({ step: text(20), text: text(MAX_TEXT), file: Type.Optional(Type.Unknown()) });

interface Shown {
  readonly typed: string;
  readonly list?: HolidayList;
  readonly error?: { readonly field: 'text' | 'file'; readonly text: string };
}

/** The import of a year: a list pasted or brought as a file is shown line by line before anything is written. */
export async function calendarImportRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  const access = { access: 'admin' } as const;
  app.get(URL, { config: access }, (request, reply) => importPage(request, reply, { typed: '' }));
  app.post(URL, { config: { ...access, takesFile: true }, schema: { body: importForm } }, submit);

  async function submit(request: FastifyRequest, reply: FastifyReply) {
    const read = textOf(request);
    if ('error' in read) return importPage(request, reply, read);
    if (one(request.body, 'step') === 'add') return add(request, reply, read.typed);
    const list = await previewHolidays(db.read, read.typed);
    return importPage(request, reply, { ...read, list });
  }

  async function add(request: FastifyRequest, reply: FastifyReply, typed: string) {
    const result = await importHolidays(actionContext(request, db), typed);
    if (!result.ok) return importPage(request, reply, { typed, list: result.refusal });
    const year = (await previewHolidays(db.read, typed)).holidays[0]?.on.slice(0, 4) ?? '';
    flash(reply, { kind: 'success', key: 'calendar.imported', params: { count: result.value } });
    return reply.redirect(`${BASE}?year=${year}`, 303);
  }
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

/** 422 when something has to be mended first; a list that only adds nothing is no mistake. */
function importPage(request: FastifyRequest, reply: FastifyReply, { typed, list, error }: Shown) {
  const { t } = request;
  const title = t('calendar.importTitle');
  const holidays = list?.holidays ?? [];
  const faults = list?.faults ?? [];
  const added = holidays.filter(({ known }) => known === null).length;
  const nothing = list !== undefined && holidays.length + faults.length === 0;
  const empty = nothing ? { field: 'text', text: t('validation.required') } : undefined;
  const errors = [error, empty].filter((one) => one !== undefined);
  const model = {
    typed,
    errors,
    holidays: holidays.map((holiday) => holidayView(request, holiday)),
    faults: faults.map((fault) => faultView(request, fault)),
    summary: list === undefined || nothing ? null : t('calendar.importSummary', { count: added }),
    faultSummary: faults.length === 0 ? null : t('calendar.importFaults', { count: faults.length }),
    canAdd: faults.length === 0 && added > 0,
    url: URL,
    base: BASE,
  };
  const status = errors.length + faults.length > 0 ? 422 : 200;
  return reply.page('calendar/import', model, { title, breadcrumbs: crumbs(request, title), status });
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

import type { FastifyReply, FastifyRequest } from 'fastify';
import { recordExport } from '../actions/record-export.js';
import type { Exporter, ExportFormat, ExportJob, Started } from '../exports/thread.js';
import type { TextKey } from '../i18n/catalogue.js';
import type { Database } from '../store/connection.js';
import type { Breadcrumb } from '../web/view.js';
import { actionContext } from './action-context.js';
import { type Criterion, filterCriteria, orderCriterion } from './list-chips.js';
import { type ListFilter, type ListView, listHref } from './list-view.js';

/** How much leaves a list at once; tests bring less. */
export interface ListLimits {
  /** Spreadsheets take a million rows, and people's computers far fewer (SPEC 8). */
  readonly xlsxRows: number;
  /** More rows are fifty pages of paper: those want a file. */
  readonly printRows: number;
  /** Of a longer list no order is shown that has no index. */
  readonly sortedRows: number;
}

export const LIST_LIMITS: ListLimits = { xlsxRows: 100_000, printRows: 1_000, sortedRows: 10_000 };

/** A list that is asked for as a file. */
export interface Exported {
  readonly list: ListView;
  readonly order: ExportJob['order'];
  /** What the audit calls it. */
  readonly tab: string;
  readonly file: TextKey;
  readonly crumb: Breadcrumb;
}

/** Sends the list as a file (SPEC 6, 8): all rows that the URL's filter shows, in its order. */
export async function sendList(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: { readonly db: Database; readonly exporter: Exporter; readonly limits: ListLimits },
  format: ExportFormat,
  exported: Exported,
) {
  const { db, exporter, limits } = parts;
  const { databaseUrl, dataDir } = db;
  const { order, tab, file: name, list } = exported;
  const maxRows = format === 'xlsx' ? limits.xlsxRows : null;
  const started = await exporter.start({ source: { databaseUrl, dataDir }, order, format, maxRows });
  if (started.kind !== 'started') return refusedExport(request, reply, exported, started);
  const { count, file } = started;
  try {
    await recordExport(actionContext(request, db), { tab, format, count, filters: filterNames(list) });
  } catch (error) {
    file.destroy();
    throw error;
  }
  return reply.headers(fileHeaders(request, name, format)).send(file);
}

/** The filters that are on, by name; what they are set to may be personal data. */
function filterNames({ filters, query: { typed } }: ListView): string[] {
  return filters.filter(({ names }) => names.some((name) => typed.has(name))).map(exportName);
}

/** What the audit calls a filter. */
export function exportName({ kind, names }: ListFilter): string {
  return kind === 'period' || kind === 'text' ? kind : names[0].replace(/-from$/, '');
}

const TYPES: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** posvenda-inconsistencias-2026-11-24.csv, to be kept by nobody on the way. */
export function fileHeaders({ t, today }: FastifyRequest, name: TextKey, format: ExportFormat): Record<string, string> {
  return {
    'content-type': TYPES[format],
    'content-disposition': `attachment; filename="posvenda-${t(name)}-${today}.${format}"`,
    'cache-control': 'no-store',
  };
}

/** Why there is no file, and what can be done instead. */
function refusedExport(
  { t }: FastifyRequest,
  reply: FastifyReply,
  { list, crumb }: Exported,
  started: Exclude<Started, { kind: 'started' }>,
) {
  const tooMany = started.kind === 'too-many';
  const model = {
    text: tooMany ? t('exports.tooMany', { count: started.count, max: started.maxRows }) : t('exports.busy'),
    backHref: listHref(list),
    csvHref: tooMany ? listHref(list, {}, '/export.csv') : null,
  };
  return reply.page('lists/export-refused', model, {
    title: t(tooMany ? 'exports.tooManyTitle' : 'exports.busyTitle'),
    breadcrumbs: [{ ...crumb, href: model.backHref }],
    status: tooMany ? 422 : 503,
  });
}

/** What is printed: `count` rows are in the list, `shown` of them on the paper. */
export interface Printed {
  readonly list: ListView;
  readonly count: number;
  readonly shown: number;
  readonly countText: string;
  /** What narrows the list besides its filters. */
  readonly criteria: readonly Criterion[];
}

/** The head of the list on paper: it says itself what it is a list of, since no address stands on it. */
export function printHead(request: FastifyRequest, { list, count, shown, countText, criteria }: Printed) {
  const { t, formats } = request;
  return {
    printedAt: t('exports.printedAt', { at: formats.instant(request.now), name: request.user?.name ?? '' }),
    countText,
    rest: count > shown ? t('exports.firstRows', { shown, count }) : null,
    criteria: [...criteria, ...filterCriteria(request, list), orderCriterion(request, list)],
    heads: list.columns,
    backHref: listHref(list),
    csvHref: listHref(list, {}, '/export.csv'),
  };
}

import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ExportFormat, Started } from '../../../exports/thread.js';
import type { TextKey } from '../../../i18n/catalogue.js';
import type { Tab } from '../../../store/survey-tabs.js';
import { panelHref, panelSearch } from '../links.js';
import type { PanelQuery } from '../query.js';

const TYPES: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

const FILE_TEXTS: Record<Tab, TextKey> = {
  'my-rules': 'exports.fileMyRules',
  executed: 'exports.fileExecuted',
  pending: 'exports.filePending',
  inconsistent: 'exports.fileInconsistent',
};

/** posvenda-inconsistencias-2026-11-24.csv, to be kept by nobody on the way. */
export function headersOf({ t, today }: FastifyRequest, tab: Tab, format: ExportFormat): Record<string, string> {
  return {
    'content-type': TYPES[format],
    'content-disposition': `attachment; filename="posvenda-${t(FILE_TEXTS[tab])}-${today}.${format}"`,
    'cache-control': 'no-store',
  };
}

/** Why there is no file, and what can be done instead. */
export function refusedExport(
  request: FastifyRequest,
  reply: FastifyReply,
  refused: { readonly tab: Tab; readonly query: PanelQuery; readonly started: Exclude<Started, { kind: 'started' }> },
) {
  const { t } = request;
  const { tab, query, started } = refused;
  const tooMany = started.kind === 'too-many';
  const search = panelSearch(tab, query);
  const model = {
    text: tooMany ? t('exports.tooMany', { count: started.count, max: started.maxRows }) : t('exports.busy'),
    backHref: panelHref(tab, query),
    csvHref: tooMany ? `/panel/${tab}/export.csv${search === '' ? '' : `?${search}`}` : null,
  };
  return reply.page('panel/export-refused', model, {
    title: t(tooMany ? 'exports.tooManyTitle' : 'exports.busyTitle'),
    breadcrumbs: [{ label: t('navigation.panel'), href: model.backHref }],
    status: tooMany ? 422 : 503,
  });
}

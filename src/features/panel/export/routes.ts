import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { recordExport } from '../../../actions/record-export.js';
import { Exporter, type ExportFormat, type Started } from '../../../exports/thread.js';
import type { Database } from '../../../store/connection.js';
import { TABS, type Tab } from '../../../store/survey-tabs.js';
import { actionContext } from '../../action-context.js';
import { refusedPanel } from '../page.js';
import { type PanelQuery, panelQuery, readPanelQuery, scopeOf } from '../query.js';
import { filterNames } from './filter-names.js';
import { headersOf, refusedExport } from './reply.js';

/** How much leaves the panel at once; tests bring less. */
export interface PanelLimits {
  /** Spreadsheets take a million rows, and people's computers far fewer (SPEC 8). */
  readonly xlsxRows: number;
  /** More rows are fifty pages of paper: those want a file. */
  readonly printRows: number;
  /** Of a longer list no order is shown that has no index. */
  readonly sortedRows: number;
}

export const PANEL_LIMITS: PanelLimits = { xlsxRows: 100_000, printRows: 1_000, sortedRows: 10_000 };

/** The list of the panel as a file (SPEC 6, 8): all rows that the URL's filter shows, in its order. */
export async function exportRoutes(
  app: FastifyInstance,
  { db, limits }: { db: Database; limits: PanelLimits },
): Promise<void> {
  const exporter = new Exporter();
  app.addHook('onClose', () => exporter.close());
  for (const tab of TABS)
    for (const format of ['csv', 'xlsx'] as const)
      app.get(
        `/panel/${tab}/export.${format}`,
        // Who asks for the headers alone would start the whole of it.
        { config: { access: 'manager' }, schema: { querystring: panelQuery }, exposeHeadRoute: false },
        (request, reply) => sendFile(request, reply, tab, format),
      );

  async function sendFile(request: FastifyRequest, reply: FastifyReply, tab: Tab, format: ExportFormat) {
    const query = await readPanelQuery(request, db.read, tab);
    if (query.errors.length > 0) return refusedPanel(request, reply, db.read, tab, query);
    const started = await start(request, tab, format, query);
    if (started.kind !== 'started') return refusedExport(request, reply, { tab, query, started });
    const { count, file } = started;
    try {
      await recordExport(actionContext(request, db), { tab, format, count, filters: filterNames(query) });
    } catch (error) {
      file.destroy();
      throw error;
    }
    return reply.headers(headersOf(request, tab, format)).send(file);
  }

  function start(request: FastifyRequest, tab: Tab, format: ExportFormat, query: PanelQuery): Promise<Started> {
    const { sort, descending } = query;
    const order = { tab, scope: scopeOf(query, request), sort, descending, locale: request.locale };
    const { databaseUrl, dataDir } = db;
    const maxRows = format === 'xlsx' ? limits.xlsxRows : null;
    return exporter.start({ source: { databaseUrl, dataDir }, order, format, maxRows });
  }
}

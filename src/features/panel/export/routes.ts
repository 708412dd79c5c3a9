import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Exporter, type ExportFormat } from '../../../exports/thread.js';
import type { TextKey } from '../../../i18n/catalogue.js';
import type { Database } from '../../../store/connection.js';
import { LISTS, type Tab } from '../../../store/survey-tabs.js';
import { type ListLimits, sendList } from '../../list-export.js';
import { panelList } from '../links.js';
import { refusedPanel } from '../page.js';
import { panelQuery, readPanelQuery, scopeOf } from '../query.js';

const FILE_TEXTS: Record<Tab, TextKey> = {
  'my-rules': 'exports.fileMyRules',
  executed: 'exports.fileExecuted',
  pending: 'exports.filePending',
  inconsistent: 'exports.fileInconsistent',
  past: 'exports.filePast',
};

/** The lists of the panel as files. */
export async function exportRoutes(
  app: FastifyInstance,
  { db, limits }: { db: Database; limits: ListLimits },
): Promise<void> {
  const exporter = new Exporter();
  app.addHook('onClose', () => exporter.close());
  for (const tab of LISTS)
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
    const { sort, descending } = query;
    return sendList(request, reply, { db, exporter, limits }, format, {
      list: panelList(tab, query),
      order: { tab, scope: scopeOf(query, request), sort, descending, locale: request.locale },
      tab,
      file: FILE_TEXTS[tab],
      crumb: { label: request.t('navigation.panel') },
    });
  }
}

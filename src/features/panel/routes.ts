import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Database } from '../../store/connection.js';
import type { LongReads } from '../../store/long-reads.js';
import { findDefaultFilter } from '../../store/saved-filters.js';
import { SurveyReads } from '../../store/survey-reads.js';
import { LISTS, type Tab } from '../../store/survey-tabs.js';
import { signedIn } from '../../web/request.js';
import { bulkRoutes } from '../bulk-routes.js';
import { LIST_LIMITS, type ListLimits } from '../list-export.js';
import { savedHref } from '../list-saved.js';
import { savedFilterRoutes } from '../list-saved-routes.js';

import { DESK } from './bulk.js';
import { chipRoutes } from './chip-routes.js';
import { loadPanel } from './data.js';
import { printRoutes } from './export/print-routes.js';
import { exportRoutes } from './export/routes.js';
import { filterRoutes } from './filter-routes.js';
import { KEPT } from './kept.js';
import { panelHref } from './links.js';
import { panelPage } from './page.js';
import { pollRoutes } from './poll-routes.js';
import { panelQuery, readPanelQuery } from './query.js';

/** Gerenciador de Pós-Venda (SPEC 6): four tabs, one filter bar, one table; all of it in the URL. */
export async function panelRoutes(
  app: FastifyInstance,
  { db, lists, limits = LIST_LIMITS }: { db: Database; lists: Pick<LongReads, 'all'>; limits?: ListLimits },
): Promise<void> {
  const surveys = new SurveyReads(db, lists);
  const access = { config: { access: 'manager' } } as const;
  await app.register(chipRoutes, { db });
  await bulkRoutes(app, { db, desk: DESK });
  await app.register(filterRoutes, { db });
  await app.register(pollRoutes, { db, surveys });
  await app.register(savedFilterRoutes, { db, kept: KEPT });
  await app.register(exportRoutes, { db, limits });
  await app.register(printRoutes, { db, surveys, limits });
  app.get('/panel', access, openFirst);
  for (const tab of LISTS)
    app.get(`/panel/${tab}`, { ...access, schema: { querystring: panelQuery } }, (request, reply) =>
      showPanel(request, reply, tab),
    );

  async function openFirst(request: FastifyRequest, reply: FastifyReply) {
    const chosen = await findDefaultFilter(db.read, signedIn(request).id, KEPT.list);
    return reply.redirect(savedHref(KEPT, chosen ?? { tab: 'inconsistent', search: '' }), 303);
  }

  async function showPanel(request: FastifyRequest, reply: FastifyReply, tab: Tab) {
    const query = await readPanelQuery(request, db.read, tab);
    if (query.errors.length === 0 && !query.tidy)
      return reply.redirect(panelHref(tab, query, { page: query.key }), 303);
    return panelPage(request, reply, db.read, await loadPanel(surveys, request, tab, query, limits.sortedRows));
  }
}

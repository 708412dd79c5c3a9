import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Database } from '../../store/connection.js';
import { TABS, type Tab } from '../../store/survey-tabs.js';
import { bulkRoutes } from './bulk/routes.js';
import { chipRoutes } from './chip-routes.js';
import { loadPanel } from './data.js';
import { panelHref } from './links.js';
import { panelQuery, readPanelQuery } from './query.js';
import { panelModel } from './view-model.js';

/** Gerenciador de Pós-Venda (SPEC 6): four tabs, one filter bar, one table; all of it in the URL. */
export async function panelRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  const access = { config: { access: 'manager' } } as const;
  await app.register(chipRoutes, { db });
  await app.register(bulkRoutes, { db });
  app.get('/panel', access, async (_request, reply) => reply.redirect('/panel/inconsistent', 303));
  for (const tab of TABS)
    app.get(`/panel/${tab}`, { ...access, schema: { querystring: panelQuery } }, (request, reply) =>
      showPanel(request, reply, tab),
    );

  async function showPanel(request: FastifyRequest, reply: FastifyReply, tab: Tab) {
    const query = await readPanelQuery(request, db.read, tab);
    const refused = query.errors.length > 0;
    if (!refused && !query.tidy) return reply.redirect(panelHref(tab, query, { page: query.key }), 303);
    const model = panelModel(request, await loadPanel(db.read, request, tab, query));
    return reply.page(
      'panel/page',
      { ...model, errors: query.errors },
      { title: request.t('navigation.panel'), parts: { panel: 'panel/_panel' }, status: refused ? 422 : 200 },
    );
  }
}

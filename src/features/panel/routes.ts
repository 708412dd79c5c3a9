import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Database } from '../../store/connection.js';
import { listFilterChoices } from '../../store/filter-choices.js';
import { findDefaultFilter, listSavedFilters } from '../../store/saved-filters.js';
import { TABS, type Tab } from '../../store/survey-tabs.js';
import { signedIn } from '../../web/request.js';
import { bulkRoutes } from './bulk/routes.js';
import { chipRoutes } from './chip-routes.js';
import { loadPanel } from './data.js';
import { filterForm } from './filter-form.js';
import { filterRoutes } from './filter-routes.js';
import { panelHref } from './links.js';
import { panelQuery, readPanelQuery } from './query.js';
import { savedHref, savedMenu } from './saved-model.js';
import { savedFilterRoutes } from './saved-routes.js';
import { panelModel } from './view-model.js';

/** Gerenciador de Pós-Venda (SPEC 6): four tabs, one filter bar, one table; all of it in the URL. */
export async function panelRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  const access = { config: { access: 'manager' } } as const;
  await app.register(chipRoutes, { db });
  await app.register(bulkRoutes, { db });
  await app.register(filterRoutes, { db });
  await app.register(savedFilterRoutes, { db });
  app.get('/panel', access, openFirst);
  for (const tab of TABS)
    app.get(`/panel/${tab}`, { ...access, schema: { querystring: panelQuery } }, (request, reply) =>
      showPanel(request, reply, tab),
    );

  async function openFirst(request: FastifyRequest, reply: FastifyReply) {
    const chosen = await findDefaultFilter(db.read, signedIn(request).id);
    return reply.redirect(savedHref(chosen ?? { tab: 'inconsistent', search: '' }), 303);
  }

  async function showPanel(request: FastifyRequest, reply: FastifyReply, tab: Tab) {
    const query = await readPanelQuery(request, db.read, tab);
    const refused = query.errors.length > 0;
    if (!refused && !query.tidy) return reply.redirect(panelHref(tab, query, { page: query.key }), 303);
    const model = panelModel(request, await loadPanel(db.read, request, tab, query));
    const saved = await listSavedFilters(db.read, signedIn(request).id);
    const form = refused ? filterForm(request, tab, query, await listFilterChoices(db.read)) : { form: null };
    return reply.page(
      'panel/page',
      { ...model, ...form, menu: savedMenu(tab, query, saved), errors: query.errors },
      { title: request.t('navigation.panel'), parts: { panel: 'panel/_panel' }, status: refused ? 422 : 200 },
    );
  }
}

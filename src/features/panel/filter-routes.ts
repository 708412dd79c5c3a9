import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Database } from '../../store/connection.js';
import { LISTS, type Tab } from '../../store/survey-tabs.js';
import { filtersPage } from '../list-form.js';
import { surveyOptions } from '../survey-filters.js';
import { panelHref, panelList } from './links.js';
import { panelQuery, readPanelQuery } from './query.js';
import { TAB_TEXTS } from './texts.js';

/** The form of all filters, which sends them to the list. */
export async function filterRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  const options = { config: { access: 'manager' }, schema: { querystring: panelQuery } } as const;
  for (const tab of LISTS)
    app.get(`/panel/${tab}/filters`, options, (request, reply) => showFilters(request, reply, tab));

  async function showFilters(request: FastifyRequest, reply: FastifyReply, tab: Tab) {
    const query = await readPanelQuery(request, db.read, tab);
    return filtersPage(request, reply, panelList(tab, query), {
      options: await surveyOptions(request, db.read),
      subtitle: request.t(TAB_TEXTS[tab]),
      crumb: { label: request.t('navigation.panel'), href: panelHref(tab, query) },
    });
  }
}

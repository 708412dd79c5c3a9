import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Database } from '../../store/connection.js';
import { listFilterChoices } from '../../store/filter-choices.js';
import { TABS, type Tab } from '../../store/survey-tabs.js';
import { filterForm } from './filter-form.js';
import { panelHref } from './links.js';
import { panelQuery, readPanelQuery } from './query.js';
import { TAB_TEXTS } from './texts.js';

/** The form of all filters, which sends them to the list: a page of its own, or the part that fills the panel's sheet. */
export async function filterRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  const options = { config: { access: 'manager' }, schema: { querystring: panelQuery } } as const;
  for (const tab of TABS)
    app.get(`/panel/${tab}/filters`, options, (request, reply) => showFilters(request, reply, tab));

  async function showFilters(request: FastifyRequest, reply: FastifyReply, tab: Tab) {
    const { t } = request;
    const query = await readPanelQuery(request, db.read, tab);
    const form = filterForm(request, tab, query, await listFilterChoices(db.read));
    return reply.page(
      'panel/filters',
      { ...form, errors: query.errors },
      {
        title: t('panelFilters.title'),
        subtitle: t(TAB_TEXTS[tab]),
        breadcrumbs: [
          { label: t('navigation.panel'), href: panelHref(tab, query) },
          { label: t('panelFilters.title') },
        ],
        parts: { 'filter-sheet-body': 'panel/_filters' },
        status: query.errors.length > 0 ? 422 : 200,
      },
    );
  }
}

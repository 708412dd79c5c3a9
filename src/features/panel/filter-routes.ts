import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Database } from '../../store/connection.js';
import type { Queryable } from '../../store/dialect.js';
import { listFilterChoices } from '../../store/filter-choices.js';
import { TABS, type Tab } from '../../store/survey-tabs.js';
import { cityOptions, filtersPage, nameOptions, type Options } from '../list-form.js';
import { panelHref, panelList } from './links.js';
import { panelQuery, readPanelQuery } from './query.js';
import { TAB_TEXTS } from './texts.js';

/** The form of all filters, which sends them to the list. */
export async function filterRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  const options = { config: { access: 'manager' }, schema: { querystring: panelQuery } } as const;
  for (const tab of TABS)
    app.get(`/panel/${tab}/filters`, options, (request, reply) => showFilters(request, reply, tab));

  async function showFilters(request: FastifyRequest, reply: FastifyReply, tab: Tab) {
    const query = await readPanelQuery(request, db.read, tab);
    return filtersPage(request, reply, panelList(tab, query), {
      options: await panelOptions(request, db.read),
      subtitle: request.t(TAB_TEXTS[tab]),
      crumb: { label: request.t('navigation.panel'), href: panelHref(tab, query) },
    });
  }
}

/** What the filters of the panel offer to pick. */
export async function panelOptions(request: Pick<FastifyRequest, 't'>, q: Queryable): Promise<Options> {
  const choices = await listFilterChoices(q);
  return {
    seller: nameOptions(request, choices.sellers),
    operator: nameOptions(request, choices.operators),
    product: nameOptions(request, choices.products),
    profile: nameOptions(request, choices.profiles),
    rule: nameOptions(request, choices.rules),
    city: cityOptions(choices),
  };
}

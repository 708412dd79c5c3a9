import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Queryable } from '../../store/dialect.js';
import type { Tab } from '../../store/survey-tabs.js';
import { filterForm } from '../list-form.js';
import { savedMenu } from '../list-saved.js';
import { surveyOptions } from '../survey-filters.js';
import type { PanelData } from './data.js';
import { KEPT } from './kept.js';
import { panelList, panelSearch } from './links.js';
import type { PanelQuery } from './query.js';
import { TAB_TEXTS } from './texts.js';
import { panelModel } from './view-model.js';

/** The panel's page, or the part of it that htmx asked for; a 422 with the message at the filter for a wrong one. */
export async function panelPage(request: FastifyRequest, reply: FastifyReply, q: Queryable, data: PanelData) {
  const { tab, query } = data;
  const refused = query.errors.length > 0;
  const menu = await savedMenu(request, q, KEPT, { tab, search: panelSearch(tab, query) });
  const form = refused ? filterForm(request, panelList(tab, query), await surveyOptions(request, q)) : { form: null };
  return reply.page(
    'panel/page',
    { ...panelModel(request, data), ...form, ...menu, errors: query.errors },
    {
      title: request.t('navigation.panel'),
      tab: request.t(TAB_TEXTS[tab]),
      parts: { panel: 'panel/_panel' },
      status: refused ? 422 : 200,
    },
  );
}

/** The panel without its list, for a URL with a wrong filter that asked for the list in another form. */
export function refusedPanel(request: FastifyRequest, reply: FastifyReply, q: Queryable, tab: Tab, query: PanelQuery) {
  return panelPage(request, reply, q, { tab, query, counts: null, page: null });
}

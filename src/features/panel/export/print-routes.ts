import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { STATUS_TEXTS } from '../../../exports/survey-columns.js';
import type { Database } from '../../../store/connection.js';
import type { SurveyReads } from '../../../store/survey-reads.js';
import { LISTS, listedOn, type Tab } from '../../../store/survey-tabs.js';
import { type ListLimits, printHead } from '../../list-export.js';
import { rowModel } from '../../survey-row.js';
import { inPossibleOrder } from '../data.js';
import { panelList } from '../links.js';
import { refusedPanel } from '../page.js';
import { panelQuery, readPanelQuery, scopeOf } from '../query.js';
import { statusCriterion, TAB_TEXTS } from '../texts.js';

/** The list of the panel on paper (SPEC 6): the first rows that the URL's filter shows, on a page without menus. */
export async function printRoutes(
  app: FastifyInstance,
  { db, surveys, limits }: { db: Database; surveys: SurveyReads; limits: ListLimits },
): Promise<void> {
  const route = { config: { access: 'manager' }, schema: { querystring: panelQuery } } as const;
  for (const tab of LISTS) app.get(`/panel/${tab}/print`, route, (request, reply) => showPrint(request, reply, tab));

  async function showPrint(request: FastifyRequest, reply: FastifyReply, tab: Tab) {
    const query = await readPanelQuery(request, db.read, tab);
    if (query.errors.length > 0) return refusedPanel(request, reply, db.read, tab, query);
    const where = listedOn(tab, scopeOf(query, request));
    const { listed } = await surveys.counts({ listed: where });
    const possible = inPossibleOrder(where, tab, query, listed, limits.sortedRows);
    const options = { ...possible, size: limits.printRows, key: null, count: listed };
    const page = await surveys.page(where, options);
    const head = printHead(request, {
      list: panelList(tab, possible),
      count: listed,
      shown: page.rows.length,
      countText: request.t('panel.count', { count: listed }),
      criteria: statusCriterion(request, tab, query),
    });
    const model = { ...head, tab, statuses: STATUS_TEXTS, surveys: page.rows.map((row) => rowModel(request, row)) };
    return reply.page('panel/print', model, { title: request.t(TAB_TEXTS[tab]) });
  }
}

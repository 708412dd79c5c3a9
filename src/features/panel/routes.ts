import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Database } from '../../store/connection.js';
import { listProductNames, listRuleNames, listUserNames, type Name } from '../../store/names.js';
import { countEach } from '../../store/survey-counts.js';
import { listSurveys } from '../../store/survey-list.js';
import { countersOf, listedOn, TABS, type Tab } from '../../store/survey-tabs.js';
import { signedIn } from '../../web/request.js';
import { type Choices, filterBar } from './filters.js';
import { panelQuery, readPanelQuery } from './query.js';
import { panelModel } from './view-model.js';

const PAGE_SIZE = 50;

/** Gerenciador de Pós-Venda (SPEC 6): four tabs, one filter bar, one table; all of it in the URL. */
export async function panelRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  const access = { config: { access: 'manager' } } as const;
  app.get('/panel', access, async (_request, reply) => reply.redirect('/panel/inconsistent', 303));
  for (const tab of TABS)
    app.get(`/panel/${tab}`, { ...access, schema: { querystring: panelQuery } }, (request, reply) =>
      showPanel(request, reply, tab),
    );

  async function showPanel(request: FastifyRequest, reply: FastifyReply, tab: Tab) {
    const choices = await loadChoices();
    const query = readPanelQuery(request, tab, pickable(choices));
    const refused = query.errors.length > 0;
    const scope = { ...query, userId: signedIn(request).id, today: request.today };
    const counts = refused ? null : await countEach(db.read, countersOf(tab, scope));
    const page = refused ? null : await listSurveys(db.read, listedOn(tab, scope), { ...query, size: PAGE_SIZE });
    const model = {
      ...panelModel(request, { tab, query, counts, page }),
      ...filterBar(request, tab, query, choices),
      errors: query.errors,
    };
    return reply.page('panel/page', model, {
      title: request.t('navigation.panel'),
      parts: { panel: 'panel/_panel' },
      status: refused ? 422 : 200,
    });
  }

  async function loadChoices(): Promise<Choices> {
    const [users, products, rules] = await Promise.all([
      listUserNames(db.read),
      listProductNames(db.read),
      listRuleNames(db.read),
    ]);
    return { users, products, rules };
  }
}

function pickable({ users, products, rules }: Choices) {
  const ids = (names: readonly Name[]) => new Set(names.map(({ id }) => id));
  const people = ids(users);
  return { seller: people, operator: people, product: ids(products), rule: ids(rules) };
}

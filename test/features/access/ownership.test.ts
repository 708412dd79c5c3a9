import t from 'tap';
import { saveUser } from '../../../src/actions/save-user.js';
import { testApp } from '../../support/app.js';
import { PASSWORD } from '../../support/browser.js';
import { accepted, adminContext } from '../../support/configuration.js';
import { onBothEngines } from '../../support/engines.js';
import { everyRow } from '../../support/every-row.js';
import { furnish, idsFor } from '../../support/furnished.js';
import { filled, routeWalk } from '../../support/route-walk.js';

/** What is nobody's own: a question, of which everybody sees the answers to his own surveys alone. */
const SHARED = ['/results/questions/:id'];

t.test('what is another’s is not there for an operator, whatever he asks of it (SPEC 1)', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    const { routes, onRoute } = routeWalk();
    const world = await testApp(t, engine, onRoute);
    const records = await furnish(world);
    const stranger = { name: 'Estela Estranha', login: 'estela', role: 'operator', externalId: '' };
    accepted(
      await saveUser(adminContext(world.db, world.ids.davi), null, { ...stranger, access: true, password: PASSWORD }),
    );
    const estela = await (await world.browser()).signIn('estela');
    const owned = routes.filter(
      ({ url, access }) => url.includes(':') && (access === 'operator' || access === 'signed-in'),
    );
    t.ok(owned.length > 30, `${owned.length} routes`);
    const before = await everyRow(world.db);
    for (const { method, url, leadsBack } of owned.filter((route) => !SHARED.includes(route.url)))
      for (const id of idsFor(url, records)) {
        const address = filled(url, () => id);
        const { status } = method === 'GET' ? await estela.get(address) : await estela.post(address);
        t.equal(status, leadsBack ? 303 : 404, `${method} ${address}`);
      }
    for (const { url } of owned.filter(({ leadsBack }) => leadsBack))
      for (const id of [...idsFor(url, records).slice(0, 1), 999_999]) {
        const { location } = await estela.get(filled(url, () => id));
        t.ok(filled(url, () => id).startsWith(`${location}/`), `${url}: by the address alone, whatever there is`);
      }
    t.same(await everyRow(world.db), before, 'and nothing of it has changed');
  });
});

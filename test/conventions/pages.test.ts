import t from 'tap';
import { saveUser } from '../../src/actions/save-user.js';
import { LOCALES } from '../../src/domain/settings.js';
import { type TestApp, testApp } from '../support/app.js';
import { accepted, adminContext } from '../support/configuration.js';
import { sqlite } from '../support/engines.js';
import { filled, routeWalk } from '../support/route-walk.js';
import { type SurveyWorld, surveyWorld } from '../support/survey-world.js';

/** What a template prints of what it was not given. */
const SPILLED = /.{0,60}(?:\bundefined\b|\bnull\b|\bNaN\b|\[object \w+\]|Invalid Date|\{[a-zA-Z]+\}).{0,60}/;

t.test('no page prints what it was not given', async (t) => {
  const { routes, onRoute } = routeWalk();
  const world = await testApp(t, sqlite, onRoute);
  const surveys = await surveyWorld(world.db);
  const records = await furnish(world, surveys);
  const pages = routes.filter(
    ({ method, url }) => method === 'GET' && !/^\/(healthz|assets|config\/rules\/schedule)/.test(url),
  );
  t.ok(pages.length > 15, `${pages.length} pages`);
  for (const locale of LOCALES)
    await t.test(`in ${locale}`, async (t) => {
      await world.db.transaction((trx) => trx('users').update({ locale }));
      const davi = await world.browser('davi');
      for (const { url } of pages)
        for (const id of url.includes(':') ? idsFor(url, records) : [0]) {
          const address = filled(url, () => id);
          const page = await davi.get(address);
          t.ok([200, 303].includes(page.status), `${address}: ${page.status}`);
          t.equal(SPILLED.exec(seen(page.body))?.[0], undefined, address);
        }
    });
});

/** The texts and attributes of a page, without what scripts fill in. */
function seen(body: string): string {
  return body.replace(/<template>.*?<\/template>/gs, '').replace(/ data-[\w-]+="[^"]*"/g, '');
}

type Records = Readonly<Record<string, readonly number[]>>;

/** One record of every kind at least, by the first part of its URL, and every status of a survey. */
async function furnish(world: TestApp, surveys: SurveyWorld): Promise<Records> {
  const { db, ids } = world;
  const context = adminContext(db, ids.davi);
  const bare = { access: false, name: 'Sem Acesso', login: '', password: '', role: 'operator', externalId: '' };
  const seller = accepted(await saveUser(context, null, bare));
  const made = await surveys.surveys([
    {},
    { phone: null, assignedTo: ids.carla },
    { startDays: 30 },
    { startDays: 0, expiryDays: 0, extendedTo: '2026-07-20' },
    { startDays: 0, expiryDays: 1 },
    { outcome: 'executed' },
    { outcome: 'closed' },
    { outcome: 'cancelled' },
  ]);
  await db.transaction((trx) => trx('users').where({ id: ids.carla }).update({ deactivated_at: 1 }));
  const idsIn = (table: string) => db.read(table).orderBy('id').limit(5).pluck('id');
  return {
    '/config/questions': await idsIn('questions'),
    '/config/rules': [surveys.ruleId],
    '/config/profiles': [await profile(world)],
    '/config/products': [surveys.productId],
    '/config/operators': [ids.davi, ids.carla, seller],
    '/surveys': made,
    '/sales': await idsIn('sales'),
  };
}

async function profile({ db }: TestApp): Promise<number> {
  const [{ id }] = await db.transaction((trx) =>
    trx('profiles').insert({ name: 'Vazio', name_key: 'vazio', created_at: 1 }).returning('id'),
  );
  return id;
}

/** The records of the longest path that the URL begins with. */
function idsFor(url: string, records: Records): readonly number[] {
  const area = Object.keys(records)
    .filter((path) => url.startsWith(`${path}/`))
    .sort((a, b) => b.length - a.length)[0];
  if (area === undefined) throw new Error(`give the walk a record for ${url}`);
  return records[area] ?? [];
}

import t from 'tap';
import type { Queryable } from '../../src/store/dialect.js';
import { testApp } from '../support/app.js';
import type { Browser, Page } from '../support/browser.js';
import { EDITORS, type Make, records } from '../support/config-editors.js';
import { onBothEngines, sqlite } from '../support/engines.js';
import { postedBy } from '../support/posted-by.js';
import { filled, routeWalk } from '../support/route-walk.js';

/** Every form that switches a record on or off, or removes it: what it needs before, and the page that has its button. */
const SWITCHES: readonly { url: string; table: string; make: Make; page: string; off?: boolean }[] = [
  ...(['question', 'rule', 'profile', 'product', 'user'] as const).flatMap((kind) => {
    const base = kind === 'user' ? '/config/operators/:id' : `/config/${kind}s/:id`;
    const own = { table: `${kind}s`, make: records[kind] };
    return [
      { ...own, url: `${base}/deactivation`, page: kind === 'question' ? base : `${base}/deactivation` },
      { ...own, url: `${base}/activation`, page: base, off: true },
    ];
  }),
  {
    url: '/config/calendar/:id/removal',
    table: 'holidays',
    make: records.holiday,
    page: '/config/calendar/:id/removal',
  },
];

/** Forms that write over nothing: why each needs no version. */
const WITHOUT_VERSION: Readonly<Record<string, string>> = {
  '/config/questions': 'adds a record',
  '/config/rules': 'adds a record',
  '/config/profiles': 'adds a record',
  '/config/products': 'adds a record',
  '/config/operators': 'adds a record',
  '/config/calendar': 'adds a record',
  '/config/calendar/import': 'adds what is not there',
  ...Object.fromEntries(
    [
      'rules/:id',
      'profiles/:id',
      'products/:id',
      'calendar',
      'calendar/:id',
      'calendar/import',
      'products/profile',
      'rules/:id/deactivation',
      'profiles/:id/deactivation',
      'products/:id/deactivation',
      'calendar/:id/removal',
    ].map((record) => [`/config/${record}/preview`, 'counts what a change would do, and writes nothing']),
  ),
  '/config/changes/:id/cancellation': 'stops a work that runs; stopped twice it is stopped',
  '/config/first-steps/starter': 'adds records under names that are free',
  '/config/products/profile': 'carries the version of each product; a stale one is refused (give-profile.test)',
};

/** Dates are told as they are read. */
const shown = (typed: string) => typed.replace(/^(\d{4})-(\d\d)-(\d\d)$/, '$3/$2/$1');

const versionIn = (page: Page, action: string) => postedBy(page.body, action).version?.[0] ?? 'none';

t.test('every form of the configuration is in this table', async (t) => {
  const { routes, onRoute } = routeWalk();
  await testApp(t, sqlite, onRoute);
  const posts = routes
    .filter(({ method, url }) => method === 'POST' && (url.startsWith('/config/') || url === '/sales/:id'))
    .map(({ url }) => url);
  const known = [...EDITORS, ...SWITCHES].map(({ url }) => url).concat(Object.keys(WITHOUT_VERSION));
  t.same(
    posts.filter((url) => !known.includes(url)),
    [],
    'a new form has a version, or a reason to have none',
  );
  t.same(
    known.filter((url) => !posts.includes(url)),
    [],
    'the table names no form that is gone',
  );
  t.equal(new Set(known).size, known.length);
});

t.test('of two editors', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    const world = await testApp(t, engine);
    const [she, he] = [await world.browser('davi'), await world.browser('davi')];
    for (const { url, page = url, make, field, hers, his } of EDITORS)
      await t.test(`the second is refused with both versions, and can go on: ${url}`, async (t) => {
        const id = await make(world);
        const [path, editor] = [filled(url, () => id), filled(page, () => id)];
        const formOf = async (who: Browser) => postedBy((await who.get(editor)).body, path);
        const read = await formOf(he);
        const first = await she.post(path, { ...(await formOf(she)), [field]: hers });
        t.equal(first.status, 303);
        const refused = await he.post(path, { ...read, [field]: his });
        t.equal(refused.status, 409);
        t.match(refused.text, new RegExp(`${shown(hers)} ${shown(his)}`), 'side by side');
        t.match(refused.text, 'Salvar por cima');
        t.match(refused.text, 'Descartar o que digitei');
        t.same(postedBy(refused.body, path)[field], [his], 'what was typed is kept');
        t.same((await formOf(she))[field], [hers], 'nothing was overwritten');
        const again = await he.post(path, { ...postedBy(refused.body, path) });
        t.equal(again.status, 303, 'to save over it is a decision');
        t.same((await formOf(she))[field], [his]);
      });
  });
});

t.test('a switch that was shown before somebody else saved', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    const world = await testApp(t, engine);
    const davi = await world.browser('davi');
    for (const { url, table, make, page, off = false } of SWITCHES)
      await t.test(`does nothing but say so, and can go on: ${url}`, async (t) => {
        const id = await make(world);
        const [action, shown] = [filled(url, () => id), filled(page, () => id)];
        const row = () => world.db.read(table).where({ id }).first();
        const change = (work: (trx: Queryable) => PromiseLike<unknown>) =>
          world.db.transaction(async (trx) => work(trx));
        await change((trx) =>
          trx(table)
            .where({ id })
            .update({ ...(table !== 'holidays' && { deactivated_at: off ? 1 : null }), version: 1 }),
        );
        const version = versionIn(await davi.get(shown), action);
        await change((trx) => trx(table).where({ id }).increment('version', 1));
        const before = await row();
        const refused = await davi.post(action, { version });
        t.equal(refused.status, 409);
        t.match(refused.text, 'Outra pessoa alterou este registro');
        t.same(await row(), before, 'nothing changed');
        const again = await davi.post(action, { version: versionIn(refused, action) });
        t.equal(again.status, 303, 'to save over it is a decision');
        t.notSame(await row(), before);
      });
  });
});

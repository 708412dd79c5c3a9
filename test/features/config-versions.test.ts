import t from 'tap';
import { saveHoliday } from '../../src/actions/save-holiday.js';
import { addDays } from '../../src/domain/civil-date.js';
import type { Queryable } from '../../src/store/dialect.js';
import { type TestApp, testApp } from '../support/app.js';
import type { Browser, Page } from '../support/browser.js';
import { accepted, addProduct, addProfile, addQuestion, addRule, adminContext } from '../support/configuration.js';
import { onBothEngines, sqlite } from '../support/engines.js';
import { fixtures } from '../support/fixtures.js';
import { postedBy } from '../support/posted-by.js';
import { filled, routeWalk } from '../support/route-walk.js';

type Make = (world: TestApp) => Promise<number>;

let made = 0;
const original = () => `Original ${++made}`;
const records = {
  question: ({ db }: TestApp) => addQuestion(adminContext(db), { text: original() }),
  rule: async (world: TestApp) => {
    const questions = [await records.question(world)];
    return addRule(adminContext(world.db), { name: original(), questions, sellerRuns: true });
  },
  profile: ({ db }: TestApp) => addProfile(adminContext(db), { name: original() }),
  product: ({ db }: TestApp) => addProduct(adminContext(db), { name: original(), code: null }),
  user: async ({ ids }: TestApp) => ids.bruno,
  holiday: async ({ db }: TestApp) =>
    accepted(await saveHoliday(adminContext(db), null, { on: addDays('2026-07-14', ++made), name: original() })),
  sale: async ({ db }: TestApp) => (await fixtures(db)).sale(),
  alone: async () => 1,
};

/**
 * Every form that changes what is configured: the field by which two editors differ, and what each types there; `page`:
 * where the form is, when it is not where it is posted.
 */
const EDITORS: readonly { url: string; page?: string; make: Make; field: string; hers: string; his: string }[] = [
  { url: '/config/questions/:id', make: records.question, field: 'text', hers: 'Texto dela', his: 'Texto dele' },
  { url: '/config/rules/:id', make: records.rule, field: 'name', hers: 'Regra dela', his: 'Regra dele' },
  { url: '/config/profiles/:id', make: records.profile, field: 'name', hers: 'Perfil dela', his: 'Perfil dele' },
  { url: '/config/products/:id', make: records.product, field: 'name', hers: 'Produto dela', his: 'Produto dele' },
  { url: '/config/operators/:id', make: records.user, field: 'name', hers: 'Nome dela', his: 'Nome dele' },
  { url: '/config/calendar/:id', make: records.holiday, field: 'name', hers: 'Feriado dela', his: 'Feriado dele' },
  { url: '/config/company', make: records.alone, field: 'companyName', hers: 'Fibra dela', his: 'Fibra dele' },
  { url: '/config/commission', make: records.alone, field: 'k', hers: '0,30', his: '0,45' },
  { url: '/config/follow-ups', make: records.alone, field: 'doubt', hers: '4', his: '9' },
  { url: '/config/calling', make: records.alone, field: 'from', hers: '07:30', his: '09:15' },
  // It changes what is planned, as the configuration does.
  {
    url: '/sales/:id',
    page: '/sales/:id/edit',
    make: records.sale,
    field: 'closedOn',
    hers: '2026-07-02',
    his: '2026-07-03',
  },
];

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

/** Of each editor a field that the other one did not touch. */
const OTHERS: Readonly<Record<string, readonly [field: string, his: string]>> = {
  '/config/questions/:id': ['script', 'Roteiro dele'],
  '/config/rules/:id': ['note', 'Nota dele'],
  '/config/profiles/:id': ['note', 'Nota dele'],
  '/config/products/:id': ['code', 'P-9'],
  '/config/operators/:id': ['externalId', 'E-9'],
  '/config/calendar/:id': ['yearly', '1'],
  '/config/company': ['timeZone', 'America/Recife'],
  '/config/follow-ups': ['complaint', '7'],
  '/config/calling': ['until', '19:45'],
  '/sales/:id': ['value', '12,00'],
};

t.test('of two editors who change different fields', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    const world = await testApp(t, engine);
    const [she, he] = [await world.browser('davi'), await world.browser('davi')];
    await world.db.transaction((trx) => trx('settings').update({ company_name: 'Fibra' }));
    for (const { url, page = url, make, field, hers } of EDITORS) {
      const [other, his] = OTHERS[url] ?? [];
      if (other === undefined || his === undefined) continue;
      await t.test(`the second has both in his form, and saves both: ${url}`, async (t) => {
        const id = await make(world);
        const [path, editor] = [filled(url, () => id), filled(page, () => id)];
        const formOf = async (who: Browser) => postedBy((await who.get(editor)).body, path);
        const read = await formOf(he);
        const first = await she.post(path, { ...read, [field]: hers });
        t.equal(first.status, 303);
        const refused = await he.post(path, { ...read, [other]: his });
        t.equal(refused.status, 409);
        t.match(refused.text, 'Vocês mudaram campos diferentes');
        t.notMatch(refused.text, 'Salvar por cima');
        const merged = postedBy(refused.body, path);
        t.match(merged, { [field]: [hers], [other]: [his] });
        t.equal((await he.post(path, merged)).status, 303);
        t.match(await formOf(she), { [field]: [hers], [other]: [his] });
      });
    }
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

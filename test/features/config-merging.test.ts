import t from 'tap';
import { type TestApp, testApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import { EDITORS, type Make, records } from '../support/config-editors.js';
import { addProduct, addRule, adminContext } from '../support/configuration.js';
import { onBothEngines } from '../support/engines.js';
import { matchLists } from '../support/match-lists.js';
import { postedBy } from '../support/posted-by.js';
import { filled } from '../support/route-walk.js';

const FIFTY = { kind: 'amount', cents: 5000 } as const;

type Typed = Readonly<Record<string, string | readonly string[]>>;

/** Of each editor a field that has nothing to do with the one by which two editors differ. */
const OTHERS: readonly (readonly [url: string, field: string, other: string])[] = [
  ['/config/questions/:id', 'script', 'Roteiro\r\nem duas linhas'],
  ['/config/rules/:id', 'note', 'Nota\r\nem duas linhas'],
  ['/config/profiles/:id', 'note', 'Nota\r\nem duas linhas'],
  ['/config/products/:id', 'code', 'P-9'],
  ['/config/operators/:id', 'externalId', 'E-9'],
  ['/config/company', 'timeZone', 'America/Recife'],
  ['/config/commission', 'ownSurvey', 'leave-out'],
  ['/config/follow-ups', 'complaint', '7'],
  ['/config/calling', 'whatsAppText', 'Bom dia,\r\ntudo bem?'],
  ['/sales/:id', 'externalId', 'P-9'],
];

function editorAt(url: string): (typeof EDITORS)[number] {
  const editor = EDITORS.find((one) => one.url === url);
  if (editor === undefined) throw new Error(`no editor posts to ${url}`);
  return editor;
}

/** Both of them, as two people with the same form open. */
async function twoAt(world: TestApp, [url, page, make]: readonly [string, string, Make]) {
  const [she, he] = [await world.browser('davi'), await world.browser('davi')];
  const id = await make(world);
  const [path, editor] = [filled(url, () => id), filled(page, () => id)];
  const formOf = async (who: Browser) => postedBy((await who.get(editor)).body, path);
  const read = await formOf(he);
  const post = (who: Browser, typed: Typed) => who.post(path, { ...read, ...typed });
  return { she, he, path, read, post, formOf };
}

const same = (value: string | readonly string[]) => (typeof value === 'string' ? [value] : [...value]);

const asPosted = (typed: Typed) =>
  Object.fromEntries(Object.entries(typed).map(([name, value]) => [name, same(value)]));

t.test('of two editors who change different fields', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    for (const round of ['as told', 'the other way round']) {
      const world = await testApp(t, engine);
      await world.db.transaction((trx) => trx('settings').update({ company_name: 'Fibra' }));
      // The other way round the first one's text is in the second one's way.
      const cases = round === 'as told' ? OTHERS : OTHERS.filter(([, , value]) => value.includes('\n'));
      for (const [url, other, value] of cases)
        await t.test(`the second has both in his form, and saves both, ${round}: ${url}`, async (t) => {
          const { page = url, make, field, hers: name } = editorAt(url);
          const both: Typed[] = [{ [field]: name }, { [other]: value }];
          const [hers = {}, his = {}] = round === 'as told' ? both : both.toReversed();
          const { she, he, path, post, formOf } = await twoAt(world, [url, page, make]);
          t.equal((await post(she, hers)).status, 303);
          const refused = await post(he, his);
          t.equal(refused.status, 409);
          t.match(refused.text, 'As mudanças são em campos diferentes');
          t.notMatch(refused.text, 'Salvar por cima');
          const merged = postedBy(refused.body, path);
          matchLists(t, merged, asPosted({ ...hers, ...his }));
          t.equal((await he.post(path, merged)).status, 303);
          matchLists(t, await formOf(she), asPosted({ ...hers, ...his }));
        });
    }
  });
});

/**
 * Fields that say one thing together: what each of the two types there, and what stands side by side; nothing of hers may
 * come out among his.
 */
const GROUPS: readonly { url: string; make: Make; hers: Typed; his: Typed; shown: RegExp }[] = [
  {
    url: '/config/products/:id',
    make: ({ db }) => addProduct(adminContext(db), { name: 'Cinquenta', code: null, commission: FIFTY }),
    hers: { commissionKind: 'rate', commission: '10' },
    his: { commission: '60,00' },
    shown: /10 % R\$ 60,00/,
  },
  {
    url: '/config/products/:id',
    make: ({ db }) => addProduct(adminContext(db), { name: 'Sem base', code: null }),
    hers: { commissionKind: 'rate', commission: '10' },
    his: { commission: '60,00' },
    shown: /10 % R\$ 60,00/,
  },
  {
    url: '/config/questions/:id',
    make: records.question,
    hers: { gradeLabel: ['Bem', 'Mal'], gradeWeight: ['100', '-100'], gradeSignal: ['', ''] },
    his: { commentRequiredUpTo: '1' },
    shown: /Bem \(100\) · Mal \(−100\)/,
  },
  {
    url: '/config/rules/:id',
    make: records.rule,
    hers: { businessDays: '1' },
    his: { startDays: '10' },
    shown: /Vencer só em dia útil Sim Não/,
  },
  {
    url: '/config/rules/:id',
    make: async (world) =>
      addRule(adminContext(world.db), {
        name: 'De dois',
        questions: [await records.question(world)],
        operators: [world.ids.bruno],
        sellerRuns: true,
      }),
    hers: { sellerRuns: [] },
    his: { operators: [] },
    shown: /Bruno Operador O vendedor da venda/,
  },
  {
    url: '/config/operators/:id',
    make: ({ ids }) => Promise.resolve(ids.carla),
    hers: { login: 'carlinha' },
    his: { password: 'outra senha que serve' },
    shown: /carlinha carla/,
  },
  {
    url: '/config/calendar/:id',
    make: records.holiday,
    hers: { on: '2027-02-03' },
    his: { name: 'Aniversário da cidade' },
    shown: /03\/02\/2027/,
  },
  {
    url: '/config/calling',
    make: records.alone,
    hers: { from: '07:30' },
    his: { until: '19:45' },
    shown: /07:30 08:00/,
  },
  {
    url: '/config/calling',
    make: records.alone,
    hers: { 'outcomes.busy.needsNote': '1' },
    his: { 'outcomes.busy.cooldownMinutes': '77' },
    shown: /77/,
  },
  {
    url: '/sales/:id',
    make: records.sale,
    hers: { city: 'Recife', state: 'PE' },
    his: { city: 'Sumaré' },
    shown: /Recife Sumaré/,
  },
  {
    url: '/sales/:id',
    make: records.sale,
    hers: { customer: 'Rita Reis' },
    his: { document: '529.982.247-25' },
    shown: /Rita Reis Maria/,
  },
  {
    url: '/sales/:id',
    make: records.sale,
    hers: { phone2: '(11) 91234-5678' },
    his: { phone1: '(11) 91234-9999' },
    shown: /91234-5678/,
  },
];

t.test('of two editors who change parts of the same fact', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    const world = await testApp(t, engine);
    for (const { url, make, hers, his, shown } of GROUPS)
      await t.test(`the second decides between the two: ${url} ${Object.keys({ ...hers, ...his })}`, async (t) => {
        const page = url === '/sales/:id' ? `${url}/edit` : url;
        const { she, he, path, read, post, formOf } = await twoAt(world, [url, page, make]);
        t.equal((await post(she, hers)).status, 303);
        const refused = await post(he, his);
        t.equal(refused.status, 409);
        t.match(refused.text, 'Salvar por cima');
        t.match(refused.text, shown, 'side by side');
        // Passwords are never sent back.
        const fields = Object.keys({ ...hers, ...his }).filter((name) => name !== 'password');
        const whole = Object.fromEntries(fields.map((name) => [name, same(his[name] ?? read[name] ?? [])]));
        const kept = (form: Record<string, string[]>) =>
          Object.fromEntries(fields.map((name) => [name, form[name] ?? []]));
        t.same(kept(postedBy(refused.body, path)), whole, 'his as it was typed');
        t.equal((await he.post(path, postedBy(refused.body, path))).status, 303);
        t.same(kept(await formOf(she)), whole);
      });
  });
});

t.test('operators are told by who they are, not by the order in which a form lists them', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    const world = await testApp(t, engine);
    const { ana, bruno, carla } = world.ids;
    await world.db.transaction((trx) => trx('users').where({ id: ana }).update({ name_key: 'zilda' }));
    const make = async () =>
      addRule(adminContext(world.db), { questions: [await records.question(world)], operators: [ana, bruno] });
    const { she, he, path, post } = await twoAt(world, ['/config/rules/:id', '/config/rules/:id', make]);
    t.equal((await post(she, { operators: [String(carla)] })).status, 303);
    const refused = await post(he, { name: 'Dele' });
    t.match(refused.text, 'As mudanças são em campos diferentes');
    matchLists(t, postedBy(refused.body, path), { operators: [String(carla)], name: ['Dele'] });
    t.equal((await he.post(path, postedBy(refused.body, path))).status, 303);
  });
});

import t from 'tap';
import { savePolicy } from '../../src/actions/save-policy.js';
import { saveProduct } from '../../src/actions/save-product.js';
import type { Database } from '../../src/store/connection.js';
import { getProduct } from '../../src/store/products.js';
import { acting, done } from '../support/acting.js';
import { runCommand } from '../support/command.js';
import { commissionWorld } from '../support/commission-world.js';
import { everything, importText, opened } from '../support/config-commissions.js';
import { onBothEngines } from '../support/engines.js';
import type { Fixtures } from '../support/fixtures.js';
import { matchLists } from '../support/match-lists.js';

await onBothEngines(t, async (t, engine) => {
  const { env, db } = await opened(t, engine);
  const world = await commissionWorld(db);
  const [paid = 0, bare = 0] = world.productIds;
  const { name } = await getProduct(db.read, bare);
  const unpaid = { productId: bare, commissionBaseCents: null };
  const waiting: number[] = [];
  for (const closedOn of ['2026-05-31', '2026-06-01', '2026-06-30', '2026-07-01', '2026-08-01'])
    waiting.push(await world.sale({ ...unpaid, closedOn, valueCents: 9995 }));
  const based = await world.sale({ ...unpaid, closedOn: '2026-07-02', commissionBaseCents: 1 });
  await saveHistory(db, world.people, paid);
  await world.close('2026-05');
  const { name: paidName } = await getProduct(db.read, paid);
  const product = (...commissions: object[]) => ({ products: [{ name: paidName, commissions }] });
  const policy = { fromMonth: '2026-05', k: '0.30', bonusOnly: false, ownSurvey: 'allow' };
  const at = (from: string | null, amount: string | null) => ({ from, base: amount === null ? null : { amount } });

  const refused: [string, unknown, string[]][] = [
    [
      'another base on days that have one',
      product(at(null, '51'), at('2026-05-11', null), at('2026-06-01', '60')),
      ['products[0].commissions[0].base: Another base begins', 'products[0].commissions[1].base: Another base begins'],
    ],
    [
      'a base that begins in the closed month, on its last day or before it',
      product(at('2026-05-31', '1'), at('2020-01-01', null)),
      [
        'products[0].commissions[0].from: The month 2026-05 is closed already.',
        'products[0].commissions[1].from: The month 2020-01 is closed already.',
      ],
    ],
    [
      'a first base that does not hold from always',
      { products: [{ name, commissions: [at('2027-01-01', '50'), at('2026-12-01', '50')] }] },
      ['products[0].commissions[1].from: The first base of a product holds from always'],
    ],
    [
      'the same of a product that is new, and a first one that is none',
      {
        products: [
          { name: 'x', commissions: [at('2026-12-01', '5')] },
          { name: 'y', commissions: [at(null, null)] },
        ],
      },
      ['products[0].commissions[0].from: The first base', 'products[1].commissions[0].base: Fill in this field.'],
    ],
    [
      'days and amounts that cannot be read, with what else is wrong',
      {
        products: [
          {
            name: '',
            commissions: [
              at('2026-02-30', '1,2,3'),
              { from: '2026-08-01', base: { percent: '100.01' } },
              at('01/08/2026', ' '),
              at('', '1'),
            ],
          },
        ],
      },
      [
        'products[0].name: Fill in this field.',
        'products[0].commissions[0].from: Type a date',
        'products[0].commissions[0].base: Type an amount',
        'products[0].commissions[1].base: The largest value allowed is 100.',
        'products[0].commissions[2].from: This value appears more than once.',
        'products[0].commissions[2].base: Fill in this field.',
        'products[0].commissions[3].from: Fill in this field.',
      ],
    ],
    [
      'both ways to say a base',
      { products: [{ name: 'x', commission: null, commissions: [] }] },
      ['products[0].commissions: give either these or commission'],
    ],
    [
      'a base without its day, and keys that are none',
      product({ base: { amount: '1' } }, { from: null, base: { cents: 1 } }),
      [
        'products[0].commissions[0].from: expected a text, found nothing',
        'products[0].commissions[1].base.cents: unknown key',
      ],
    ],
    [
      'another policy for a month that has one, closed or not',
      { policies: [policy, { ...policy, fromMonth: '2026-07' }] },
      [
        'policies[0].fromMonth: Another policy begins in 2026-05',
        'policies[1].fromMonth: Another policy begins in 2026-07',
      ],
    ],
    [
      'a policy from a closed month, and one month twice',
      {
        policies: ['2026-04', '2026-08', '2026-08'].map((fromMonth) => ({ ...policy, fromMonth })),
      },
      [
        'policies[0].fromMonth: The month 2026-04 is closed already.',
        'policies[2].fromMonth: This value appears more than once.',
      ],
    ],
    [
      'a policy that is none',
      { policies: [{ fromMonth: '2026-13', k: '1.0001', bonusOnly: false, ownSurvey: 'maybe' }] },
      ['policies[0].k: Type a weight', 'policies[0].ownSurvey: Choose', 'policies[0].fromMonth: Choose a month.'],
    ],
    [
      'a policy that leaves something open',
      { policies: [{ fromMonth: '2026-09', k: 0.2 }] },
      [
        'policies[0].k: expected a text, found a number',
        'policies[0].bonusOnly: expected true or false, found nothing',
        'policies[0].ownSurvey: expected a text, found nothing',
      ],
    ],
  ];
  for (const [what, value, lines] of refused)
    await t.test(`refuses ${what}, and imports nothing`, async (t) => {
      const before = await everything(db);
      const sound = { questions: [{ text: 'Boa?', grades: ['1', '2'].map((label) => ({ label, weight: 1 })) }] };
      const { code, stdout, stderr } = await importText(env, { ...sound, ...(value as object) });
      t.match({ code, stdout }, { code: 1, stdout: '' });
      for (const line of lines) t.ok(stderr.includes(line), `says ${line}: ${stderr}`);
      t.notMatch(stderr, /^ {4}at /m, 'without a stack');
      t.same(await everything(db), before);
      t.same(await db.read('question_versions').where({ text: 'Boa?' }), []);
    });

  await t.test('policies are saved by an administrator who is named', async (t) => {
    const file = { policies: [{ ...policy, fromMonth: '2026-12' }] };
    t.match(await importText(env, file, null), { code: 1, stderr: /^policies: say with --by LOGIN/ });
    for (const login of ['ana', 'zeca'])
      t.match(await importText(env, file, login), { code: 1, stderr: `no active administrator ${login}` });
    await db.transaction((trx) => trx('users').where({ login: 'davi' }).update({ deactivated_at: 1 }));
    t.match(await importText(env, file), { code: 1, stderr: 'no active administrator davi' });
    await db.transaction((trx) => trx('users').where({ login: 'davi' }).update({ deactivated_at: null }));
    t.same(await db.read('commission_policies').where({ from_month: '2026-12' }), []);
  });

  await t.test('its own export changes nothing, though a base and a policy begin in it', async (t) => {
    const { stdout } = await runCommand(env, ['config', 'export', '-']);
    const before = await everything(db);
    const again = await runCommand(env, ['config', 'import', '-', '--by', 'davi'], stdout);
    t.match(again.stdout, 'products: 0 created, 0 changed, 2 unchanged\npolicies: 0 created, 0 changed, 2 unchanged\n');
    t.same(await everything(db), before);
  });

  await t.test('what is not named stays, and open months take more', async (t) => {
    const more = { ...product(at('2026-06-01', '70')), policies: [{ ...policy, fromMonth: '2026-06' }] };
    const { stdout } = await importText(env, more);
    t.match(stdout, 'products: 0 created, 1 changed, 0 unchanged\npolicies: 1 created, 0 changed, 0 unchanged\n');
    t.same(
      (await getProduct(db.read, paid)).commissions.map(({ from }) => from),
      [null, '2026-05-11', '2026-06-01'],
    );
  });

  await t.test('a new product may bring a history from before', async (t) => {
    const old = { products: [{ name: 'Antigo', commissions: [at('2020-01-01', '2'), at(null, '1')] }] };
    t.match(await importText(env, old, null), { code: 0, stdout: 'products: 1 created, 0 changed, 0 unchanged' });
    t.match(await importText(env, old, null), { code: 0, stdout: 'products: 0 created, 0 changed, 1 unchanged' });
  });

  await t.test('sales that waited get the base of their day, where their month is open', async (t) => {
    const history = [at(null, '50'), { from: '2026-06-30', base: { percent: '10' } }, at('2026-08-01', null)];
    t.match(await importText(env, { products: [{ name, commissions: history }] }), { code: 0, stderr: '' });
    const baseOf = async (id: number) => (await db.read('sales').where({ id }).first()).commission_base_cents;
    const bases = [];
    for (const id of [...waiting, based]) bases.push(await baseOf(id));
    t.same(bases, [null, 5000, 1000, 1000, null, 1], '999.5 rounded half up');
    const entries = await db.read('audit').where({ entity: 'product', entity_id: bare });
    matchLists(
      t,
      entries.map(({ changes }) => JSON.parse(changes).basedSales).filter((given) => given !== undefined),
      [[null, 3]],
    );
  });
});

/** A base from always and one from May 11; a policy from May and one from July: of all that is older than its closing. */
async function saveHistory(db: Database, { davi }: Fixtures['people'], id: number) {
  const context = acting(db, davi);
  for (const [cents, commissionFrom] of [[5000], [6000, '2026-05-11']] as [number, string?][]) {
    const product = await getProduct(db.read, id);
    const commission = { kind: 'amount', cents } as const;
    done(await saveProduct(context, product, { ...product, commission, ...(commissionFrom && { commissionFrom }) }));
  }
  for (const [last, k, fromMonth] of [
    [0, '0,25', '2026-05'],
    [1, '0,40', '2026-07'],
  ] as const)
    done(await savePolicy(context, last, { k, bonusOnly: '1', ownSurvey: 'leave-out', fromMonth }));
}

import fc from 'fast-check';
import t from 'tap';
import { importConfiguration } from '../../src/actions/import-configuration.js';
import { savePolicy } from '../../src/actions/save-policy.js';
import { saveProduct } from '../../src/actions/save-product.js';
import { configurationOf } from '../../src/cli/config-export.js';
import { lastSaved, weightText } from '../../src/domain/commission-policy.js';
import type { CommissionBase } from '../../src/domain/product.js';
import { dumpConfiguration } from '../../src/store/configuration-dump.js';
import type { Database } from '../../src/store/connection.js';
import { listPolicies } from '../../src/store/policies.js';
import { getProduct } from '../../src/store/products.js';
import { acting, done } from '../support/acting.js';
import { runCommand } from '../support/command.js';
import { everything, importText, opened } from '../support/config-commissions.js';
import { onBothEngines } from '../support/engines.js';
import { type Fixtures, fixtures } from '../support/fixtures.js';
import { matchLists } from '../support/match-lists.js';
import { undone } from '../support/undone.js';

/** What people save in the editors, one after the other. */
interface Saving {
  readonly bases: readonly { readonly from: string; readonly base: CommissionBase | null }[];
  readonly policies: readonly {
    readonly fromMonth: string;
    readonly k: number;
    readonly bonusOnly: boolean;
    readonly ownSurvey: string;
  }[];
}

const DAYS = ['2025-12-31', '2026-01-01', '2026-07-10', '2026-07-11', '2027-02-28'];
const base = fc.oneof(
  fc.constant(null),
  fc.integer({ min: 0, max: 10 ** 12 }).map((cents) => ({ kind: 'amount' as const, cents })),
  fc.integer({ min: 0, max: 10_000 }).map((basisPoints) => ({ kind: 'rate' as const, basisPoints })),
);
const savings: fc.Arbitrary<Saving> = fc.record({
  bases: fc.array(fc.record({ from: fc.constantFrom(...DAYS), base }), { maxLength: 8 }),
  policies: fc.array(
    fc.record({
      fromMonth: fc.constantFrom('2025-12', '2026-01', '2026-07', '2027-03'),
      k: fc.integer({ min: 0, max: 10_000 }),
      bonusOnly: fc.boolean(),
      ownSurvey: fc.constantFrom('allow', 'leave-out', 'block'),
    }),
    { maxLength: 6 },
  ),
});

async function saveEach(db: Database, { davi }: Fixtures['people'], { bases, policies }: Saving) {
  const context = acting(db, davi);
  const id = done(
    await saveProduct(context, null, { name: 'Fibra', code: 'F', profileId: null, commission: bases[0]?.base ?? null }),
  );
  for (const { from, base } of bases.slice(1)) {
    const product = await getProduct(db.read, id);
    done(await saveProduct(context, product, { ...product, commission: base, commissionFrom: from }));
  }
  for (const { k, bonusOnly, ...policy } of policies) {
    const last = lastSaved(await listPolicies(db.read))?.id ?? 0;
    done(await savePolicy(context, last, { ...policy, k: weightText(k, ','), bonusOnly: String(bonusOnly) }));
  }
}

const exported = async (db: Database) => configurationOf(await dumpConfiguration(db.read));

await onBothEngines(t, async (t, engine) => {
  await t.test('whatever was saved, an export brings all that holds, and twice changes nothing', async (t) => {
    const db = await engine.freshDatabase(t);
    const { people } = await fixtures(db);
    const property = fc.asyncProperty(savings, async (saving) => {
      const first = await undone(db, async (world) => {
        await saveEach(world, people, saving);
        return exported(world);
      });
      await undone(db, async (world) => {
        const context = { ...acting(world, people.davi, '2026-09-01'), origin: 'cli' as const };
        done(await importConfiguration(context, first));
        const second = await exported(world);
        if (JSON.stringify(second) !== JSON.stringify(first)) throw new Error(JSON.stringify([first, second]));
        const before = JSON.stringify(await everything(world));
        const { products, policies } = done(await importConfiguration(context, first));
        if (products.unchanged !== 1 || policies.unchanged !== first.policies.length) throw new Error('counted wrong');
        if (JSON.stringify(await everything(world)) !== before) throw new Error('something was written again');
      });
    });
    await fc.assert(property, { numRuns: 60 });
  });

  await t.test('a database with a history gives its file, and one that took the file gives it again', async (t) => {
    const [a, b] = [await opened(t, engine), await opened(t, engine)];
    const [{ people }] = [await fixtures(a.db), await fixtures(b.db)];
    const amount = (cents: number) => ({ kind: 'amount', cents }) as const;
    await saveEach(a.db, people, {
      bases: [
        { from: '', base: amount(5000) },
        { from: '2027-01-01', base: amount(6000) },
        { from: '2026-08-01', base: amount(1) },
        { from: '2026-08-01', base: { kind: 'rate', basisPoints: 1205 } },
        { from: '2027-06-01', base: null },
      ],
      policies: [
        { fromMonth: '2026-09', k: 3000, bonusOnly: true, ownSurvey: 'block' },
        { fromMonth: '2026-07', k: 1, bonusOnly: false, ownSurvey: 'allow' },
        { fromMonth: '2026-07', k: 3000, bonusOnly: true, ownSurvey: 'block' },
      ],
    });
    const first = await runCommand(a.env, ['config', 'export', '-']);
    const { products, policies } = JSON.parse(first.stdout);
    const held = [
      { from: null, base: { amount: '50.00' } },
      { from: '2026-08-01', base: { percent: '12.05' } },
      { from: '2027-01-01', base: { amount: '60.00' } },
      { from: '2027-06-01', base: null },
    ];
    t.same(products, [{ code: 'F', name: 'Fibra', profile: null, commissions: held, active: true }]);
    t.same(policies, [
      { fromMonth: '2026-07', k: '0.30', bonusOnly: true, ownSurvey: 'block' },
      { fromMonth: '2026-09', k: '0.30', bonusOnly: true, ownSurvey: 'block' },
    ]);
    const taken = await runCommand(b.env, ['config', 'import', '-', '--by', 'davi'], first.stdout);
    t.match(taken, { code: 0, stderr: '' });
    t.match(taken.stdout, 'products: 1 created, 0 changed, 0 unchanged\npolicies: 2 created, 0 changed, 0 unchanged\n');
    t.equal((await runCommand(b.env, ['config', 'export', '-'])).stdout, first.stdout);
    const savers = await b.db.read('commission_policies').pluck('saved_by');
    t.same(savers, [people.davi.id, people.davi.id]);
    const told = await b.db.read('audit').where({ origin: 'cli' }).orderBy('id');
    matchLists(
      t,
      told.map(({ action, entity, actor_id, changes }) => [action, entity, actor_id, JSON.parse(changes)]),
      [
        ['create', 'product', people.davi.id, { commission: [null, amount(5000)] }],
        ['change', 'product', people.davi.id, { commissionFrom: [null, '2026-08-01'] }],
        ['change', 'product', people.davi.id, { commission: [{ basisPoints: 1205 }, amount(6000)] }],
        [
          'change',
          'product',
          people.davi.id,
          { commission: [amount(6000), null], commissionFrom: [null, '2027-06-01'] },
        ],
        ['change', 'policy', people.davi.id, { k: [2000, 3000], fromMonth: [null, '2026-07'] }],
        ['change', 'policy', people.davi.id, { fromMonth: [null, '2026-09'] }],
      ],
    );
  });

  await t.test('a file from before bases had days gives each product its one base', async (t) => {
    const { env } = await opened(t, engine);
    const products = [
      { name: 'A', commission: { amount: '50,05' } },
      { name: 'B', commission: { percent: '12.5' } },
      { name: 'C', commission: null },
      { name: 'D' },
    ];
    for (const counted of ['4 created, 0 changed, 0', '0 created, 0 changed, 4'])
      t.match(await importText(env, { products }, null), { code: 0, stdout: `products: ${counted} unchanged` });
    const { stdout } = await runCommand(env, ['config', 'export', '-']);
    t.same(
      JSON.parse(stdout).products.map(({ commissions }: { commissions: unknown }) => commissions),
      [[{ from: null, base: { amount: '50.05' } }], [{ from: null, base: { percent: '12.50' } }], [], []],
    );
    await importText(env, { products: [{ name: 'A', commission: { amount: '60' } }] }, null);
    const later = await runCommand(env, ['config', 'export', '-']);
    t.same(JSON.parse(later.stdout).products[0].commissions.at(-1), { from: '2026-07-10', base: { amount: '60.00' } });
  });
});

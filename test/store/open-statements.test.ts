import fc from 'fast-check';
import t from 'tap';
import { commissionOf, effectOfQuality } from '../../src/domain/commission.js';
import { type CommissionPolicy, OWN_SURVEY_RULES } from '../../src/domain/commission-policy.js';
import { sumCents } from '../../src/domain/commission-totals.js';
import { listSaleFacts } from '../../src/store/commission-facts.js';
import type { Queryable } from '../../src/store/dialect.js';
import { listOpenLines, listOpenStatements } from '../../src/store/open-statements.js';
import { insertPolicy } from '../../src/store/policies.js';
import { readSalesTotals } from '../../src/store/sale-totals.js';
import { commissionVersions } from '../../src/store/write-versions.js';
import { type CommissionWorld, commissionWorld } from '../support/commission-world.js';
import { onBothEngines } from '../support/engines.js';

const MONTH = '2026-05';
const FULL = { k: 10_000, bonusOnly: false, ownSurvey: 'allow', fromMonth: MONTH } as const;

/** Sales of bruno with none, some and all surveys run, by him too, with few answers and with many. */
async function sellAll(world: CommissionWorld): Promise<void> {
  const { bruno, carla } = world.people;
  for (const [index, base] of [4999, 5001, 0, null, 333, 10 ** 12, 4999, 7777, 1, 12_345].entries()) {
    const day = `2026-05-${String(1 + ((index * 7) % 30)).padStart(2, '0')}`;
    const sale = await world.sale({ commissionBaseCents: base, closedOn: day });
    for (const [rule, answers] of [index % 13, 1 + (index % 5), 17].slice(0, index % 4).entries())
      await world.execute(sale, rule, 31 * answers - 40 * index, rule === 1 ? bruno.id : carla.id, answers);
    if (index === 6) await world.cancel(sale, true);
  }
}

/** From each sale by itself. */
async function oneByOne(q: Queryable, sellerId: number, policy: CommissionPolicy) {
  const facts = await listSaleFacts(q, { sellerId, month: MONTH }, { after: null, limit: 100 });
  const all = facts.map((sale) => ({ sale, commission: commissionOf(sale, policy) }));
  return {
    lineCount: all.length,
    linesCents: sumCents(all.map(({ commission }) => commission.cents ?? 0)),
    effectCents: sumCents(all.map(({ sale, commission }) => effectOfQuality(sale, commission))),
    provisional: facts.filter(({ openSurveys }) => openSurveys > 0).length,
    withoutBase: facts.filter(({ baseCents, reversed }) => baseCents === null && !reversed).length,
  };
}

await onBothEngines(t, async (t, engine) => {
  await t.test(
    'totals are the sums of what each sale pays, under any policy, in stretches of any length',
    async (t) => {
      const db = await engine.freshDatabase(t);
      const world = await commissionWorld(db);
      await sellAll(world);
      const { bruno, davi } = world.people;
      const policies = fc.record({
        k: fc.nat(10_000),
        bonusOnly: fc.boolean(),
        ownSurvey: fc.constantFrom(...OWN_SURVEY_RULES),
      });
      const stretch = fc.integer({ min: 1, max: 12 });
      const property = fc.asyncProperty(policies, stretch, async (policy, length) => {
        const totals = await readSalesTotals(db.read, { sellerId: bruno.id, month: MONTH }, policy, length);
        t.same(totals, await oneByOne(db.read, bruno.id, policy));
      });
      await fc.assert(property, { numRuns: 60 });
      const [{ lineCount, withoutBase }, nobody] = [
        await oneByOne(db.read, bruno.id, { k: 0, bonusOnly: false, ownSurvey: 'allow' }),
        await oneByOne(db.read, davi.id, { k: 0, bonusOnly: false, ownSurvey: 'allow' }),
      ];
      t.same([lineCount, withoutBase, nobody.lineCount], [10, 1, 0]);
    },
  );

  await t.test('the pages of a statement together are its lines, each once, and come to its total', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await commissionWorld(db);
    await sellAll(world);
    const of = { sellerId: world.people.bruno.id, month: MONTH };
    const [statement] = await listOpenStatements(db.read, MONTH);
    const all = await listOpenLines(db.read, of, { skip: 0, limit: 100 });
    t.equal(sumCents(all.map(({ amountCents }) => amountCents)), statement?.linesCents);
    t.equal(all.length, statement?.lineCount);
    for (const size of [1, 3, 9, 10, 11]) {
      const pages = [];
      for (let skip = 0; skip <= all.length; skip += size)
        pages.push(...(await listOpenLines(db.read, of, { skip, limit: size })));
      t.same(pages, all, `${size} a page`);
    }
    t.same(await listOpenLines(db.read, of, { skip: 10, limit: 5 }), [], 'behind the last');
  });

  await t.test('what was added up before is not taken for what is, whatever was written', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await commissionWorld(db);
    const { bruno, carla } = world.people;
    const figures = async () =>
      (await listOpenStatements(db.read, MONTH)).map(
        (one) =>
          `${one.sellerId === bruno.id ? 'bruno' : 'carla'} ${one.lineCount} ${one.linesCents} ${one.provisional}`,
      );
    t.same(await figures(), []);
    const sale = await world.sale();
    const steps: readonly [() => Promise<unknown>, readonly string[]][] = [
      [async () => undefined, ['bruno 1 5000 1']],
      [() => world.execute(sale, 0, 100), ['bruno 1 6000 1']],
      [() => world.annul(sale, 0), ['bruno 1 5000 1']],
      [() => world.correct(sale, { commissionBaseCents: 700 }), ['bruno 1 700 1']],
      [() => world.correct(sale, { sellerId: carla.id }), ['carla 1 700 1']],
      [() => world.correct(sale, { closedOn: '2026-06-01' }), []],
      [() => world.correct(sale, { closedOn: '2026-05-31' }), ['carla 1 700 1']],
      [() => world.cancel(sale, true), ['carla 1 0 1']],
      [() => world.restore(sale), ['carla 1 700 1']],
      [() => world.execute(sale, 1, 100), ['carla 1 840 1']],
      [() => db.transaction((trx) => insertPolicy(trx, FULL, { by: bruno.id, at: 0 })), ['carla 1 1400 1']],
    ];
    for (const [write, expected] of steps) {
      await write();
      t.same(await figures(), expected);
      t.same(await figures(), expected, 'and again');
      const anew = await db.transaction((trx) => listOpenStatements(trx, MONTH));
      t.same(await listOpenStatements(db.read, MONTH), anew, 'as who remembers nothing adds up');
    }
  });

  await t.test(
    'a write counts for the seller and the month whose commission it changes, and for no other',
    async (t) => {
      const db = await engine.freshDatabase(t);
      const world = await commissionWorld(db);
      const { bruno, carla } = world.people;
      const first = await world.sale();
      const second = await world.sale({ sellerId: carla.id });
      await world.execute(second, 0, 60);
      const versions = async () => [
        await commissionVersions(db.read, MONTH),
        await commissionVersions(db.read, '2026-06'),
      ];
      const counted = async (write: () => Promise<unknown>) => {
        const before = await versions();
        await write();
        return (await versions()).map((now, index) =>
          [bruno, carla]
            .filter(({ id }) => now.get(id) !== before[index]?.get(id))
            .map(({ id }) => (id === bruno.id ? 'bruno' : 'carla')),
        );
      };
      const run = (sql: string) => () => db.transaction((trx) => trx.raw(sql));
      const writes: [string, () => Promise<unknown>, [may: string[], june: string[]]][] = [
        ['who a survey is for', run('update surveys set assigned_to = 1'), [[], []]],
        ['when it expires', run("update surveys set expires_on = '2027-12-31', opens_on = opens_on"), [[], []]],
        ['its attempts', run('update surveys set attempt_count = attempt_count + 1'), [[], []]],
        ['a sale’s value', run('update sales set value_cents = value_cents + 1'), [[], []]],
        [
          'a survey that is closed',
          run(`update surveys set settled_at = 1, outcome = 'closed' where sale_id = ${first}`),
          [['bruno'], []],
        ],
        ['when it was closed', run('update surveys set settled_at = 2 where settled_at = 1'), [[], []]],
        ['reopened', run('update surveys set settled_at = null, outcome = null where settled_at = 2'), [['bruno'], []]],
        ['an execution', () => world.execute(second, 1, -20), [['carla'], []]],
        ['an annulment', () => world.annul(second, 0), [['carla'], []]],
        ['a base', () => world.correct(first, { commissionBaseCents: 1 }), [['bruno'], []]],
        ['a seller', () => world.correct(first, { sellerId: carla.id }), [['bruno', 'carla'], []]],
        ['a month', () => world.correct(second, { closedOn: '2026-06-01' }), [['carla'], ['carla']]],
        ['a new sale', () => world.sale({ closedOn: '2026-06-30' }), [[], ['bruno']]],
        [
          'a survey that goes',
          run(`delete from surveys where sale_id = ${first} and settled_at is null`),
          [['carla'], []],
        ],
      ];
      for (const [what, write, expected] of writes) t.same(await counted(write), expected, what);
    },
  );

  await t.test('others have their turn between two sellers, and between two stretches', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await commissionWorld(db);
    const { bruno, carla, davi } = world.people;
    for (const sellerId of [bruno.id, bruno.id, carla.id, davi.id]) {
      const sale = await world.sale({ sellerId, commissionBaseCents: 4999 });
      for (const [rule, score] of [33, -70].entries()) await world.execute(sale, rule, score);
    }
    let [turns, over] = [0, false];
    const turn = () => {
      turns += 1;
      if (!over) setImmediate(turn);
    };
    setImmediate(turn);
    const statements = await listOpenStatements(db.read, MONTH);
    t.ok(turns >= statements.length, `${turns} turns for ${statements.length} sellers`);
    const before = turns;
    await readSalesTotals(
      db.read,
      { sellerId: bruno.id, month: MONTH },
      { k: 1, bonusOnly: false, ownSurvey: 'allow' },
      1,
    );
    over = true;
    t.ok(turns - before >= 2, `${turns - before} turns for two sales, one at a time`);
    t.same(
      statements.map(({ sellerId, linesCents, effectCents, lineCount }) => [
        sellerId,
        lineCount,
        linesCents,
        effectCents,
      ]),
      [bruno.id, carla.id, davi.id].map((id) => (id === bruno.id ? [id, 2, 9628, -370] : [id, 1, 4814, -185])),
    );
  });
});

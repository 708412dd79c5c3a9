import { deepStrictEqual } from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { type Month, monthsBetween } from '../../src/domain/month.js';
import { foreseeClosing } from '../../src/store/closing-totals.js';
import type { Database } from '../../src/store/connection.js';
import type { Queryable } from '../../src/store/dialect.js';
import { listOpenMonths } from '../../src/store/open-statements.js';
import { insertPolicy } from '../../src/store/policies.js';
import { type CommissionWorld, commissionWorld } from '../support/commission-world.js';
import { onBothEngines } from '../support/engines.js';

const MONTHS = monthsBetween('2026-03', '2026-06');

const day = fc
  .tuple(fc.integer({ min: 3, max: 6 }), fc.integer({ min: 1, max: 28 }))
  .map(([month, date]) => `2026-0${month}-${String(date).padStart(2, '0')}`);
const sale = fc.nat({ max: 100 });
const seller = fc.nat({ max: 1 });
const base = fc.option(fc.integer({ min: 0, max: 20_000 }), { freq: 6 });
const verb = <K extends string>(name: K) => fc.constant(name);
const steps = fc.oneof(
  fc.record({ do: verb('sale'), seller, day, base }),
  fc.record({ do: verb('seller'), sale, seller }),
  fc.record({ do: verb('day'), sale, day }),
  fc.record({ do: verb('base'), sale, base }),
  fc.record({ do: verb('execute'), sale, rule: fc.nat({ max: 2 }), sum: fc.integer({ min: -100, max: 100 }) }),
  fc.record({ do: verb('annul'), sale, rule: fc.nat({ max: 2 }) }),
  fc.record({ do: verb('cancel'), sale, reversed: fc.boolean() }),
  fc.record({ do: verb('restore'), sale }),
  fc.record({ do: verb('policy'), k: fc.integer({ min: 0, max: 10_000 }), month: fc.constantFrom(...MONTHS) }),
);

type Step = typeof steps extends fc.Arbitrary<infer S> ? S : never;

async function take(db: Database, world: CommissionWorld, sales: number[], step: Step): Promise<unknown> {
  const people = [world.people.bruno.id, world.people.carla.id];
  const [sellerId, id] = [
    ('seller' in step && people[step.seller]) || 0,
    ('sale' in step && sales[step.sale % sales.length]) || 0,
  ];
  switch (step.do) {
    case 'sale':
      return sales.push(await world.sale({ sellerId, closedOn: step.day, commissionBaseCents: step.base }));
    case 'seller':
      return world.correct(id, { sellerId });
    case 'day':
      return world.correct(id, { closedOn: step.day });
    case 'base':
      return world.correct(id, { commissionBaseCents: step.base });
    case 'execute':
      return world.execute(id, step.rule, step.sum);
    case 'annul':
      return world.annul(id, step.rule);
    case 'cancel':
      return world.cancel(id, step.reversed);
    case 'restore':
      return world.restore(id);
    case 'policy': {
      const policy = { k: step.k, bonusOnly: false, ownSurvey: 'allow', fromMonth: step.month } as const;
      return db.transaction((trx) => insertPolicy(trx, policy, { by: world.people.davi.id, at: 0 }));
    }
  }
}

/** Everything that is remembered of these months: all statements, those of one seller, and what closing would freeze. */
async function figures(q: Queryable, sellerId: number) {
  const own = await listOpenMonths(q, MONTHS, { sellerId });
  return { all: await listOpenMonths(q, MONTHS), own, closing: await foreseeClosing(q, MONTHS) };
}

/** The statements that the database was asked while the work was done: how many, and how many that add sales up. */
async function asked(db: Database, work: () => Promise<unknown>): Promise<{ all: number; sums: number }> {
  const heard: string[] = [];
  const listen = ({ sql }: { sql: string }) => heard.push(sql);
  db.read.on('query', listen);
  await work();
  db.read.off('query', listen);
  return { all: heard.length, sums: heard.filter((sql) => sql.includes('as score_parts')).length };
}

await onBothEngines(t, async (t, engine) => {
  await t.test('what is remembered of open months is what is added up anew, after any write', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await commissionWorld(db);
    const bruno = world.people.bruno.id;
    const sales = [await world.sale(), await world.sale({ sellerId: world.people.carla.id, closedOn: '2026-03-31' })];
    const property = fc.asyncProperty(fc.array(steps, { minLength: 1, maxLength: 8 }), async (some) => {
      for (const step of some) {
        await take(db, world, sales, step);
        const anew = await db.transaction((trx) => figures(trx, bruno));
        deepStrictEqual(await figures(db.read, bruno), anew);
      }
    });
    // Each run begins with what those before it left: what is remembered is of all of them.
    const added: Step = { do: 'sale', seller: 0, day: '2026-04-10', base: 5_000 };
    await fc.assert(property, { numRuns: 12, endOnFailure: true, examples: [[[added]]] });
    t.ok(sales.length > 2, 'sales were added');
  });

  await t.test('a write has one seller’s month added up anew, however many months are open', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await commissionWorld(db);
    const months = monthsBetween('2024-07', '2026-06');
    const ofMonth = async (month: Month) => {
      for (const sellerId of [world.people.bruno.id, world.people.carla.id])
        await world.sale({ sellerId, closedOn: `${month}-10` });
    };
    for (const month of months) await ofMonth(month);
    const look = () => foreseeClosing(db.read, months);
    const first = await asked(db, look);
    t.equal(first.sums, 48, 'two sellers in 24 months at first');
    const again = await asked(db, look);
    t.equal(again.sums, 0);
    const fewer = await asked(db, () => foreseeClosing(db.read, months.slice(0, 2)));
    t.equal(again.all, fewer.all, 'as many statements for 24 months as for two');
    await world.sale({ closedOn: '2025-08-11' });
    t.same(await asked(db, look), { all: again.all + 3, sums: 1 }, 'who sold in the month, his versions and his sum');
  });
});

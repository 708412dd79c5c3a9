import t from 'tap';
import { listFrozenStatements } from '../../src/store/commission-statements.js';
import type { Database } from '../../src/store/connection.js';
import { listOpenStatements } from '../../src/store/open-statements.js';
import { type CommissionWorld, commissionWorld } from '../support/commission-world.js';
import { onBothEngines } from '../support/engines.js';
import { matchLists } from '../support/match-lists.js';

type Names = Readonly<Record<number, string>>;

/** The adjustments of an open month, of all sales or of these, as `seller before→after amount causes`. */
async function adjustments(db: Database, month: string, names: Names, ofSales?: readonly number[]): Promise<string[]> {
  const statements = await listOpenStatements(db.read, month);
  return statements
    .flatMap(({ adjustments }) => adjustments)
    .filter(({ facts }) => ofSales === undefined || ofSales.includes(facts.saleId))
    .map(
      ({ sellerId, beforeCents, afterCents, amountCents, causes }) =>
        `${names[sellerId]} ${beforeCents}→${afterCents} ${amountCents} ${causes}`,
    )
    .sort();
}

/** What happens after May closed, and the adjustments that June then shows. The sale had one execution of 60: R$ 56,00. */
const CASES: readonly {
  readonly what: string;
  readonly happens: (world: CommissionWorld, sale: number) => Promise<unknown>;
  readonly expected: readonly string[];
}[] = [
  { what: 'nothing', happens: async () => undefined, expected: [] },
  {
    what: 'a late execution',
    happens: (world, sale) => world.execute(sale, 1, -20),
    expected: ['bruno 5600→5200 -400 executed'],
  },
  {
    what: 'a late execution that changes nothing',
    happens: (world, sale) => world.execute(sale, 1, 60),
    expected: [],
  },
  {
    what: 'an annulled execution',
    happens: (world, sale) => world.annul(sale, 0),
    expected: ['bruno 5600→5000 -600 annulled'],
  },
  {
    what: 'an execution that was annulled and done again',
    happens: async (world, sale) => {
      await world.annul(sale, 0);
      await world.execute(sale, 0, 100);
    },
    expected: ['bruno 5600→6000 400 executed,annulled'],
  },
  {
    what: 'another value and base',
    happens: (world, sale) => world.correct(sale, { valueCents: 20_000, commissionBaseCents: 10_000 }),
    expected: ['bruno 5600→11200 5600 value,base'],
  },
  {
    what: 'another seller',
    happens: (world, sale) => world.correct(sale, { sellerId: world.people.carla.id }),
    expected: ['bruno 5600→0 -5600 seller', 'carla 0→5600 5600 seller'],
  },
  {
    what: 'another product without a base',
    happens: (world, sale) => world.correct(sale, { productId: world.productIds[1] ?? 0, commissionBaseCents: null }),
    expected: ['bruno 5600→0 -5600 product,base'],
  },
  {
    what: 'cancelled with estorno',
    happens: (world, sale) => world.cancel(sale, true),
    expected: ['bruno 5600→0 -5600 cancelled'],
  },
  { what: 'cancelled without estorno', happens: (world, sale) => world.cancel(sale, false), expected: [] },
  {
    what: 'cancelled and restored',
    happens: async (world, sale) => {
      await world.cancel(sale, true);
      await world.restore(sale);
    },
    expected: [],
  },
  {
    what: 'a closing date within the month',
    happens: (world, sale) => world.correct(sale, { closedOn: '2026-05-31' }),
    expected: [],
  },
  {
    what: 'moved into an open month',
    happens: (world, sale) => world.correct(sale, { closedOn: '2026-06-01' }),
    expected: ['bruno 5600→0 -5600 moved'],
  },
  {
    what: 'moved before all that was closed',
    happens: (world, sale) => world.correct(sale, { closedOn: '2026-04-30' }),
    expected: [],
  },
  {
    what: 'another one, recorded late',
    happens: (world) => world.sale({ closedOn: '2026-05-31' }),
    expected: ['bruno 0→5000 5000 recorded-late'],
  },
];

await onBothEngines(t, async (t, engine) => {
  await t.test('what changes after a month closed', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await commissionWorld(db);
    const { bruno, carla } = world.people;
    const names = { [bruno.id]: 'bruno', [carla.id]: 'carla' };
    const sales: number[] = [];
    for (const _case of CASES) {
      const sale = await world.sale();
      await world.execute(sale, 0, 60);
      sales.push(sale);
    }
    await world.close('2026-05');
    const touched = new Map<string, readonly number[]>();
    for (const [index, { what, happens }] of CASES.entries()) {
      const sale = sales[index] ?? 0;
      const other = await happens(world, sale);
      touched.set(what, typeof other === 'number' ? [sale, other] : [sale]);
    }
    for (const { what, expected } of CASES)
      t.same(await adjustments(db, '2026-06', names, touched.get(what)), expected, what);
    t.same(await adjustments(db, '2026-07', names), [], 'only in the earliest open month');
    await world.close('2026-06');
    t.same(await adjustments(db, '2026-07', names), [], 'once');
  });

  await t.test('what is moved out of a closed month is paid by the month that it is in', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await commissionWorld(db);
    const { bruno } = world.people;
    const sale = await world.sale();
    await world.close('2026-05');
    await world.correct(sale, { closedOn: '2026-06-15' });
    const totals = { linesCents: 5000, adjustmentsCents: -5000, payableCents: 0 };
    matchLists(t, await listOpenStatements(db.read, '2026-06'), [totals]);
    await world.close('2026-06');
    matchLists(t, await listFrozenStatements(db.read, { sellerId: bruno.id }), [totals, { linesCents: 5000 }]);
    await world.correct(sale, { closedOn: '2026-05-10' });
    t.same(await adjustments(db, '2026-07', {}), [], 'and back again: it was paid once');
  });

  await t.test('moved into a closed month says so', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await commissionWorld(db);
    const { bruno } = world.people;
    await world.sale();
    const sale = await world.sale({ closedOn: '2026-06-15' });
    await world.close('2026-05');
    await world.correct(sale, { closedOn: '2026-05-15' });
    t.same(await adjustments(db, '2026-06', { [bruno.id]: 'bruno' }), ['bruno 0→5000 5000 moved']);
  });

  await t.test('what cannot be taken off is carried over until it is used up', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await commissionWorld(db);
    const { bruno } = world.people;
    const [first, second] = [await world.sale(), await world.sale()];
    await world.close('2026-05');
    await world.sale({ closedOn: '2026-06-02', commissionBaseCents: 3000 });
    await world.cancel(first, true);
    await world.cancel(second, true);
    const june = {
      linesCents: 3000,
      adjustmentsCents: -10_000,
      carriedInCents: 0,
      payableCents: 0,
      carriedOutCents: -7000,
    };
    matchLists(t, await listOpenStatements(db.read, '2026-06'), [june]);
    await world.close('2026-06');
    await world.close('2026-07');
    const july = { lineCount: 0, carriedInCents: -7000, payableCents: 0, carriedOutCents: -7000 };
    await world.sale({ closedOn: '2026-08-02', commissionBaseCents: 9000 });
    const august = { linesCents: 9000, carriedInCents: -7000, payableCents: 2000, carriedOutCents: 0 };
    matchLists(t, await listOpenStatements(db.read, '2026-08', { sellerId: bruno.id }), [august]);
    await world.close('2026-08');
    matchLists(t, await listFrozenStatements(db.read, { sellerId: bruno.id, from: '2026-06' }), [august, july, june]);
  });
});

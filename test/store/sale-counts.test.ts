import t from 'tap';
import { LongReads, readingLarge } from '../../src/store/long-reads.js';
import { type SaleFilter, SITUATIONS } from '../../src/store/sale-filter.js';
import { countSales, listSales } from '../../src/store/sale-list.js';
import { commissionWorld } from '../support/commission-world.js';
import { onBothEngines } from '../support/engines.js';
import { matchLists } from '../support/match-lists.js';
import { plansOf } from '../support/query-plans.js';

await onBothEngines(t, async (t, engine) => {
  const db = await engine.freshDatabase(t);
  const world = await commissionWorld(db);
  const { bruno, carla } = world.people;
  for (const [index, sellerId] of [bruno.id, carla.id, bruno.id, bruno.id, carla.id].entries()) {
    const bare = index === 2 ? { commissionBaseCents: null } : {};
    const id = await world.sale({ sellerId, closedOn: `2026-05-0${1 + index}`, ...bare });
    if (index > 2) await world.cancel(id, index === 3);
  }
  const filters: SaleFilter[] = [
    {},
    { sellerId: bruno.id },
    { sellerId: bruno.id, productId: world.productIds[0] ?? 0, from: '2026-05-02' },
    { from: '2026-05-03', to: '2026-05-04' },
    { text: 'ninguém' },
  ];

  await t.test('each situation counts as many sales as its list has', async (t) => {
    for (const filter of filters) {
      const counts = await countSales(db.read, filter);
      for (const situation of SITUATIONS) {
        const asked = { filter, situation, sort: 'closing', descending: false, key: null, size: 10 } as const;
        const { rows } = await listSales(db.read, asked);
        t.equal(counts[situation], rows.length, `${situation} ${JSON.stringify(filter)}`);
      }
    }
    t.match(await countSales(db.read, {}), { all: 5, active: 3, cancelled: 2, 'without-base': 1 });
  });

  await t.test('who counts sales reads no sale, whatever the filter by one thing', async (t) => {
    const one = filters.slice(0, 2);
    for (const filter of one) {
      const steps = await plansOf(db, () => countSales(db.read, filter));
      if (db.dialect === 'postgres') t.notMatch(steps.map(({ text }) => text).join('\n'), /Seq Scan sales/);
      else {
        const counted = steps.filter(({ text }) => / sales /.test(text)).map(({ text }) => text);
        t.equal(counted.length, 4);
        matchLists(t, counted.slice(0, 2), [/COVERING INDEX/, /COVERING INDEX sales_cancelled/]);
      }
    }
  });

  await t.test('where there are very many, they are counted aside on SQLite, and come to the same', async (t) => {
    const long = new LongReads(db);
    t.teardown(() => long.close());
    let asked = 0;
    const reads: Pick<LongReads, 'all'> = {
      all: (readings) => {
        asked += 1;
        return long.all(readings);
      },
    };
    const many = await countSales(db.read, {}, await readingLarge(db.read, reads, 'sales', 4));
    t.equal(asked, db.dialect === 'sqlite' ? 1 : 0);
    t.same(many, await countSales(db.read, {}));
    asked = 0;
    t.same(await countSales(db.read, {}, await readingLarge(db.read, reads, 'sales', 5)), many, 'as many as may be');
    t.equal(asked, 0);
  });
});

import t from 'tap';
import { monthsBetween } from '../../src/domain/month.js';
import { foreseeClosing } from '../../src/store/closing-totals.js';
import type { Database } from '../../src/store/connection.js';
import { countSales, listSales } from '../../src/store/sale-list.js';
import { commissionWorld } from '../support/commission-world.js';
import { onBothEngines } from '../support/engines.js';

const MONTHS = monthsBetween('2026-04', '2026-06');

/** The same figures as the frozen rows have them. */
async function frozenTotals({ read }: Database) {
  const totals = [];
  for (const month of MONTHS) {
    const statements = await read('commission_statements').where({ month });
    const lines = await read('commission_lines').where({ month });
    const sum = (column: string) => statements.reduce((all, row) => all + Number(row[column]), 0);
    totals.push({
      month,
      sales: sum('line_count'),
      payableCents: sum('payable_cents'),
      provisional: lines.filter(({ open_surveys }) => open_surveys > 0).length,
      withoutBase: lines.filter((line) => line.kind === 'sale' && line.base_cents === null && !line.reversed).length,
    });
  }
  return totals;
}

await onBothEngines(t, async (t, engine) => {
  await t.test('what closing is said to freeze is what it freezes, with what is carried over', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await commissionWorld(db);
    const { bruno, carla } = world.people;
    const [first] = [await world.sale({ closedOn: '2026-03-05', commissionBaseCents: 9000 })];
    const moved = await world.sale({ closedOn: '2026-03-06', commissionBaseCents: 700, sellerId: carla.id });
    await world.close('2026-03');
    // bruno owes 90, earns 20 in April, nothing in May and 100 in June: 70 are carried over twice.
    await world.cancel(first, true);
    await world.correct(moved, { closedOn: '2026-05-09' });
    await world.sale({ closedOn: '2026-04-10', commissionBaseCents: 2000 });
    await world.sale({ closedOn: '2026-05-10', commissionBaseCents: 5000, sellerId: carla.id });
    await world.sale({ closedOn: '2026-05-11', commissionBaseCents: null, sellerId: carla.id });
    // Q = (11 − 17,5 + 20) / 3 = 4,5: R$ 100,91, less what was carried over.
    const odd = await world.sale({ closedOn: '2026-06-10', commissionBaseCents: 10_001 });
    for (const [rule, score] of [33, -70, 100].entries()) await world.execute(odd, rule, score, bruno.id, rule + 3);
    const reversed = await world.sale({ closedOn: '2026-06-11', commissionBaseCents: null });
    await world.cancel(reversed, true);
    const { months: said } = await foreseeClosing(db.read, MONTHS);
    t.same(
      said.map(({ sales, payableCents, withoutBase }) => [sales, payableCents, withoutBase]),
      [
        [1, 0, 0],
        [3, 5000, 1],
        [2, 3091, 0],
      ],
    );
    await world.close('2026-06');
    t.same(
      await frozenTotals(db),
      said.map(({ digest: _, ...totals }) => totals),
    );
  });

  await t.test('the sales without a base are listed: reversed ones pay nothing for another reason', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await commissionWorld(db);
    const bare = { commissionBaseCents: null };
    await world.sale();
    const ids = [await world.sale(bare), await world.sale(bare)];
    await world.cancel(ids[1] ?? 0, false);
    await world.cancel(await world.sale(bare), true);
    const filter = { from: '2026-05-01', to: '2026-05-31' };
    t.equal((await countSales(db.read, filter))['without-base'], 2);
    const asked = {
      filter,
      situation: 'without-base',
      sort: 'closing',
      descending: false,
      key: null,
      size: 10,
    } as const;
    t.same(
      (await listSales(db.read, asked)).rows.map(({ id }) => id),
      ids,
    );
  });
});

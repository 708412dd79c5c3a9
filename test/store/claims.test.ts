import t from 'tap';
import { compareClaims } from '../../src/store/commission-adjustments.js';
import type { SaleFacts } from '../../src/store/commission-facts.js';
import { findLastClosed } from '../../src/store/commission-months.js';
import type { Queryable } from '../../src/store/dialect.js';
import { listOpenStatements } from '../../src/store/open-statements.js';
import { done } from '../support/acting.js';
import { commissionWorld } from '../support/commission-world.js';
import { onBothEngines } from '../support/engines.js';

const MONTHS = ['2026-04', '2026-05', '2026-06', '2026-07'];

/** Centavos in the statements of open months, by kind, month and seller; what is nothing is left out. */
async function statements(q: Queryable, sellers: readonly number[]): Promise<Record<string, number>> {
  const last = (await findLastClosed(q)) ?? '';
  const amounts: Record<string, number> = {};
  for (const month of MONTHS.filter((month) => month > last))
    for (const sellerId of sellers) {
      const [one] = await listOpenStatements(q, month, { sellerId });
      amounts[`sale ${month} ${sellerId}`] = one?.linesCents ?? 0;
      amounts[`adjustment ${month} ${sellerId}`] = one?.adjustmentsCents ?? 0;
    }
  return Object.fromEntries(Object.entries(amounts).filter(([, cents]) => cents !== 0));
}

await onBothEngines(t, async (t, engine) => {
  await t.test('what a correction is said to pay is what the statements then say', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await commissionWorld(db);
    const { bruno, carla } = world.people;
    const sale = await world.sale();
    await world.execute(sale, 0, 60, bruno.id);
    await world.execute(sale, 1, -20);
    const steps: [string, Partial<Pick<SaleFacts, 'sellerId' | 'closedOn' | 'baseCents' | 'productId'>>][] = [
      ['another base, the month open', { baseCents: 7001 }],
      ['another seller', { sellerId: carla.id }],
      ['closed', {}],
      ['a closed month, nothing corrected', {}],
      ['a lower base', { baseCents: 100 }],
      ['the seller before', { sellerId: bruno.id }],
      ['moved to an open month', { closedOn: '2026-06-30' }],
      ['and on', { closedOn: '2026-07-01', sellerId: carla.id }],
      ['back, and before', { closedOn: '2026-04-01' }],
      ['no base', { baseCents: null }],
    ];
    for (const [name, over] of steps) {
      if (name === 'closed') done(await world.close('2026-05'));
      const said = await compareClaims(db.read, sale, (facts) => ({ ...facts, ...over }));
      const before = await statements(db.read, [bruno.id, carla.id]);
      const { baseCents, ...rest } = over;
      await world.correct(sale, { ...rest, ...('baseCents' in over && { commissionBaseCents: baseCents ?? null }) });
      const after = await statements(db.read, [bruno.id, carla.id]);
      for (const [claims, found] of [
        [said.before, before],
        [said.after, after],
      ] as const) {
        const named = claims
          .filter(({ cents }) => cents !== null && cents !== 0)
          .map(({ kind, month, sellerId, cents }) => [`${kind} ${month} ${sellerId}`, cents]);
        t.same(Object.fromEntries(named), found, name);
      }
    }
  });
});

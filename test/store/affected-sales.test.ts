import fc from 'fast-check';
import t from 'tap';
import type { ConfigurationEffects } from '../../src/domain/configuration-effects.js';
import { isFirstFind, placesOf } from '../../src/domain/effect-places.js';
import { WALK_START, type WalkPosition, walkPlaces } from '../../src/store/affected-sales.js';
import type { Database } from '../../src/store/connection.js';
import { listSalesAtHand } from '../../src/store/sales-at-hand.js';
import { onBothEngines } from '../support/engines.js';
import { fixtures } from '../support/fixtures.js';

const NOW = Date.parse('2026-07-10T10:00:00-03:00');

/** Twelve sales of two products with up to three surveys each, some settled, some that look at the calendar. */
async function world(db: Database) {
  const build = await fixtures(db);
  const rules = [await build.rule(), await build.rule(), await build.rule()];
  const products = [await build.product(), await build.product()];
  for (let made = 0; made < 12; made += 1) {
    const sale = await build.sale({ productId: products[made % 2], closedOn: `2026-07-0${1 + (made % 4)}` });
    for (const rule of rules.slice(0, made % 4)) await build.survey(sale, rule);
  }
  await db.transaction(async (trx) => {
    const ids: number[] = await trx('surveys').orderBy('id').pluck('id');
    for (const id of ids.filter((id) => id % 3 > 0))
      await trx('surveys')
        .where({ id })
        .update({ expires_on: `2026-08-1${id % 5}`, business_expiry_days: id % 2 || null });
    await trx('surveys').where({ id: ids[4] }).update({ settled_at: 1, outcome: 'closed' });
  });
  return { rules, products };
}

/** Random changes of those rules and products. */
function changes({ rules, products }: Awaited<ReturnType<typeof world>>): fc.Arbitrary<ConfigurationEffects> {
  const [some, sold] = [fc.subarray(rules, { minLength: 1 }), fc.subarray(products, { minLength: 1 })];
  const closedSince = fc.option(fc.constantFrom('2026-07-02', '2026-07-04'));
  const schedule = { startDays: 1, expiryDays: 2, businessDays: false };
  const removal = fc.oneof(
    fc.record({ rules: fc.record({ only: some }), products: fc.option(sold), closedSince }),
    fc.record({ rules: fc.record({ except: some }), products: sold, closedSince }),
  );
  const redating = fc.oneof(
    fc.constant({ kind: 'calendar' as const }),
    fc.constantFrom(...rules).map((ruleId) => ({ kind: 'rule' as const, ruleId, schedule })),
  );
  const backfill = fc.record({
    products: sold,
    rules: some.map((ids) => ids.map((id) => ({ id, ...schedule }))),
    closedSince,
    choice: fc.constant({ kind: 'all' as const }),
  });
  const few = { maxLength: 2 };
  return fc.record({ redate: fc.array(redating, few), remove: fc.array(removal, few), plan: fc.array(backfill, few) });
}

await onBothEngines(t, async (t, engine) => {
  await t.test(
    'a sale is come upon for the first time once, in whatever portions and from wherever one goes on',
    async (t) => {
      const db = await engine.freshDatabase(t);
      const property = fc.asyncProperty(
        changes(await world(db)),
        fc.integer({ min: 1, max: 5 }),
        async (effects, atOnce) => {
          const places = placesOf(effects);
          const [found, first, looks] = [new Set<number>(), [] as number[], [] as WalkPosition[]];
          for (let from = WALK_START; from.place < places.length; ) {
            // Each look by another walk, as when each answers for itself.
            const { value } = await walkPlaces(db.read, places, from, atOnce).next();
            if (value === undefined) throw new Error('a walk ended in the middle of its places');
            for (const find of value.finds) {
              found.add(find.saleId);
              const [sale] = await listSalesAtHand(db.read, effects, [find.saleId], NOW);
              if (sale !== undefined && isFirstFind(places, sale, find)) first.push(find.saleId);
            }
            from = value.next;
            looks.push(from);
          }
          const whole: WalkPosition[] = [];
          for await (const { next } of walkPlaces(db.read, places, WALK_START, atOnce)) whole.push(next);
          t.same(whole, looks);
          return JSON.stringify(first.sort()) === JSON.stringify([...found].sort());
        },
      );
      const result = await fc.check(property, { numRuns: engine.dialect === 'sqlite' ? 60 : 20 });
      t.equal(result.failed, false, fc.defaultReportMessage(result) ?? '');
    },
  );
});

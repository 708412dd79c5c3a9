import t from 'tap';
import { addDays } from '../../src/domain/civil-date.js';
import { countBareSales } from '../../src/store/bare-counts.js';
import { countSales } from '../../src/store/sale-list.js';
import { onBothEngines } from '../support/engines.js';
import { fixtures } from '../support/fixtures.js';
import { plansOf } from '../support/query-plans.js';

const TODAY = '2026-07-10';

t.test('sales without surveys', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    await t.test('a sale knows whether it has surveys, however they come and go', async (t) => {
      const db = await engine.freshDatabase(t);
      const build = await fixtures(db);
      const rules = [await build.rule(), await build.rule()] as const;
      const [sale, other] = [await build.sale(), await build.sale()];
      const bare = () => db.read('sales').where({ bare: true }).orderBy('id').pluck('id');
      t.same(await bare(), [sale, other]);
      for (const rule of rules) await build.survey(sale, rule);
      t.same(await bare(), [other]);
      await db.transaction((trx) => trx('surveys').where({ sale_id: sale, rule_id: rules[0] }).delete());
      t.same(await bare(), [other], 'one is left');
      await db.transaction((trx) => trx('surveys').where({ sale_id: sale }).delete());
      t.same(await bare(), [sale, other]);
      t.equal((await countSales(db.read, {}))['without-surveys'], 2, 'the list says the same');
    });

    await t.test('are counted by what their product lacks, as far back as they could still have some', async (t) => {
      const db = await engine.freshDatabase(t);
      const build = await fixtures(db);
      const rule = await build.rule({ startDays: 7, expiryDays: 3 });
      const planning = await build.product({ profileId: await build.profile({ rules: [rule] }) });
      const idle = await build.product({ profileId: await build.profile({ rules: [] }) });
      const without = await build.product();
      t.same(await countBareSales(db.read, TODAY), [], 'nothing was sold');
      await build.sale({ productId: planning, closedOn: addDays(TODAY, -10) });
      await build.sale({ productId: planning, closedOn: addDays(TODAY, -11) });
      await build.survey(await build.sale({ productId: planning, closedOn: TODAY }), rule);
      await build.sale({ productId: planning, closedOn: TODAY, cancelledOn: TODAY });
      await build.sale({ productId: idle, closedOn: TODAY });
      for (const days of [0, 365, 366]) await build.sale({ productId: without, closedOn: addDays(TODAY, -days) });
      const counts = new Map((await countBareSales(db.read, TODAY)).map((group) => [group.reason, group]));
      t.same(counts.get('recorded-before-configuration'), {
        reason: 'recorded-before-configuration',
        count: 1,
        from: addDays(TODAY, -10),
      });
      t.equal(counts.get('profile-without-active-rules')?.count, 1);
      t.equal(counts.get('product-without-profile')?.count, 2, 'a year, and not a day more');
      t.equal(counts.size, 3);
      const few = await countBareSales(db.read, TODAY, 1);
      t.ok(
        few.every(({ count }) => count === 1),
        'no more than the cap',
      );
    });

    await t.test('are found in their index: a page never looks at every sale', async (t) => {
      const db = await engine.freshDatabase(t);
      const build = await fixtures(db);
      await build.product({ profileId: await build.profile({ rules: [await build.rule()] }) });
      await build.sale();
      const plans = await plansOf(db, () => countBareSales(db.read, TODAY));
      t.same(
        plans.filter(({ scanned }) => scanned === 'sales'),
        [],
      );
      const [first, ...others] = plans.filter(({ text }) => /sales/.test(text));
      for (const { text } of [first ?? { text: 'none' }, ...others]) t.match(text, 'sales_bare_product');
    });
  });
});

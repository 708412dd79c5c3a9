import t from 'tap';
import { planSales, previewPlanning } from '../../src/actions/plan-sales.js';
import { acting } from '../support/acting.js';
import { onBothEngines } from '../support/engines.js';
import { fixtures } from '../support/fixtures.js';

await onBothEngines(t, async (t, engine) => {
  await t.test('planning now reaches the sales of a filter that stand and have no survey', async (t) => {
    const db = await engine.freshDatabase(t);
    const build = await fixtures(db);
    const rule = await build.rule();
    const profileId = await build.profile({ rules: [rule, await build.rule({ active: false })] });
    const productId = await build.product({ profileId });
    const recent = await build.sale({ productId, closedOn: '2026-07-01' });
    const old = await build.sale({ productId, closedOn: '2026-01-01' });
    const planned = await build.sale({ productId, closedOn: '2026-07-01' });
    await build.survey(planned, rule);
    await build.sale({ productId, closedOn: '2026-07-01', cancelledOn: '2026-07-02' });
    await build.sale({ closedOn: '2026-07-01' });
    const context = acting(db, build.people.ana);
    const everything = { filter: {} };
    const nothing = { scheduled: 0, due: 0, inconsistent: 0 };

    const preview = await previewPlanning(context, everything, [{ kind: 'upcoming' }, { kind: 'all' }]);
    t.same(preview, [
      { sales: 3, plannedSales: 1, surveys: { ...nothing, due: 1 } },
      { sales: 3, plannedSales: 2, surveys: { ...nothing, due: 1, inconsistent: 1 } },
    ]);
    t.equal((await db.read('surveys')).length, 1, 'a preview plans nothing');

    t.match(await planSales(context, { filter: { to: '2026-06-30' } }, { kind: 'upcoming' }), {
      sales: 1,
      plannedSales: 0,
    });
    t.match(await planSales(context, { saleId: recent }, { kind: 'upcoming' }), { sales: 1, plannedSales: 1 });
    t.match(await planSales(context, everything, { kind: 'since', date: '2026-01-18' }), { sales: 2, plannedSales: 1 });
    t.match(await planSales(context, everything, { kind: 'all' }), { sales: 1, plannedSales: 0 });
    t.same(await db.read('surveys').orderBy('id').pluck('sale_id'), [planned, recent, old]);
    t.same(await db.read('audit').orderBy('id').pluck('entity_id'), [recent, old], 'one entry a sale');
  });

  await t.test('two who plan the same at once plan it once', async (t) => {
    const db = await engine.freshDatabase(t);
    const build = await fixtures(db);
    const productId = await build.product({ profileId: await build.profile({ rules: [await build.rule()] }) });
    const saleId = await build.sale({ productId });
    const context = acting(db, build.people.ana);
    const reports = await Promise.all([1, 2].map(() => planSales(context, { saleId }, { kind: 'all' })));
    t.same(reports.map((report) => report.plannedSales).sort(), [0, 1]);
  });
});

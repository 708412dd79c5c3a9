import t from 'tap';
import { cancelSale } from '../../src/actions/cancel-sale.js';
import { restoreSale } from '../../src/actions/restore-sale.js';
import { acting, done, refused } from '../support/acting.js';
import { onBothEngines } from '../support/engines.js';
import { fixtures } from '../support/fixtures.js';
import { matchLists } from '../support/match-lists.js';

const FORM = { cancelledOn: '2026-07-09', reverseCommission: 'yes' };

await onBothEngines(t, async (t, engine) => {
  await t.test('cancelling ends the open surveys, and restoring opens them with their dates', async (t) => {
    const db = await engine.freshDatabase(t);
    const build = await fixtures(db);
    const saleId = await build.sale();
    const open = await build.survey(saleId, await build.rule());
    const closed = await build.survey(saleId, await build.rule());
    await db.transaction((trx) => trx('surveys').where({ id: closed }).update({ settled_at: 5, outcome: 'closed' }));
    const before = await db.read('surveys').orderBy('id');
    const context = acting(db, build.people.ana);

    t.equal(done(await cancelSale(context, saleId, FORM)), 1);
    t.match(await db.read('sales').first(), { cancelled_on: '2026-07-09', cancelled_at: context.now });
    t.match(await db.read('surveys').where({ id: open }).first(), { outcome: 'cancelled', settled_at: context.now });
    t.match(await db.read('surveys').where({ id: closed }).first(), { outcome: 'closed', settled_at: 5 });
    t.same(refused(await cancelSale(context, saleId, FORM)), { kind: 'already-cancelled' });

    t.equal(done(await restoreSale(context, saleId)), 1);
    t.match(await db.read('sales').first(), { cancelled_on: null, cancelled_at: null, commission_reversed: null });
    t.same(await db.read('surveys').orderBy('id'), before);
    t.same(refused(await restoreSale(context, saleId)), { kind: 'not-cancelled' });
    matchLists(t, await db.read('audit').orderBy('id').select('action', 'entity_id'), [
      { action: 'cancel', entity_id: saleId },
      { action: 'restore', entity_id: saleId },
    ]);
  });

  await t.test('a cancellation says its day and what becomes of the commission', async (t) => {
    const db = await engine.freshDatabase(t);
    const build = await fixtures(db);
    const saleId = await build.sale({ closedOn: '2026-07-05' });
    const context = acting(db, build.people.ana);
    const fault = async (over: object) => refused(await cancelSale(context, saleId, { ...FORM, ...over }));
    const invalid = (field: string, message: string) => ({ kind: 'invalid', errors: [{ field, message }] });
    t.same(await fault({ cancelledOn: '' }), invalid('cancelledOn', 'required'));
    t.same(await fault({ cancelledOn: '2026-07-04' }), invalid('cancelledOn', 'beforeClosing'));
    t.same(await fault({ cancelledOn: '2026-07-11' }), invalid('cancelledOn', 'inTheFuture'));
    t.same(await fault({ reverseCommission: '' }), invalid('reverseCommission', 'required'));
    await t.rejects(cancelSale(context, 999, FORM), { name: 'NotFoundError' });
    await t.rejects(restoreSale(context, 999), { name: 'NotFoundError' });
    done(await cancelSale(context, saleId, { cancelledOn: '2026-07-05', reverseCommission: 'no' }));
    t.equal(Boolean((await db.read('sales').first()).commission_reversed), false);
  });

  await t.test('of two who cancel at once, one does', async (t) => {
    const db = await engine.freshDatabase(t);
    const build = await fixtures(db);
    const saleId = await build.sale();
    const context = acting(db, build.people.ana);
    const results = await Promise.all([1, 2, 3].map(() => cancelSale(context, saleId, FORM)));
    t.equal(results.filter((result) => result.ok).length, 1);
  });
});

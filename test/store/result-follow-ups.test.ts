import t from 'tap';
import { LongReads } from '../../src/store/long-reads.js';
import { followUpReading } from '../../src/store/result-follow-ups.js';
import { ResultReader } from '../../src/store/result-reader.js';
import type { ResultFilter, ResultScope } from '../../src/store/results.js';
import { select } from '../../src/store/statements.js';
import { statementsOf } from '../support/counted-reads.js';
import { onBothEngines } from '../support/engines.js';
import { originOf } from '../support/follow-ups.js';
import { plansOf } from '../support/query-plans.js';
import { resultWorld } from '../support/result-world.js';
import { TODAY } from '../support/survey-world.js';

const PERIOD = { from: '2026-04-01', to: '2026-07-31' };

await onBothEngines(t, async (t, engine) => {
  const world = await resultWorld(await engine.freshDatabase(t), { surveys: 5 });
  const reads = new LongReads(world.db);
  t.teardown(() => reads.close());
  const reader = new ResultReader(reads, world.db.dialect);
  const scope = (filter: ResultFilter): ResultScope => ({ period: PERIOD, filter, today: TODAY });

  await t.test('follow-ups are counted by kind, with what they took and brought', async (t) => {
    const { db, ana, bruno } = world;
    const { id } = await db.read('surveys').orderBy('id').first('id');
    const sale = await originOf(db.read, id);
    const opened = {
      ...sale,
      opened_by: ana.id,
      opened_at: 1,
      priority: 2,
    };
    const ended = { ended_by: ana.id, ended_at: 2 };
    const one = (kind: string, openedOn: string, more = {}) => ({
      ...opened,
      kind,
      owner_id: bruno.id,
      due_on: openedOn,
      opened_on: openedOn,
      ...more,
    });
    await db.transaction(async (trx) => {
      for (const row of [
        one('complaint', '2026-04-01'),
        one('complaint', '2026-05-01', { ...ended, ended_on: '2026-05-04', ending: 'resolved' }),
        one('complaint', '2026-05-01', { ...ended, ended_on: '2026-05-02', ending: 'discarded' }),
        one('complaint', '2026-08-01'),
        one('opportunity', '2026-07-31', { ...ended, ended_on: '2026-08-10', ending: 'won', won_cents: 9990 }),
        one('opportunity', '2026-07-01', { ...ended, ended_on: '2026-07-01', ending: 'lost', owner_id: ana.id }),
      ])
        await trx('follow_ups').insert(row);
    });
    const read = async (filter: ResultFilter, period = PERIOD) => {
      const [result] = await reader.periods([{ ...scope(filter), period }]);
      const sorted = [...(result?.followUps ?? [])].sort((a, b) => (a.kind < b.kind ? -1 : 1));
      return sorted.map((row) => [row.kind, row.opened, row.solved, row.discarded, row.days, row.won, row.won_cents]);
    };
    t.same(await read({}), [
      ['complaint', 3, 1, 1, 3, 0, 0],
      ['opportunity', 2, 1, 0, 0, 0, 0],
    ]);
    t.same(
      await read({}, { from: '2026-08-01', to: '2026-08-31' }),
      [
        ['complaint', 1, 0, 0, 0, 0, 0],
        ['opportunity', 0, 1, 0, 10, 1, 9990],
      ],
      'what was won in August is of August, although it was opened in July',
    );
    t.same(
      (await read({ operatorIds: [ana.id] })).map(([kind, count]) => [kind, count]),
      [['opportunity', 1]],
    );
    t.equal((await read({ sellerIds: [sale.seller_id] })).length, 2);
    t.same(await read({ cities: ['nowhere'] }), []);
    t.same(await read({ ruleIds: [world.ruleId] }), [], 'these came from no survey');
    const { product_id } = await db.read('sales').where({ id: sale.sale_id }).first('product_id');
    const ofProfile = await read({ profileIds: [world.profileId] });
    t.equal(ofProfile.length, product_id === world.otherProductId ? 2 : 0, 'by the profile of the product');
  });

  await t.test('they are counted from their own columns, by the index of their day', async (t) => {
    const { db } = world;
    for (const filter of [
      {},
      { sellerIds: [1], productIds: [1], cities: ['natal'] },
      { operatorIds: [1, 2] },
      { profileIds: [1] },
    ]) {
      const steps = await plansOf(db, async () => {
        for (const { sql, bindings } of statementsOf(followUpReading(db.dialect, scope(filter))))
          await select(db.read, sql, bindings);
      });
      const what = steps.map(({ text }) => text).join('\n');
      t.notMatch(what, /\b(sales|customers)\b/, JSON.stringify(filter));
      if (db.dialect === 'sqlite') {
        t.match(what, /COVERING INDEX follow_ups_opened \(opened_on>\? AND opened_on<\?\)/, JSON.stringify(filter));
        t.match(what, /INDEX follow_ups_ended \(ended_on>\? AND ended_on<\?\)/, JSON.stringify(filter));
      }
    }
  });

  await t.test('those of a customer alone are of his city, and of no seller', async (t) => {
    const { db, ana } = world;
    const { customer_id } = await db.read('sales').orderBy('id').first('customer_id');
    const { city_key, has_phone } = await db
      .read('customers')
      .where({ id: customer_id })
      .first('city_key', 'has_phone');
    const row = {
      kind: 'doubt',
      opened_by: ana.id,
      opened_at: 1,
      opened_on: '2026-06-05',
      due_on: '2026-06-09',
      priority: 2,
    };
    await db.transaction((trx) =>
      trx('follow_ups').insert({ ...row, customer_id, city_key, has_phone, owner_id: ana.id }),
    );
    const doubts = async (filter: ResultFilter) => {
      const [result] = await reader.periods([scope(filter)]);
      return result?.followUps.find(({ kind }) => kind === 'doubt')?.opened ?? 0;
    };
    const sellers = await db.read('users').pluck('id');
    t.same([await doubts({}), await doubts({ cities: [city_key] }), await doubts({ sellerIds: sellers })], [1, 1, 0]);
  });
});

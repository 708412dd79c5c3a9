import t from 'tap';
import { migrations } from '../../migrations/index.js';
import { insertAudit } from '../../src/store/audit.js';
import { AUDIT_PAGE_SIZE, listAudit, listAuditActors } from '../../src/store/audit-list.js';
import { type Database, openDatabase } from '../../src/store/connection.js';
import { migrate } from '../../src/store/migrate.js';
import { insertPersonas } from '../support/app.js';
import { onBothEngines } from '../support/engines.js';
import { matchLists } from '../support/match-lists.js';
import { plansOf } from '../support/query-plans.js';

const SALE = { action: 'replan', entity: 'sale' } as const;
const RULE = { action: 'change', entity: 'rule', entityId: 7 } as const;

/** Three chunks of a job that changes sales, one of them surveys too, between two changes made by hand. */
async function written(db: Database, davi: number) {
  const write = (at: number, jobId: number | undefined, entries: Parameters<typeof insertAudit>[3]) =>
    db.transaction((trx) => insertAudit(trx, { id: davi, origin: 'web', ...(jobId && { jobId }) }, at, entries));
  await write(1, undefined, [RULE]);
  for (const chunk of [0, 1, 2]) {
    const sales = Array.from({ length: 40 }, (_, index) => ({ ...SALE, entityId: 100 * chunk + index + 1 }));
    await write(2 + chunk, 5, [...sales, ...(chunk === 1 ? [{ ...SALE, entity: 'survey', entityId: 1 }] : [])]);
  }
  await write(9, 6, [{ ...SALE, entityId: 1 }]);
  await write(10, undefined, [RULE]);
}

await onBothEngines(t, async (t, engine) => {
  await t.test('what a job did with records of one kind is one line, which opens to all', async (t) => {
    const db = await engine.freshDatabase(t);
    const { davi } = await insertPersonas(db);
    await written(db, davi);
    const told = async (filter: Parameters<typeof listAudit>[1]) =>
      (await listAudit(db.read, filter, null)).rows.map(({ at, entity, job }) => [at, entity, job?.lines ?? null]);
    const all = [
      [10, 'rule', null],
      [9, 'sale', 1],
      [3, 'survey', 1],
      [2, 'sale', 120],
      [1, 'rule', null],
    ];
    t.same(await told({}), all);
    t.same(await told({ actorId: davi }), all);
    t.same(await told({ entity: 'sale' }), [all[1], all[3]]);
    t.same(await told({ action: 'change' }), [all[0], all[4]]);
    t.same((await told({ entity: 'sale', entityId: 1 })).length, 2, 'the history of a record has its own lines');
    t.same(await listAuditActors(db.read), [{ id: davi, name: 'Davi Administrador' }]);

    const ofJob = { id: 5, ...SALE };
    const seen: number[] = [];
    let page = await listAudit(db.read, { ofJob }, null);
    t.equal(page.rows.length, AUDIT_PAGE_SIZE);
    for (; ; page = await listAudit(db.read, { ofJob }, page.next)) {
      seen.push(...page.rows.map(({ entityId }) => entityId));
      if (page.next === null) break;
    }
    t.equal(seen.length, 120);
    t.same([seen[0], seen.at(-1)], [240, 1], 'the last one first');
  });

  await t.test('within a period the first line in it stands for those in it', async (t) => {
    const db = await engine.freshDatabase(t);
    const { davi } = await insertPersonas(db);
    const MINUTE = 60_000;
    const midnight = Date.parse('2026-07-11T00:00:00-03:00');
    const job = { id: davi, origin: 'web', jobId: 5 } as const;
    const write = (at: number, count: number) => {
      const entries = Array.from({ length: count }, (_, index) => ({ ...SALE, entityId: index + 1 }));
      return db.transaction((trx) => insertAudit(trx, job, at, entries));
    };
    for (const [minutes, count] of [
      [-2, 20],
      [-1, 30],
      [1, 10],
      // A clock that was put back: times go on with the numbers.
      [-1, 5],
      [2, 35],
      [25 * 60, 7],
    ] as const)
      await write(midnight + minutes * MINUTE, count);
    const day = (number: number) => midnight + number * 24 * 60 * MINUTE;
    for (const [from, before, expected] of [
      [undefined, undefined, [[-2, 107]]],
      [undefined, day(0), [[-2, 50]]],
      [day(-1), day(0), [[-2, 50]]],
      [day(0), day(1), [[1, 50]]],
      [day(0), undefined, [[1, 57]]],
      [day(1), undefined, [[25 * 60, 7]]],
      [day(-1), day(1), [[-2, 100]]],
      [day(-30_000), undefined, [[-2, 107]]],
      [day(2), undefined, []],
      [undefined, day(-1), []],
    ] as const) {
      const period = { ...(from !== undefined && { from }), ...(before !== undefined && { before }) };
      for (const filter of [period, { ...period, actorId: davi }, { ...period, entity: 'sale' }]) {
        const { rows } = await listAudit(db.read, filter, null);
        t.same(
          rows.map(({ at, job }) => [(at - midnight) / MINUTE, job?.lines]),
          expected,
          JSON.stringify(filter),
        );
      }
      let listed = 0;
      for (let page = await listAudit(db.read, { ...period, ofJob: { id: 5, ...SALE } }, null); ; ) {
        listed += page.rows.length;
        if (page.next === null) break;
        page = await listAudit(db.read, { ...period, ofJob: { id: 5, ...SALE } }, page.next);
      }
      t.equal(listed, expected[0]?.[1] ?? 0, 'as many as it says');
    }
  });

  await t.test('neither the list nor a job’s lines are read in full or sorted', async (t) => {
    const db = await engine.freshDatabase(t);
    const { davi } = await insertPersonas(db);
    await written(db, davi);
    const origin = 'cli' as const;
    const filters: Parameters<typeof listAudit>[1][] = [
      {},
      { actorId: davi },
      { origin },
      { ofJob: { id: 5, ...SALE } },
    ];
    filters.push({ entity: 'sale' }, { action: 'change' });
    for (const filter of [...filters, ...filters.map((filter) => ({ ...filter, from: 1, before: 5 }))])
      t.same(
        (await plansOf(db, () => listAudit(db.read, filter, null))).filter(
          ({ scanned, sorts }) => scanned === 'audit' || sorts,
        ),
        [],
        JSON.stringify(filter),
      );
  });

  await t.test('what jobs wrote before is put together too, and stays as it is', async (t) => {
    const config = await engine.emptyConfig(t);
    const own = migrations.findIndex(({ name }) => name.endsWith('audit_of_jobs'));
    await migrate(config, { known: migrations.slice(0, own) });
    const db = openDatabase(config);
    t.teardown(() => db.close());
    const row = { origin: 'web', action: 'replan', entity: 'sale' };
    const HOUR = 3_600_000;
    await db.transaction(async (trx) => {
      for (const [entityId, job] of [5, null, 5, 6, 5].entries())
        await trx('audit').insert({
          ...row,
          at: entityId < 4 ? 1 : HOUR,
          entity_id: entityId + 1,
          changes: JSON.stringify(job === null ? { note: [null, '"job":'] } : { planned: [null, 1], job: [null, job] }),
        });
    });
    await migrate(config);
    t.same(
      (await listAudit(db.read, {}, null)).rows.map(({ entityId, job }) => [entityId, job]),
      [
        [4, { id: 6, lines: 1 }],
        [2, null],
        [1, { id: 5, lines: 3 }],
      ],
    );
    matchLists(t, (await listAudit(db.read, { from: HOUR }, null)).rows, [{ entityId: 5, job: { id: 5, lines: 1 } }]);
    await t.rejects(
      db.transaction((trx) => trx('audit').update({ at: 2 })),
      /append-only/,
    );
  });
});

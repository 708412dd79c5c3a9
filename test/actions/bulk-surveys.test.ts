import t from 'tap';
import { previewBulk } from '../../src/actions/preview-bulk.js';
import { startBulk } from '../../src/actions/start-bulk.js';
import { addDays } from '../../src/domain/civil-date.js';
import type { Listed } from '../../src/store/selected-surveys.js';
import { acting } from '../support/acting.js';
import { onBothEngines } from '../support/engines.js';
import { bulkInput, doBulk, runWaiting, waitingBulk } from '../support/jobs.js';
import { oneOfEach } from '../support/survey-states.js';
import { surveyWorld, TODAY } from '../support/survey-world.js';

await onBothEngines(t, async (t, engine) => {
  await t.test('a survey that does not exist is left out, as one that is gone', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    const ids = [await world.survey(), 999];
    const close = { verb: 'close', reason: 'refused', note: '' } as const;
    t.same(await previewBulk(acting(db, world.ana), { kind: 'ids', ids }, close), {
      total: 2,
      doing: 1,
      skipped: { gone: 1 },
    });
    t.match(await doBulk(db, world.ana, bulkInput(close, ids)), { done: 1, skipped: { gone: 1 } });
  });

  await t.test('surveys go only to who may operate', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    const ids = [await world.survey(), await world.survey({ outcome: 'executed' })];
    // edu sells without a password: he cannot sign in.
    const job = await doBulk(db, world.ana, bulkInput({ verb: 'reassign', operatorId: world.edu.id }, ids));
    t.match(job, { done: 0, skipped: { 'operator-gone': 1, executed: 1 } });
  });

  await t.test('the same form sent twice at once is one job', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    const ids = [await world.survey(), await world.survey()];
    const input = bulkInput({ verb: 'close', reason: 'refused', note: '' }, ids);
    const start = () => startBulk(acting(db, world.ana), { key: 'the-same', input, total: 2 });
    const [first, second] = await Promise.all([start(), start()]);
    t.equal(first, second);
    t.equal(await start(), first);
    await runWaiting(db);
    t.equal((await db.read('jobs')).length, 1);
    t.equal((await db.read('closures')).length, 2);
    t.equal((await db.read('audit').where({ action: 'start', entity: 'job' })).length, 1);
  });

  await t.test('two managers at once on overlapping selections do each survey once', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    const ids = await world.surveys(Array.from({ length: 450 }, () => ({})));
    const close = { verb: 'close', reason: 'unreachable', note: '' } as const;
    const jobs = await Promise.all([
      doBulk(db, world.ana, bulkInput(close, ids.slice(0, 300))),
      doBulk(db, world.davi, bulkInput(close, ids.slice(150))),
    ]);
    await runWaiting(db);
    const ends = await db.read('jobs').whereIn(
      'id',
      jobs.map(({ id }) => id),
    );
    t.same(
      ends.map(({ state }) => state),
      ['done', 'done'],
    );
    t.equal(ends[0].done + ends[1].done, 450);
    t.equal((await db.read('closures')).length, 450);
    t.equal((await db.read('audit').where({ action: 'close' })).length, 450);
    const skipped = ends.map((row) => JSON.parse(row.skipped).closed ?? 0);
    t.equal(skipped[0] + skipped[1], 150);
  });

  await t.test('all of a list are those that stood in it when it was chosen', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    const overdue = await world.surveys(Array.from({ length: 450 }, () => ({ closedOn: addDays(TODAY, -30) })));
    const listed: Listed = { tab: 'inconsistent', filter: {}, chips: [], today: TODAY, userId: world.ana.id };
    const selection = { kind: 'listed', listed } as const;
    const extend = { verb: 'extend', expiresOn: addDays(TODAY, 3), reason: 'Greve' } as const;
    t.same(await previewBulk(acting(db, world.ana), selection, extend), { total: 450, doing: 450, skipped: {} });
    // One chunk is done in the request: then somebody moves one of those that are left, and a new one comes in.
    const id = await startBulk(acting(db, world.ana), {
      key: 'all',
      input: bulkInput(extend, selection),
      total: 450,
    });
    const moved = overdue.at(-1) ?? 0;
    await db.transaction((trx) => trx('surveys').where({ id: moved }).update({ expires_on: TODAY }));
    const late = await world.survey({ closedOn: addDays(TODAY, -30) });
    await runWaiting(db);
    const [job] = await db.read('jobs').where({ id });
    t.match(job, { state: 'done', total: 450, done: 449 });
    t.same(JSON.parse(job.skipped), { 'left-list': 1 });
    t.ok((await db.read('surveys').where({ id: late }).first()).expires_on < TODAY);
    t.equal((await db.read('extensions')).length, 449);
  });

  await t.test('every chip that is on is part of all, and the own list is the own one', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    await oneOfEach(db, world);
    const take = { verb: 'reassign', operatorId: world.ana.id } as const;
    const listed = { filter: {}, chips: ['scheduled', 'due', 'closed', 'cancelled'], today: TODAY } as const;
    const outline = (tab: Listed['tab'], userId: number) =>
      previewBulk(acting(db, world.ana), { kind: 'listed', listed: { ...listed, tab, userId } }, take);
    const held = { count: 1, by: [world.bruno.id] };
    t.same(await outline('pending', world.ana.id), { total: 9, doing: 6, skipped: { closed: 2, cancelled: 1 }, held });
    t.same(await outline('executed', world.ana.id), { total: 1, doing: 0, skipped: { executed: 1 } });
    t.same(await outline('my-rules', world.carla.id), { total: 1, doing: 1, skipped: {} });
    const job = await doBulk(
      db,
      world.ana,
      bulkInput(take, { kind: 'listed', listed: { ...listed, tab: 'my-rules', userId: world.carla.id } }),
    );
    t.match(job, { total: 1, done: 1 });
    t.match(
      await doBulk(
        db,
        world.ana,
        bulkInput(take, { kind: 'listed', listed: { ...listed, tab: 'pending', userId: world.ana.id } }),
      ),
      { total: 9, done: 5, skipped: { closed: 2, cancelled: 1, 'already-his': 1 } },
    );
  });

  await t.test('a job that runs past midnight goes by the day of each chunk', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    const ids = [await world.survey({ closedOn: addDays(TODAY, -30) })];
    const extend = { verb: 'extend', expiresOn: TODAY, reason: 'Greve' } as const;
    const id = await waitingBulk(db, world.ana, bulkInput(extend, ids));
    await runWaiting(db, Date.parse('2026-07-11T00:00:01-03:00'));
    t.same(JSON.parse((await db.read('jobs').where({ id }).first()).skipped), { 'before-today': 1 });
  });
});

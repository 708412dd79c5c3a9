import t from 'tap';
import { previewBulk } from '../../src/actions/preview-bulk.js';
import { startBulk } from '../../src/actions/start-bulk.js';
import type { BulkAction } from '../../src/domain/bulk.js';
import { addDays } from '../../src/domain/civil-date.js';
import type { Database } from '../../src/store/connection.js';
import { listSkipped } from '../../src/store/job-items.js';
import type { Listed } from '../../src/store/selected-surveys.js';
import { acting } from '../support/acting.js';
import { onBothEngines } from '../support/engines.js';
import { bulkInput, doBulk, runWaiting, waitingBulk } from '../support/jobs.js';
import { type SurveyWorld, surveyWorld, TODAY } from '../support/survey-world.js';

/** One survey in every state that decides whether an action can be done with it. */
async function oneOfEach(db: Database, world: SurveyWorld) {
  const made = {
    due: await world.survey(),
    scheduled: await world.survey({ closedOn: TODAY }),
    overdue: await world.survey({ closedOn: addDays(TODAY, -30) }),
    farOff: await world.survey({ closedOn: TODAY, startDays: 40 }),
    carlas: await world.survey({ assignedTo: world.carla.id }),
    executed: await world.survey({ outcome: 'executed' }),
    closed: await world.survey({ outcome: 'closed' }),
    cancelled: await world.survey({ outcome: 'cancelled' }),
    closedOfCancelledSale: await world.survey({ outcome: 'closed' }),
  };
  await db.transaction((trx) =>
    trx('sales')
      .where('id', trx('surveys').where({ id: made.closedOfCancelledSale }).select('sale_id'))
      .update({ cancelled_on: TODAY, cancelled_at: 1, commission_reversed: true }),
  );
  return made;
}

type State = keyof Awaited<ReturnType<typeof oneOfEach>>;

const SETTLED = { executed: 'executed', closed: 'closed', cancelled: 'cancelled', closedOfCancelledSale: 'closed' };
const NOT_CLOSED = Object.fromEntries(
  ['due', 'scheduled', 'overdue', 'farOff', 'carlas', 'executed', 'cancelled'].map((state) => [state, 'not-closed']),
);

/** What each action leaves as it is, and why; it is done with all others. */
const TABLE: readonly (readonly [(world: SurveyWorld) => BulkAction, Partial<Record<State, string>>])[] = [
  [
    () => ({ verb: 'extend', expiresOn: addDays(TODAY, 1), reason: 'Feriado' }),
    { ...SETTLED, due: 'same-expiry', carlas: 'same-expiry', scheduled: 'before-opening', farOff: 'before-opening' },
  ],
  [
    () => ({ verb: 'extend', expiresOn: addDays(TODAY, 8), reason: 'Feriado' }),
    { ...SETTLED, scheduled: 'before-expiry', farOff: 'before-opening' },
  ],
  [() => ({ verb: 'close', reason: 'other', note: 'Base antiga' }), SETTLED],
  [(world) => ({ verb: 'reassign', operatorId: world.carla.id }), { ...SETTLED, carlas: 'already-his' }],
  [
    () => ({ verb: 'take-back' }),
    {
      ...SETTLED,
      due: 'not-reassigned',
      scheduled: 'not-reassigned',
      overdue: 'not-reassigned',
      farOff: 'not-reassigned',
    },
  ],
  [() => ({ verb: 'reopen', reason: 'Engano' }), { ...NOT_CLOSED, closedOfCancelledSale: 'sale-cancelled' }],
];

await onBothEngines(t, async (t, engine) => {
  for (const [actionOf, skips] of TABLE)
    await t.test('an action is done with who allows it, and says why not with the others', async (t) => {
      const db = await engine.freshDatabase(t);
      const world = await surveyWorld(db);
      const made = await oneOfEach(db, world);
      const action = actionOf(world);
      const selection = { kind: 'ids', ids: Object.values(made) } as const;
      const counts: Record<string, number> = {};
      for (const reason of Object.values(skips)) counts[reason] = (counts[reason] ?? 0) + 1;
      const doing = Object.keys(made).length - Object.keys(skips).length;
      const before = await db.read('surveys').orderBy('id');
      t.same(
        await previewBulk(acting(db, world.ana), selection, action),
        { total: Object.keys(made).length, doing, skipped: counts },
        `the preview of ${action.verb}`,
      );
      t.same(await db.read('surveys').orderBy('id'), before, 'the preview writes nothing');
      const job = await doBulk(db, world.ana, bulkInput(action, selection));
      t.match(job, { state: 'done', done: doing, total: Object.keys(made).length });
      t.same(job.skipped, counts, action.verb);
      for (const [state, reason] of Object.entries(skips))
        t.ok(
          (await listSkipped(db.read, job.id, { reason, after: 0, size: 10 })).some(
            ({ id, customer }) => id === made[state as State] && customer === 'Maria Souza',
          ),
          `${state}: ${reason}`,
        );
      const audited = await db.read('audit').where({ entity: 'survey' }).orderBy('entity_id');
      t.same(
        audited.map((row) => row.entity_id),
        Object.entries(made).flatMap(([state, id]) => (state in skips ? [] : [id])),
        'one audit row for each',
      );
      for (const row of audited) {
        t.match(row, { action: action.verb, actor_id: world.ana.id, origin: 'web' });
        t.same(JSON.parse(row.changes).job, [null, job.id]);
      }
      for (const row of await db.read('surveys').orderBy('id')) {
        const changed = audited.some(({ entity_id }) => entity_id === row.id);
        const was = before.find(({ id }) => id === row.id);
        t[changed ? 'notSame' : 'same'](row, was, `survey ${row.id}`);
      }
    });

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
    t.same(await outline('pending', world.ana.id), { total: 7, doing: 4, skipped: { closed: 2, cancelled: 1 } });
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
      { total: 7, done: 3, skipped: { closed: 2, cancelled: 1, 'already-his': 1 } },
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

import fc from 'fast-check';
import t from 'tap';
import { bulkSurveysBy } from '../../src/actions/bulk-surveys.js';
import { cancelJob } from '../../src/actions/cancel-job.js';
import { extendSurvey } from '../../src/actions/extend-survey.js';
import { type JobKind, runJobStep } from '../../src/actions/run-job.js';
import { addDays } from '../../src/domain/civil-date.js';
import type { Outcome } from '../../src/domain/scheduler.js';
import type { Database } from '../../src/store/connection.js';
import { acting } from '../support/acting.js';
import { onBothEngines } from '../support/engines.js';
import { bulkInput, runWaiting, waitingBulk } from '../support/jobs.js';
import { NOW, type SurveyWorld, surveyWorld, TODAY } from '../support/survey-world.js';

const CLOSE = { verb: 'close', reason: 'unreachable', note: '' } as const;
const SMALL = bulkSurveysBy({ noted: 3, changed: 2 });

/** One chunk of a job. */
function step(db: Database, id: number, kind: JobKind = SMALL) {
  return runJobStep({ db, kinds: [kind], now: NOW, today: TODAY }, { id });
}

async function waiting(db: Database, world: SurveyWorld, surveys: number) {
  const ids = await world.surveys(Array.from({ length: surveys }, () => ({})));
  return { ids, id: await waitingBulk(db, world.ana, bulkInput(CLOSE, ids)) };
}

const OUTCOME = fc.constantFrom(null, null, null, 'executed', 'closed', 'cancelled') as fc.Arbitrary<Outcome | null>;

/** All that an action leaves of each survey, without ids and jobs. */
async function traces(db: Database, ids: readonly number[]) {
  const found = [];
  for (const id of ids) {
    const survey = await db.read('surveys').where({ id }).first('expires_on', 'outcome', 'assigned_to');
    const extensions = await db
      .read('extensions')
      .where({ survey_id: id })
      .select('expires_on', 'reason', 'extended_by');
    const audit = await db.read('audit').where({ entity: 'survey', entity_id: id }).orderBy('id');
    const changes = audit.map((row) => ({ ...JSON.parse(row.changes), job: undefined }));
    found.push([survey, extensions, audit.map(({ action, actor_id }) => [action, actor_id]), changes]);
  }
  return found;
}

function jobRow(db: Database, id: number) {
  return db.read('jobs').where({ id }).first();
}

await onBothEngines(t, async (t, engine) => {
  await t.test('each chunk commits its work, its audit rows, the cursor and the counts together', async (t) => {
    const db = await engine.freshDatabase(t);
    const { id } = await waiting(db, await surveyWorld(db), 5);
    for (const done of [2, 4, 5]) {
      t.same(await step(db, id), { jobId: id });
      t.match(await jobRow(db, id), { done, total: 5, state: done === 5 ? 'done' : 'running' });
      t.equal((await db.read('closures')).length, done);
      t.equal((await db.read('audit').where({ action: 'close' })).length, done);
    }
    t.equal(await step(db, id), null, 'nothing is left to do');
  });

  await t.test('a chunk that breaks off leaves nothing, and is done once when it is tried again', async (t) => {
    const db = await engine.freshDatabase(t);
    const { id } = await waiting(db, await surveyWorld(db), 5);
    const broken: JobKind = {
      ...SMALL,
      chunk: async (...parameters) => {
        await SMALL.chunk(...parameters);
        throw new Error('power cut');
      },
    };
    await step(db, id);
    const before = await jobRow(db, id);
    t.match(await step(db, id, broken), { jobId: id, error: { message: 'power cut' } });
    t.same(await jobRow(db, id), { ...before, failures: 1 });
    t.equal((await db.read('closures')).length, 2);
    await runWaiting(db);
    t.match(await jobRow(db, id), { state: 'done', done: 5, failures: 0 });
    t.equal((await db.read('closures')).length, 5);
    t.equal((await db.read('audit').where({ action: 'close' })).length, 5);
  });

  await t.test('a job whose chunks fail again and again is given up, and what it did stays', async (t) => {
    const db = await engine.freshDatabase(t);
    const { id } = await waiting(db, await surveyWorld(db), 5);
    const broken: JobKind = { ...SMALL, chunk: () => Promise.reject(new Error('a bug')) };
    await step(db, id);
    for (const state of ['running', 'running', 'failed']) {
      await step(db, id, broken);
      t.match(await jobRow(db, id), { state, done: 2 });
    }
    t.equal(await step(db, id), null);
    t.equal((await jobRow(db, id)).finished_at, NOW);
  });

  await t.test('two runners at the same job do each survey once', async (t) => {
    const db = await engine.freshDatabase(t);
    const { id } = await waiting(db, await surveyWorld(db), 40);
    const runner = async () => {
      while ((await jobRow(db, id)).state === 'running') await step(db, id);
    };
    await Promise.all([runner(), runner(), runner()]);
    t.match(await jobRow(db, id), { state: 'done', done: 40, skipped: '{}' });
    t.equal((await db.read('closures')).length, 40);
  });

  await t.test('a job stops when who started it may not do so any more', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    for (const change of [{ role: 'operator' }, { role: 'manager', deactivated_at: 1 }]) {
      const { id } = await waiting(db, world, 4);
      await step(db, id);
      await db.transaction((trx) => trx('users').where({ id: world.ana.id }).update(change));
      await step(db, id);
      t.match(await jobRow(db, id), { state: 'stopped', done: 2, finished_at: NOW });
      await db.transaction((trx) => trx('users').where({ id: world.ana.id }).update({ role: 'manager' }));
    }
  });

  await t.test('a cancelled job ends where it stands', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    const { id } = await waiting(db, world, 5);
    await step(db, id);
    await t.rejects(cancelJob(acting(db, world.davi), id, world.davi.id), { name: 'NotFoundError' });
    t.equal(await cancelJob(acting(db, world.ana), id, world.ana.id), true);
    t.equal(await cancelJob(acting(db, world.ana), id, world.ana.id), false);
    t.equal(await step(db, id), null);
    t.match(await jobRow(db, id), { state: 'cancelled', done: 2 });
    t.equal((await db.read('audit').where({ action: 'cancel', entity: 'job', entity_id: id })).length, 1);
  });

  await t.test('running jobs take turns, and those that ended long ago are forgotten', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    const [long, short] = [await waiting(db, world, 450), await waiting(db, world, 3)];
    await runWaiting(db);
    for (const { id } of [long, short]) t.match(await jobRow(db, id), { state: 'done', finished_at: NOW });
    const days = (count: number) => NOW + count * 86_400_000;
    await runWaiting(db, days(30));
    t.equal((await db.read('jobs')).length, 2);
    await runWaiting(db, days(31));
    t.equal((await db.read('jobs')).length, 0);
    t.equal((await db.read('job_items')).length, 0);
    t.equal((await db.read('audit').where({ action: 'close' })).length, 453, 'the audit keeps what they did');
  });

  await t.test('a bulk job does what the single actions do, whatever its portions', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ age: fc.integer({ min: 0, max: 20 }), outcome: OUTCOME }), { maxLength: 12 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: -1, max: 12 }),
        async (specs, changed, days) => {
          const overs = specs.map(({ age, outcome }) => ({ closedOn: addDays(TODAY, -age), outcome }));
          const [one, many] = [await world.surveys(overs), await world.surveys(overs)];
          const extend = { verb: 'extend', expiresOn: addDays(TODAY, days), reason: 'Greve' } as const;
          for (const id of one) await extendSurvey(acting(db, world.ana), id, extend);
          const id = await waitingBulk(db, world.ana, bulkInput(extend, many));
          const kind = bulkSurveysBy({ noted: 1, changed });
          while ((await jobRow(db, id)).state === 'running') await step(db, id, kind);
          return JSON.stringify(await traces(db, one)) === JSON.stringify(await traces(db, many));
        },
      ),
      { numRuns: 15 },
    );
  });
});

import t from 'tap';
import { bulkFollowUps } from '../../src/actions/bulk-follow-ups.js';
import { cancelJob } from '../../src/actions/cancel-job.js';
import { type JobKind, runJobStep } from '../../src/actions/run-job.js';
import type { Database } from '../../src/store/connection.js';
import { insertJob } from '../../src/store/jobs.js';
import { acting } from '../support/acting.js';
import { onBothEngines } from '../support/engines.js';
import { addFollowUp } from '../support/follow-ups.js';
import { NOW, type SurveyWorld, surveyWorld, TODAY } from '../support/survey-world.js';

const KEPT = { action: { verb: 'discard' }, backHref: '/follow-ups?kind=complaint&sort=customer&tab=mine' };

/** A job of everything that is found by a name, with a reason that says one. */
async function waiting(db: Database, { bruno }: SurveyWorld): Promise<number> {
  const filter = { text: 'Maria Souza', kinds: ['complaint'] };
  const viewer = { id: bruno.id, role: bruno.role };
  const input = {
    action: { verb: 'discard', ending: { conclusion: 'Maria Souza desistiu', won: null } },
    selection: { kind: 'listed', listed: { viewer, today: TODAY, tab: 'mine', statuses: ['open'], filter } },
    backHref: '/follow-ups?kind=complaint&q=Maria+Souza&sort=customer&tab=mine&after=maria+souza.7',
  };
  const job = { kind: 'bulk-follow-ups', input, total: 1, createdBy: bruno.id, formKey: crypto.randomUUID() };
  return (await db.transaction((trx) => insertJob(trx, job, NOW))).id;
}

function step(db: Database, id: number, kind: JobKind = bulkFollowUps) {
  return runJobStep({ db, kinds: [kind], now: NOW, today: TODAY }, { id });
}

/** Each way in which a job ends. */
const ENDS: Readonly<Record<string, (db: Database, world: SurveyWorld, id: number) => Promise<unknown>>> = {
  done: (db, _world, id) => step(db, id),
  cancelled: (db, { bruno }, id) => cancelJob(acting(db, bruno), id, bruno.id),
  failed: async (db, _world, id) => {
    for (let time = 0; time < 3; time += 1)
      await step(db, id, { ...bulkFollowUps, chunk: () => Promise.reject(new Error('a bug')) });
  },
  stopped: async (db, { bruno }, id) => {
    await db.transaction((trx) => trx('users').where({ id: bruno.id }).update({ deactivated_at: 1 }));
    await step(db, id);
  },
};

await onBothEngines(t, async (t, engine) => {
  await t.test('however a job ends, it keeps no text that may name somebody', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    const followUp = await addFollowUp(db, world, await world.survey({ customer: 'Maria Souza' }));
    for (const [state, end] of Object.entries(ENDS)) {
      const id = await waiting(db, world);
      await end(db, world, id);
      const row = await db.read('jobs').where({ id }).first();
      t.equal(row.state, state);
      t.same(JSON.parse(row.input), KEPT, state);
      t.notMatch(JSON.stringify(row), /maria|desistiu/i, state);
    }
    const { conclusion } = await db.read('follow_ups').where({ id: followUp }).first();
    t.equal(conclusion, 'Maria Souza desistiu', 'it was done as asked');
  });
});

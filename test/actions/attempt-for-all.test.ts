import t from 'tap';
import { claimSurvey } from '../../src/actions/claim-survey.js';
import { recordAttempt } from '../../src/actions/record-attempt.js';
import type { Database } from '../../src/store/connection.js';
import { acting, done } from '../support/acting.js';
import { onBothEngines } from '../support/engines.js';
import { matchLists } from '../support/match-lists.js';
import { type SurveyWorld, surveyWorld } from '../support/survey-world.js';

const BUSY = { outcome: 'busy', others: true };

await onBothEngines(t, async (t, engine) => {
  await t.test('one call counts for every survey of the customer that the caller could run now', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    const [called, same, scheduled, carlas, held, stranger] = await world.surveys([
      {},
      {},
      { startDays: 30 },
      { assignedTo: world.carla.id },
      {},
      {},
    ]);
    await oneCustomer(db, [called, same, scheduled, carlas, held]);
    done(await claimSurvey(acting(db, world.ana), held ?? 0));
    const sent = { ...BUSY, formKey: 'one-call' };
    t.match(done(await recordAttempt(acting(db, world.bruno), called ?? 0, sent)), { alsoFor: 1 });
    t.same(await tried(db), [called, same], 'not what is not due, another’s, with somebody else, or of somebody else');
    t.match(done(await recordAttempt(acting(db, world.bruno), called ?? 0, sent)), { alsoFor: 0 });
    t.same(await tried(db), [called, same], 'and the same form sent again records nothing');
    t.equal((await db.read('audit').where({ action: 'attempt' })).length, 2);
    t.not(stranger, undefined);
  });

  await t.test('what it proposes is proposed for each', async (t) => {
    const { db, world, ids } = await threeOfOne(await engine.freshDatabase(t));
    const refusal = { outcome: 'refused', others: true, formKey: 'refused' };
    matchLists(t, done(await recordAttempt(acting(db, world.bruno), ids[1] ?? 0, refusal)), {
      proposed: ['closing'],
      alsoFor: 2,
    });
    t.same(await db.read('proposals').orderBy('survey_id').pluck('survey_id'), ids);
  });

  await t.test('calls for different surveys of one customer at once do not wait for each other for ever', async (t) => {
    const { db, world, ids } = await threeOfOne(await engine.freshDatabase(t));
    const calls = ids.flatMap((id) => [1, 2, 3].map((n) => ({ id, formKey: `${id}-${n}` })));
    const all = calls.map(({ id, formKey }) => recordAttempt(acting(db, world.bruno), id, { ...BUSY, formKey }));
    for (const one of await Promise.all(all)) t.match(done(one), { alsoFor: 2 });
    t.equal((await tried(db)).length, 27);
  });
});

async function threeOfOne(db: Database) {
  const world: SurveyWorld = await surveyWorld(db);
  const ids = await world.surveys([{}, {}, {}]);
  await oneCustomer(db, ids);
  return { db, world, ids };
}

/** Makes the surveys' sales those of the first one's customer. */
async function oneCustomer(db: Database, ids: readonly (number | undefined)[]): Promise<void> {
  await db.transaction(async (trx) => {
    const surveys = await trx('surveys')
      .whereIn('id', [...ids] as number[])
      .orderBy('id');
    const sales = surveys.map(({ sale_id }) => sale_id);
    await trx('sales').whereIn('id', sales).update({ customer_id: surveys[0].customer_id });
  });
}

async function tried(db: Database): Promise<number[]> {
  return db.read('attempts').orderBy(['survey_id', 'id']).pluck('survey_id');
}

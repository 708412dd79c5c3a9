import t, { type Test } from 'tap';
import { deactivateUser } from '../../src/actions/deactivate-user.js';
import { previewBulk } from '../../src/actions/preview-bulk.js';
import { reassignSurvey } from '../../src/actions/reassign-survey.js';
import { insertPolicy } from '../../src/store/policies.js';
import { acting, done, refused } from '../support/acting.js';
import { type Engine, onBothEngines } from '../support/engines.js';
import { bulkInput, doBulk } from '../support/jobs.js';
import { NOW, surveyWorld } from '../support/survey-world.js';

/** From July on the seller may not run the surveys of his sales; one of June, one of July, and one that edu sold then. */
async function sold(t: Test, engine: Engine) {
  const db = await engine.freshDatabase(t);
  const world = await surveyWorld(db);
  const policy = { fromMonth: '2026-07', k: 2000, bonusOnly: false, ownSurvey: 'block' } as const;
  await db.transaction((trx) => insertPolicy(trx, policy, { by: world.ana.id, at: NOW }));
  const ids = await world.surveys([
    { sellerId: world.carla.id, closedOn: '2026-06-30' },
    { sellerId: world.carla.id, closedOn: '2026-07-01' },
    { closedOn: '2026-07-01' },
  ]);
  const [before = 0, own = 0, others = 0] = ids;
  const assigned = async (id: number) => (await db.read('surveys').where({ id }).first()).assigned_to;
  return { db, world, ids, before, own, others, assigned };
}

await onBothEngines(t, async (t, engine) => {
  await t.test('a survey is not given to its own seller where the policy blocks him', async (t) => {
    const { db, world, before, own, others, assigned } = await sold(t, engine);
    const form = { operatorId: String(world.carla.id) };
    const give = (id: number) => reassignSurvey(acting(db, world.ana), id, form);
    t.same(refused(await give(own)), { kind: 'not-possible', reason: 'own-sale' });
    t.equal(await assigned(own), null);
    t.same(await db.read('audit'), []);
    for (const id of [before, others]) done(await give(id));
    done(await reassignSurvey(acting(db, world.ana), own, { operatorId: String(world.bruno.id) }));
  });

  await t.test('of many his own are left as they are, as the preview says', async (t) => {
    const { db, world, ids, own, assigned } = await sold(t, engine);
    const action = { verb: 'reassign', operatorId: world.carla.id } as const;
    t.same(await previewBulk(acting(db, world.ana), { kind: 'ids', ids }, action), {
      total: 3,
      doing: 2,
      skipped: { 'own-sale': 1 },
    });
    t.match(await doBulk(db, world.ana, bulkInput(action, ids)), { done: 2, skipped: { 'own-sale': 1 } });
    t.equal(await assigned(own), null);
  });

  await t.test('nor does he take them over from who leaves', async (t) => {
    const { db, world, ids, own, assigned } = await sold(t, engine);
    const { ana, bruno, carla } = world;
    await db.transaction((trx) => trx('surveys').whereIn('id', ids).update({ assigned_to: bruno.id }));
    const { version } = await db.read('users').where({ id: bruno.id }).first('version');
    const rules = (await db.read('rule_operators').where({ user_id: bruno.id }).pluck('rule_id')).map(
      (id) => `${id}:${ana.id}`,
    );
    const leave = (surveys: number) =>
      deactivateUser(acting(db, ana), { id: bruno.id, version }, { rules, surveys: String(surveys) });
    t.same(refused(await leave(carla.id)), {
      kind: 'invalid',
      errors: [{ field: 'surveys', message: 'soldThem', params: { count: 1 } }],
    });
    t.equal(await assigned(own), bruno.id);
    done(await leave(ana.id));
    t.equal(await assigned(own), ana.id);
  });
});

import t, { type Test } from 'tap';
import { claimSurvey } from '../../src/actions/claim-survey.js';
import { deactivateUser } from '../../src/actions/deactivate-user.js';
import { saveUser } from '../../src/actions/save-user.js';
import { NotFoundError } from '../../src/store/not-found.js';
import { acting, done, refused } from '../support/acting.js';
import { type Engine, onBothEngines } from '../support/engines.js';
import { type Fixtures, fixtures } from '../support/fixtures.js';
import { addFollowUp } from '../support/follow-ups.js';
import { matchLists } from '../support/match-lists.js';

async function world(t: Test, engine: Engine) {
  const db = await engine.freshDatabase(t);
  const build = await fixtures(db);
  const { bruno, carla, davi } = build.people;
  const leave = (form: object) => deactivateUser(acting(db, davi), { id: bruno.id, version: 1 }, form);
  const operators = (rule: number) =>
    db.read('rule_operators').where({ rule_id: rule }).orderBy('user_id').pluck('user_id');
  const survey = (id: number) => db.read('surveys').where({ id }).first();
  return { db, build, bruno, carla, davi, leave, operators, survey };
}

/** A survey of a sale of that seller's by the rule. */
async function surveyOf(build: Fixtures, rule: number, sellerId: number): Promise<number> {
  return build.survey(await build.sale({ sellerId, closedOn: '2026-07-01' }), rule);
}

await onBothEngines(t, async (t, engine) => {
  await t.test('each rule and the open surveys go to whoever is named for them', async (t) => {
    const { db, build, bruno, carla, davi, leave, operators, survey } = await world(t, engine);
    const [first, second] = [await build.rule(), await build.rule()];
    const own = await surveyOf(build, first, carla.id);
    const settled = await surveyOf(build, first, carla.id);
    await db.transaction(async (trx) => {
      await trx('surveys').whereIn('id', [own, settled]).update({ assigned_to: bruno.id });
      await trx('surveys').where({ id: settled }).update({ settled_at: 5, outcome: 'closed' });
    });
    const [carlas, anas] = [String(carla.id), String(build.people.ana.id)];
    done(await leave({ successor: carlas, rules: [`${second}:${anas}`], surveys: anas }));
    t.same(await operators(first), [bruno.id, carla.id].sort());
    t.same(await operators(second), [bruno.id, build.people.ana.id].sort());
    t.match(await survey(own), { assigned_to: build.people.ana.id });
    t.match(await survey(settled), { assigned_to: bruno.id }, 'what is over keeps its operator');
    const rows = await db
      .read('audit')
      .where({ actor_id: davi.id })
      .orderBy('id')
      .select('action', 'entity', 'entity_id');
    t.same(
      rows.map(({ action, entity, entity_id }) => `${action} ${entity} ${entity_id}`),
      [`change rule ${first}`, `change rule ${second}`, `reassign survey ${own}`, `deactivate user ${bruno.id}`],
    );
  });

  await t.test('without somebody for his own open surveys nothing happens', async (t) => {
    const { db, build, bruno, carla, leave, survey } = await world(t, engine);
    const rule = await build.rule({ operators: [carla.id] });
    const own = await surveyOf(build, rule, carla.id);
    await db.transaction((trx) => trx('surveys').where({ id: own }).update({ assigned_to: bruno.id }));
    t.same(refused(await leave({})), { kind: 'invalid', errors: [{ field: 'successor', message: 'required' }] });
    t.same(refused(await leave({ successor: String(bruno.id) })), {
      kind: 'invalid',
      errors: [{ field: 'successor', message: 'unknownValue' }],
    });
    t.match(await survey(own), { assigned_to: bruno.id });
    t.equal((await db.read('users').where({ id: bruno.id }).first()).deactivated_at, null);
    t.equal((await db.read('audit')).length, 0);
  });

  await t.test('a rule that the seller runs needs somebody where the seller is gone, or is he', async (t) => {
    const rows = [
      { seller: 'carla', gone: false, needs: false, fact: 'the seller can run them' },
      { seller: 'carla', gone: true, needs: true, fact: 'the seller is gone' },
      { seller: 'bruno', gone: false, needs: true, fact: 'he is the seller' },
    ] as const;
    for (const { seller, gone, needs, fact } of rows) {
      const { db, build, bruno, carla, leave, operators } = await world(t, engine);
      const rule = await build.rule({ sellerRuns: true, operators: [bruno.id] });
      await surveyOf(build, rule, build.people[seller].id);
      if (gone) await db.transaction((trx) => trx('users').where({ id: carla.id }).update({ deactivated_at: 1 }));
      if (needs) t.equal(refused(await leave({})).kind, 'invalid', fact);
      done(await leave(needs ? { successor: String(build.people.ana.id) } : {}));
      t.equal((await operators(rule)).length, needs ? 2 : 1, fact);
    }
  });

  await t.test('his sales’ surveys that only the seller runs become the successor’s own', async (t) => {
    const { build, bruno, carla, leave, operators, survey } = await world(t, engine);
    const sellers = await build.rule({ sellerRuns: true, operators: [] });
    const shared = await build.rule({ sellerRuns: true, operators: [carla.id] });
    const his = await surveyOf(build, sellers, bruno.id);
    const hers = await surveyOf(build, sellers, carla.id);
    const both = await surveyOf(build, shared, bruno.id);
    done(await leave({ successor: String(build.people.ana.id) }));
    t.match(await survey(his), { assigned_to: build.people.ana.id });
    for (const other of [hers, both]) t.match(await survey(other), { assigned_to: null });
    t.same(await operators(sellers), [], 'the rule stays the sellers’');
  });

  await t.test('a deactivated rule needs somebody while it has open surveys', async (t) => {
    const { build, bruno, carla, leave, operators } = await world(t, engine);
    const empty = await build.rule({ active: false });
    const open = await build.rule({ active: false });
    await surveyOf(build, open, carla.id);
    t.equal(refused(await leave({})).kind, 'invalid');
    done(await leave({ successor: String(carla.id) }));
    t.same(await operators(open), [bruno.id, carla.id].sort());
    t.same(await operators(empty), [bruno.id]);
  });

  await t.test('the survey that he is calling is free at once, with what he typed', async (t) => {
    const { db, build, bruno, carla, leave } = await world(t, engine);
    const rule = await build.rule({ operators: [bruno.id, carla.id] });
    const survey = await surveyOf(build, rule, carla.id);
    done(await claimSurvey(acting(db, bruno), survey));
    done(await leave({}));
    t.same(await db.read('claims'), []);
    matchLists(t, await db.read('audit').where({ action: 'release' }), [{ entity: 'survey', entity_id: survey }]);
    done(await claimSurvey(acting(db, carla), survey));
    const other = await surveyOf(build, rule, carla.id);
    await t.rejects(claimSurvey(acting(db, bruno), other), NotFoundError, 'a request of his that was still under way');
  });

  await t.test('his open follow-ups go to whoever is named for them, and what is over stays his', async (t) => {
    const { db, build, bruno, carla, davi, leave } = await world(t, engine);
    const { ana } = build.people;
    const rule = await build.rule({ operators: [bruno.id, carla.id] });
    const from = await surveyOf(build, rule, carla.id);
    const add = (spec: object) => addFollowUp(db, { bruno, productId: 1 }, from, spec);
    const [open, begun] = [await add({}), await add({ started: true })];
    await add({ ending: 'resolved' });
    await add({ owner_id: carla.id });
    const owners = () => db.read('follow_ups').orderBy('id').pluck('owner_id');
    t.same(refused(await leave({})), { kind: 'invalid', errors: [{ field: 'successor', message: 'required' }] });
    t.same(refused(await leave({ followUps: String(bruno.id) })), {
      kind: 'invalid',
      errors: [{ field: 'followUps', message: 'unknownValue' }],
    });
    t.same(await owners(), [bruno.id, bruno.id, bruno.id, carla.id], 'nothing moved');
    done(await leave({ followUps: String(ana.id) }));
    t.same(await owners(), [ana.id, ana.id, bruno.id, carla.id]);
    const rows = await db.read('audit').where({ actor_id: davi.id }).orderBy('id').select();
    t.same(
      rows.map(({ action, entity, entity_id, changes }) => [action, entity, entity_id, JSON.parse(changes)]),
      [
        ['reassign', 'follow-up', open, { ownerId: [bruno.id, ana.id] }],
        ['reassign', 'follow-up', begun, { ownerId: [bruno.id, ana.id] }],
        ['deactivate', 'user', bruno.id, { active: [true, false] }],
      ],
    );
  });

  await t.test('access is not taken from who alone answers for open surveys, and frees what he calls', async (t) => {
    const { db, build, bruno, carla, davi } = await world(t, engine);
    const rule = await build.rule({ operators: [bruno.id, carla.id] });
    const survey = await surveyOf(build, rule, carla.id);
    const bare = { access: false, name: 'Bruno', login: '', password: '', role: 'operator', externalId: '' };
    const strip = () => saveUser(acting(db, davi), { id: bruno.id, version: 1 }, bare);
    await db.transaction((trx) => trx('surveys').where({ id: survey }).update({ assigned_to: bruno.id }));
    t.same(refused(await strip()), {
      kind: 'invalid',
      errors: [{ field: 'access', message: 'hasOpenSurveys', params: { count: 1 } }],
    });
    await db.transaction((trx) => trx('surveys').where({ id: survey }).update({ assigned_to: null }));
    const followUp = await addFollowUp(db, { bruno, productId: 1 }, survey);
    t.same(refused(await strip()), {
      kind: 'invalid',
      errors: [{ field: 'access', message: 'hasOpenFollowUps', params: { count: 1 } }],
    });
    await db.transaction((trx) => trx('follow_ups').where({ id: followUp }).update({ owner_id: carla.id }));
    done(await claimSurvey(acting(db, bruno), survey));
    done(await strip());
    t.same(await db.read('claims'), []);
  });
});

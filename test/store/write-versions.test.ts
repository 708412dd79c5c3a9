import t from 'tap';
import { closeSurvey } from '../../src/actions/close-survey.js';
import type { Database } from '../../src/store/connection.js';
import { currentVersion, type Topic } from '../../src/store/write-versions.js';
import { acting } from '../support/acting.js';
import { onBothEngines } from '../support/engines.js';
import { addFollowUp } from '../support/follow-ups.js';
import { runSurvey, signalling } from '../support/signals.js';
import { addRule, surveyWorld, TODAY } from '../support/survey-world.js';

/** Writes that a topic counts, and writes next to them that it does not. */
const WRITES: readonly (readonly [Topic, boolean, string, string])[] = [
  ['surveys', true, 'a survey', 'update surveys set assigned_to = 1'],
  ['surveys', true, 'what a sale gives its surveys', "update sales set closed_on = '2026-07-02'"],
  ['surveys', true, 'a sale’s external id', "update sales set external_id = 'V-9'"],
  ['surveys', false, 'a sale’s value', 'update sales set value_cents = value_cents + 1, external_id = external_id'],
  ['surveys', true, 'what a customer is found by', "update customers set search_text = 'joana'"],
  ['surveys', false, 'a customer’s e-mail', "update customers set email = 'x@y.zz', search_text = search_text"],
  ['surveys', true, 'whether the seller runs a rule', 'update rules set seller_runs = not seller_runs'],
  ['surveys', false, 'a rule’s note', "update rules set note = 'x', seller_runs = seller_runs"],
  ['surveys', true, 'a rule’s operators', 'delete from rule_operators'],
  ['surveys', false, 'a statement that changes no row', 'update surveys set assigned_to = 1 where id = -1'],
  ['surveys', false, 'the settings', "update settings set company_name = 'x'"],
  ['surveys', false, 'a follow-up', "update follow_ups set due_on = '2026-07-30'"],
  ['follow_ups', true, 'a follow-up', "update follow_ups set due_on = '2026-07-30'"],
  [
    'follow_ups',
    true,
    'a follow-up that is opened',
    `insert into follow_ups (kind, customer_id, city_key, has_phone, owner_id, priority, due_on, opened_by, opened_at, opened_on)
      select kind, customer_id, city_key, has_phone, owner_id, 2, due_on, opened_by, 1, opened_on from follow_ups`,
  ],
  ['follow_ups', true, 'a follow-up that is removed', 'delete from follow_ups'],
  ['follow_ups', true, 'what a sale gives its follow-ups', "update sales set closed_on = '2026-07-02'"],
  ['follow_ups', true, 'a customer’s city', "update customers set city_key = 'natal'"],
  ['follow_ups', false, 'a statement that changes none', "update follow_ups set due_on = '2026-07-30' where id = -1"],
  ['follow_ups', false, 'a survey', 'update surveys set assigned_to = 1'],
  ['signals', true, 'a signal', 'update signals set sale_cancelled_at = 1'],
  ['signals', true, 'a signal that is taken away', 'delete from signals'],
  ['signals', true, 'what a sale gives its signals', "update sales set closed_on = '2026-07-02'"],
  ['signals', false, 'a statement that changes none', 'update signals set sale_cancelled_at = 1 where id = -1'],
  ['signals', false, 'a follow-up', "update follow_ups set due_on = '2026-07-30'"],
  ['follow_ups', false, 'a signal', 'delete from signals'],
  ['names', true, 'a user’s name', "update users set name = 'Zé', name_key = 'ze' where id = 1"],
  ['names', true, 'a product that is deactivated', 'update products set deactivated_at = 1'],
  ['names', true, 'a new profile', "insert into profiles (name, name_key, created_at) values ('P', 'p', 1)"],
  ['names', false, 'a user’s theme', "update users set theme = 'dark', name = name"],
  ['names', false, 'a survey', 'update surveys set assigned_to = 1'],
];

await onBothEngines(t, async (t, engine) => {
  for (const [topic, counted, what, sql] of WRITES)
    await t.test(`${counted ? 'counted' : 'not counted'} as a write of ${topic}: ${what}`, async (t) => {
      const db = await engine.freshDatabase(t);
      const world = await surveyWorld(db);
      await signalling(db, world);
      const survey = await world.survey();
      await runSurvey(db, world, survey, { grade: 1, comment: 'Cai' });
      await addFollowUp(db, world, survey);
      const before = await currentVersion(db.read, topic);
      await db.transaction((trx) => trx.raw(sql));
      const after = await currentVersion(db.read, topic);
      t.equal(after > before, counted, `${before} → ${after}`);
    });

  await t.test('a version goes up with the commit, and not without it', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    const id = await world.survey();
    const before = await currentVersion(db.read);
    const undone = db.transaction(async (trx) => {
      await trx('surveys').where({ id }).update({ expires_on: '2027-01-01' });
      t.ok((await currentVersion(trx)) > before, 'inside the transaction it is up already');
      t.equal(await currentVersion(db.read), before, 'for nobody else');
      throw new Error('undone');
    });
    await undone.catch(() => undefined);
    t.equal(await currentVersion(db.read), before);
    await closeSurvey(acting(db, world.ana), id, { reason: 'refused', note: '' });
    t.ok((await currentVersion(db.read)) > before);
  });

  await t.test('a write after one that was undone within the transaction is counted', async (t) => {
    const db = await engine.freshDatabase(t);
    const id = await (await surveyWorld(db)).survey();
    const before = await currentVersion(db.read);
    await db.transaction(async (trx) => {
      const inner = trx.transaction(async (savepoint) => {
        await savepoint('surveys').where({ id }).update({ expires_on: '2027-01-01' });
        throw new Error('undone');
      });
      await inner.catch(() => undefined);
      await trx('surveys').where({ id }).update({ expires_on: '2027-01-02' });
    });
    t.ok((await currentVersion(db.read)) > before);
  });

  await t.test('writers of other surveys neither wait for each other nor deadlock', async (t) => {
    if (engine.dialect === 'sqlite') return t.pass('SQLite has one writer');
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    const [first, second] = await world.surveys([{}, { closedOn: '2026-06-01' }]);
    const write = (id: number | undefined, day: string) => async (db: Database) =>
      db.transaction(async (trx) => {
        await trx.raw("set local lock_timeout = '2s'");
        await trx('surveys').where({ id }).update({ expires_on: day });
      });
    // The outer transaction, a long import perhaps, is still open while others commit.
    await db.transaction(async (long) => {
      await long('surveys').where({ id: first }).update({ expires_on: '2026-09-01' });
      await addRule(long, 'Outra', { operators: [world.carla.id] });
      await write(second, '2026-08-01')(db);
      await Promise.all([world.survey(), world.survey({ closedOn: '2026-06-01' }), world.survey({ closedOn: TODAY })]);
      await long('surveys').where({ id: second }).update({ expires_on: '2026-09-02' });
    });
    const rows = await db
      .read('survey_tallies')
      .where({ kind: 'expiring' })
      .groupBy('month')
      .select('month')
      .sum('surveys as n');
    t.same(
      rows
        .map(({ month, n }) => [month, Number(n)])
        .filter(([, n]) => n !== 0)
        .sort(),
      [
        ['2026-06', 1],
        ['2026-07', 2],
        ['2026-09', 2],
      ],
    );
    const shards = await db.read('survey_tallies').countDistinct('shard as shards').first();
    t.ok(Number(shards?.shards) > 1, 'they counted apart');
    const alone = await db.read('survey_tallies').max('shard as last').first();
    for (const day of ['2026-10-01', '2026-10-02']) await write(first, day)(db);
    t.same(await db.read('survey_tallies').max('shard as last').first(), alone, 'and one after the other together');
  });
});

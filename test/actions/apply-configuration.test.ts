import t, { type Test } from 'tap';
import { applyConfiguration, applyConfigurationBy } from '../../src/actions/apply-configuration.js';
import { cancelJob } from '../../src/actions/cancel-job.js';
import { reassignSurvey } from '../../src/actions/reassign-survey.js';
import { recordSale } from '../../src/actions/record-sale.js';
import { type JobKind, runJobStep } from '../../src/actions/run-job.js';
import { saveProfile } from '../../src/actions/save-profile.js';
import { saveRule } from '../../src/actions/save-rule.js';
import type { ConfigRefusal } from '../../src/actions/saving.js';
import { setActive } from '../../src/actions/set-active.js';
import { fingerprintOf } from '../../src/domain/effect-counts.js';
import type { Result } from '../../src/domain/result.js';
import { getProfile } from '../../src/store/profiles.js';
import { getRule } from '../../src/store/rules.js';
import { acting, done, refused } from '../support/acting.js';
import { type Engine, onBothEngines } from '../support/engines.js';
import { fixtures } from '../support/fixtures.js';
import { runWaiting } from '../support/jobs.js';
import { matchLists } from '../support/match-lists.js';

const REACH = { closedSince: '2026-06-01', planning: { kind: 'all' } } as const;

/** Five sales closed 2026-07-01 of a product whose profile has one rule, N = 7 and M = 10. */
async function provider(t: Test, engine: Engine) {
  const db = await engine.freshDatabase(t);
  const build = await fixtures(db);
  const ruleId = await build.rule();
  const profileId = await build.profile({ rules: [ruleId] });
  const productId = await build.product({ profileId });
  const sales: number[] = [];
  for (let made = 0; made < 5; made += 1) sales.push(await build.sale({ productId }));
  for (const saleId of sales) await build.survey(saleId, ruleId);
  const davi = acting(db, build.people.davi);
  const surveys = () => db.read('surveys').orderBy(['sale_id', 'rule_id']);
  const redate = async (startDays: number, over: { shown: string; atOnce?: number }) => {
    const rule = await getRule(db.read, ruleId);
    return saveRule(davi, rule, { ...rule, startDays }, true, { reach: REACH, ...over });
  };
  return { db, build, davi, ruleId, profileId, productId, sales, surveys, redate };
}

/** The numbers with which a save is refused that was shown none, as the form that is sent again says them. */
async function shownBy(save: Promise<Result<unknown, ConfigRefusal>>): Promise<string> {
  const refusal = refused(await save);
  if (refusal.kind !== 'effects') throw new Error(`refused: ${JSON.stringify(refusal)}`);
  return fingerprintOf(refusal.preview.counts);
}

const SMALL = applyConfigurationBy({ looked: 1, slices: 1, changed: 1 });

await onBothEngines(t, async (t, engine) => {
  await t.test('without the choice open surveys keep their dates, later sales get the new ones', async (t) => {
    const { db, build, davi, ruleId, productId, surveys } = await provider(t, engine);
    const rule = await getRule(db.read, ruleId);
    done(await saveRule(davi, rule, { ...rule, startDays: 2 }, true));
    t.same(new Set((await surveys()).map((row) => row.opens_on)), new Set(['2026-07-08']));
    const form = { customer: 'Rita', phone1: '11987654321', closedOn: '2026-07-10', value: '1' };
    const seller = String(build.people.bruno.id);
    done(await recordSale(davi, { ...form, product: String(productId), seller }));
    t.equal((await surveys()).at(-1).opens_on, '2026-07-12');
  });

  await t.test('a save that shows no numbers, or others, is refused with them and writes nothing', async (t) => {
    const { db, build, davi, ruleId, surveys, redate } = await provider(t, engine);
    const before = await surveys();
    const refusal = refused(await redate(20, { shown: '' }));
    t.match(refusal, {
      kind: 'effects',
      preview: { counts: { sales: 5, redated: 5, before: { due: 5 }, after: { scheduled: 5, due: 0 } } },
    });
    t.same(await surveys(), before);
    t.match(await getRule(db.read, ruleId), { startDays: 7, version: 1 });
    t.equal((await db.read('audit')).length, 0);

    const shown = await shownBy(redate(20, { shown: '' }));
    await db.transaction((trx) =>
      trx('surveys').where({ id: before[0].id }).update({ outcome: 'closed', settled_at: 1 }),
    );
    t.match(refused(await redate(20, { shown })), { kind: 'effects', preview: { counts: { redated: 4 } } });
    done(await redate(20, { shown: await shownBy(redate(20, { shown })) }));
    t.same(
      (await surveys()).map((row) => row.opens_on),
      ['2026-07-08', ...Array(4).fill('2026-07-21')],
      'what is settled stays',
    );
    const audit = await db.read('audit').where({ action: 'reconfigure' });
    t.same(
      audit.map((row) => [row.actor_id, row.entity, JSON.parse(row.changes)]),
      Array(4).fill([build.people.davi.id, 'sale', { redatedSurveys: [null, 1] }]),
    );
    t.equal(davi.actor.id, build.people.davi.id);
  });

  await t.test('a touched survey is never removed, and is named', async (t) => {
    const { db, build, davi, ruleId, surveys } = await provider(t, engine);
    const [first] = await surveys();
    done(await reassignSurvey(davi, first.id, { operatorId: String(build.people.carla.id) }));
    const off = (shown: string) => setActive(davi, 'rule', { id: ruleId, version: 1 }, false, { reach: REACH, shown });
    const refusal = refused(await off(''));
    matchLists(t, refusal, { preview: { counts: { removed: 4, kept: 1 }, kept: [first.id] } });
    done(await off(await shownBy(off(''))));
    t.same(
      (await surveys()).map((row) => row.id),
      [first.id],
    );
    t.match(await db.read('rules').where({ id: ruleId }).first(), { deactivated_at: davi.now, version: 2 });
  });

  await t.test('what is large is done by a job, chunk by chunk, with the numbers that were foreseen', async (t) => {
    const { db, davi, surveys, redate } = await provider(t, engine);
    const shown = await shownBy(redate(20, { shown: '' }));
    done(await redate(20, { shown, atOnce: 4 }));
    t.equal((await surveys()).filter((row) => row.opens_on === '2026-07-21').length, 0, 'the job does it');
    const job = await db.read('jobs').first();
    for (const count of [1, 2, 3]) {
      await runJobStep({ db, kinds: [SMALL], now: davi.now, today: davi.today }, { id: job.id });
      t.equal((await surveys()).filter((row) => row.opens_on === '2026-07-21').length, count);
      t.match(await db.read('jobs').first(), { state: 'running', done: count, total: 5 });
    }
    await runWaiting(db);
    const ended = await db.read('jobs').first();
    t.match(ended, { state: 'done', done: 5 });
    t.equal(fingerprintOf(JSON.parse(ended.cursor).counts), shown);
    t.equal((await surveys()).filter((row) => row.opens_on === '2026-07-21').length, 5);
  });

  await t.test(
    'a chunk that dies leaves nothing behind, and any runner goes on where the last one ended',
    async (t) => {
      const { db, davi, surveys, redate } = await provider(t, engine);
      const shown = await shownBy(redate(20, { shown: '' }));
      done(await redate(20, { shown, atOnce: 0 }));
      const { id } = await db.read('jobs').first();
      const step = (kind: JobKind) => runJobStep({ db, kinds: [kind], now: davi.now, today: davi.today }, { id });
      const dying: JobKind = {
        ...SMALL,
        chunk: async (...parameters) => {
          await SMALL.chunk(...parameters);
          throw new Error('power cut');
        },
      };
      await step(SMALL);
      const before = [await surveys(), (await db.read('jobs').first()).cursor];
      t.match(await step(dying), { error: { message: 'power cut' } });
      t.same([await surveys(), (await db.read('jobs').first()).cursor], before);
      while ((await db.read('jobs').first()).state === 'running') await step(applyConfiguration);
      t.same(new Set((await surveys()).map((row) => row.opens_on)), new Set(['2026-07-21']));
      t.equal((await db.read('audit').where({ action: 'reconfigure' })).length, 5, 'each sale once');
    },
  );

  await t.test('while a change is being applied no other is saved that decides what is planned', async (t) => {
    const { db, build, davi, ruleId, profileId, redate } = await provider(t, engine);
    done(await redate(20, { shown: await shownBy(redate(20, { shown: '' })), atOnce: 0 }));
    const job = await db.read('jobs').first();
    const applying = { kind: 'applying', jobId: job.id };
    const rule = await getRule(db.read, ruleId);
    const profile = await getProfile(db.read, profileId);
    t.same(refused(await saveRule(davi, rule, { ...rule, expiryDays: 4 }, true)), applying);
    t.same(refused(await saveProfile(davi, profile, { ...profile, rules: [] })), applying);
    t.same(refused(await setActive(davi, 'rule', rule, false)), applying);
    done(await saveRule(davi, rule, { ...rule, note: 'só o texto' }, true));
    t.equal(await cancelJob(acting(db, build.people.davi), job.id, null), true);
    done(await saveProfile(davi, profile, { ...profile, rules: [] }));
  });

  await t.test('what happens to a sale while the job is under way is respected', async (t) => {
    const { db, build, davi, profileId, productId, sales, surveys } = await provider(t, engine);
    const profile = await getProfile(db.read, profileId);
    const added = await build.rule({ startDays: 1, expiryDays: 1 });
    const save = (shown: string) =>
      saveProfile(davi, profile, { ...profile, rules: [added] }, { reach: REACH, shown, atOnce: 0 });
    done(await save(await shownBy(save(''))));
    const form = { customer: 'Rita', phone1: '11987654321', closedOn: '2026-07-09', value: '1' };
    const seller = String(build.people.bruno.id);
    const late = done(await recordSale(davi, { ...form, product: String(productId), seller }));
    await db.transaction((trx) =>
      trx('sales')
        .where({ id: sales[0] })
        .update({ cancelled_on: '2026-07-09', cancelled_at: 1, commission_reversed: true }),
    );
    await runWaiting(db);
    const found = (await surveys()).map((row) => [row.sale_id, row.rule_id]);
    t.same(
      found,
      [...sales.slice(1), late.id].map((id) => [id, added]),
      'a cancelled sale gets none',
    );
    t.match(await db.read('jobs').first(), { state: 'done', done: 5 });
  });
});

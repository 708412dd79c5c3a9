import t from 'tap';
import * as migration from '../../migrations/20261129_000140_signals.js';
import { acceptFollowUp } from '../../src/actions/accept-follow-up.js';
import { annulExecution } from '../../src/actions/annul-execution.js';
import { bulkSignals } from '../../src/actions/bulk-signals.js';
import { cancelSale } from '../../src/actions/cancel-sale.js';
import { openFollowUp } from '../../src/actions/open-follow-up.js';
import { restoreSale } from '../../src/actions/restore-sale.js';
import { startBulk } from '../../src/actions/start-bulk.js';
import { editFollowUp, endFollowUp } from '../../src/actions/work-follow-up.js';
import { workSignal } from '../../src/actions/work-signal.js';
import type { Database } from '../../src/store/connection.js';
import { getJob } from '../../src/store/jobs.js';
import { countSignals } from '../../src/store/signal-reads.js';
import { acting, done, refused } from '../support/acting.js';
import { during } from '../support/at-once.js';
import { onBothEngines } from '../support/engines.js';
import { matchLists } from '../support/match-lists.js';
import { runSurvey, signalling } from '../support/signals.js';
import { type SurveyWorld, surveyWorld } from '../support/survey-world.js';

// SPEC 6: what a grade asks to be followed up waits until somebody opens it or dismisses it.

const BAD = { grade: 1, comment: 'Cai toda noite' };

/** A company whose grades signal, and a survey of it that bruno ran. */
async function ran(db: Database, said = BAD as Parameters<typeof runSurvey>[3]) {
  const world = await surveyWorld(db);
  await signalling(db, world);
  const survey = await world.survey();
  await runSurvey(db, world, survey, said);
  return { world, survey };
}

const waiting = async (db: Database, { ana }: SurveyWorld) =>
  (await countSignals(db.read, { viewer: ana, filter: {} })).waiting;

const byHand = (db: Database, { ana }: SurveyWorld, surveyId: number, kind: string) =>
  openFollowUp(
    acting(db, ana),
    { kind: 'survey', id: surveyId },
    { kind, priority: '2', ownerId: String(ana.id), dueOn: '', text: `Por telefone: ${kind}` },
    `${kind} ${surveyId}`,
  ).then(done);

await onBothEngines(t, async (t, engine) => {
  await t.test('two bad grades of one kind are one signal; its follow-up has both comments', async (t) => {
    const db = await engine.freshDatabase(t);
    const said = { ...BAD, polite: 2, politeComment: 'Não se apresentou' };
    const { world, survey } = await ran(db, said);
    const [signal, ...more] = await db.read('signals');
    t.same(more, []);
    t.match(signal, { kind: 'complaint', survey_id: survey, executed_by: world.bruno.id, executed_on: '2026-07-10' });
    done(await workSignal(acting(db, world.bruno), signal.id, 'open'));
    const first = await db.read('answers').orderBy('position').first('id');
    const opened = { answer_id: first.id, text: 'Cai toda noite\nNão se apresentou', owner_id: world.bruno.id };
    matchLists(t, await db.read('follow_ups'), [opened]);
    t.equal(await waiting(db, world), 0);
    matchLists(t, await db.read('audit').where({ action: 'open', entity: 'follow-up' }), [
      { actor_id: world.bruno.id },
    ]);
  });

  await t.test('a grade that signals nothing leaves none; each kind has its own', async (t) => {
    const db = await engine.freshDatabase(t);
    const { world } = await ran(db, { grade: 3 });
    t.same(await db.read('signals'), []);
    await runSurvey(db, world, await world.survey(), { grade: 5, polite: 2 });
    t.same(await db.read('signals').orderBy('kind').pluck('kind'), ['complaint', 'opportunity']);
  });

  await t.test('what takes a signal up: a follow-up of its kind and survey, however it was opened', async (t) => {
    const db = await engine.freshDatabase(t);
    const { world, survey } = await ran(db);
    const { sale_id } = await db.read('surveys').where({ id: survey }).first('sale_id');
    const form = { kind: 'complaint', priority: '2', ownerId: String(world.ana.id), dueOn: '', text: 'Da venda' };
    done(await openFollowUp(acting(db, world.ana), { kind: 'sale', id: sale_id }, form, 'sale'));
    const doubt = await byHand(db, world, survey, 'doubt');
    t.equal(await waiting(db, world), 1, 'not one of the sale, nor of another kind');
    const edited = { kind: 'complaint', priority: '2', dueOn: '2026-07-20', text: 'Era reclamação' };
    done(await editFollowUp(acting(db, world.ana), { id: doubt.id, version: 1 }, edited));
    matchLists(t, await db.read('signals'), [{ follow_up_id: doubt.id }]);
    done(await editFollowUp(acting(db, world.ana), { id: doubt.id, version: 2 }, { ...edited, kind: 'improvement' }));
    t.equal(await waiting(db, world), 0, 'somebody looked at it, whatever it is called then');

    const other = await world.survey();
    await runSurvey(db, world, other, BAD);
    const answer = await db
      .read('answers')
      .orderBy('id', 'desc')
      .where({ grade_position: 1 })
      .whereNot({ comment: '' })
      .first();
    done(await acceptFollowUp(acting(db, world.bruno), other, answer.id));
    t.equal(await waiting(db, world), 0);
  });

  await t.test(
    'what is being followed when a survey is finished signals nothing new; what has ended does',
    async (t) => {
      const db = await engine.freshDatabase(t);
      const world = await surveyWorld(db);
      await signalling(db, world);
      const [followed = 0, settled = 0] = await world.surveys([{}, {}]);
      for (const id of [followed, settled]) await byHand(db, world, id, 'complaint');
      const second = await db.read('follow_ups').where({ survey_id: settled }).first('id');
      done(await endFollowUp(acting(db, world.ana), { id: second.id, version: 1 }, 'resolve', { conclusion: 'Feito' }));
      for (const id of [followed, settled]) await runSurvey(db, world, id, BAD);
      t.equal(await waiting(db, world), 1);
      matchLists(t, await db.read('signals').whereNull('follow_up_id'), [{ survey_id: settled }]);
    },
  );

  await t.test('an annulled execution signals nothing; the next one does', async (t) => {
    const db = await engine.freshDatabase(t);
    const { world, survey } = await ran(db);
    const { id } = await db.read('signals').first('id');
    done(await workSignal(acting(db, world.ana), id, 'dismiss', { reason: 'Engano' }));
    const executionId = (await db.read('executions').first('id')).id;
    done(await annulExecution(acting(db, world.ana), survey, { executionId, reason: 'Cliente errado' }));
    t.same(await db.read('signals'), []);
    await t.rejects(workSignal(acting(db, world.ana), id, 'open'), { name: 'NotFoundError' });
    await runSurvey(db, world, survey, BAD);
    t.equal(await waiting(db, world), 1);
  });

  await t.test('a cancelled sale signals nothing until it is restored', async (t) => {
    const db = await engine.freshDatabase(t);
    const { world, survey } = await ran(db);
    const { sale_id } = await db.read('surveys').where({ id: survey }).first('sale_id');
    const cancellation = { cancelledOn: '2026-07-10', reverseCommission: 'no' };
    done(await cancelSale(acting(db, world.ana), sale_id, cancellation));
    t.same(await countSignals(db.read, { viewer: world.ana, filter: {} }), { waiting: 0, dismissed: 0, followed: 0 });
    const { id } = await db.read('signals').first('id');
    for (const verb of ['open', 'dismiss', 'restore'] as const) {
      const refusal = refused(await workSignal(acting(db, world.ana), id, verb, { reason: 'x' }));
      t.same(refusal, { kind: 'not-possible', reason: 'sale-cancelled' }, verb);
    }
    const { id: answer } = await db.read('answers').orderBy('position').first('id');
    t.equal(refused(await acceptFollowUp(acting(db, world.bruno), survey, answer)), 'sale-cancelled');
    t.same(await db.read('follow_ups'), []);
    done(await restoreSale(acting(db, world.ana), sale_id));
    t.equal(await waiting(db, world), 1);
    t.equal((await byHand(db, world, survey, 'complaint')).added, true, 'by hand it is his to judge');
  });

  await t.test('a survey that is finished while its sale is cancelled signals nothing', async (t) => {
    const db = await engine.freshDatabase(t);
    const { world } = await ran(db, { grade: 3 });
    const survey = await world.survey();
    const { sale_id } = await db.read('surveys').where({ id: survey }).first('sale_id');
    const cancellation = { cancelledOn: '2026-07-10', reverseCommission: 'no' };
    const finish = (db: Database) => runSurvey(db, world, survey, BAD);
    done(await during(db, finish, (db) => cancelSale(acting(db, world.ana), sale_id, cancellation)));
    matchLists(t, await db.read('signals'), [{ kind: 'complaint' }]);
    t.equal(await waiting(db, world), 0);
  });

  await t.test('opened in two windows at once, or dismissed meanwhile: the second one is told', async (t) => {
    const db = await engine.freshDatabase(t);
    const { world, survey } = await ran(db);
    const id = (await db.read('signals').where({ survey_id: survey }).first('id')).id;
    const open = (db: Database) => workSignal(acting(db, world.ana), id, 'open');
    const dismiss = (db: Database) => workSignal(acting(db, world.bruno), id, 'dismiss', { reason: 'Já ligamos' });
    t.ok((await during(db, dismiss, open)).ok, 'what was dismissed can still be taken up');
    t.same(refused(await during(db, open, open)), { kind: 'not-possible', reason: 'followed' });
    t.same(refused(await dismiss(db)), { kind: 'not-possible', reason: 'followed' });
    t.equal((await db.read('follow_ups')).length, 1);
    const other = await world.survey();
    await runSurvey(db, world, other, BAD);
    const second = (await db.read('signals').where({ survey_id: other }).first('id')).id;
    const byOther = await during(
      db,
      (db) => byHand(db, world, other, 'complaint'),
      (db) => workSignal(acting(db, world.ana), second, 'open'),
    );
    t.same(refused(byOther), { kind: 'not-possible', reason: 'followed' }, 'somebody opened it by hand');
  });

  await t.test('of many each is opened once, for who can have it; those of others are left', async (t) => {
    const db = await engine.freshDatabase(t);
    const { world } = await ran(db);
    await runSurvey(db, world, await world.survey(), { ...BAD, grade: 5, polite: 2 });
    const ids: number[] = await db.read('signals').orderBy('id').pluck('id');
    await db.transaction((trx) => trx('signals').where({ id: ids[2] }).update({ executed_by: world.carla.id }));
    const bulk = async (ownerId: number) => {
      const input = { action: { verb: 'open', ownerId }, selection: { kind: 'ids', ids }, backHref: '/' } as const;
      const job = { key: crypto.randomUUID(), input, total: 3 };
      return getJob(db.read, await startBulk(acting(db, world.bruno), job, bulkSignals), null);
    };
    t.match(await bulk(world.edu.id), { done: 0, skipped: { 'owner-gone': 2, gone: 1 } }, 'edu has no access');
    t.match(await bulk(world.carla.id), { done: 2, skipped: { gone: 1 } });
    t.match(await bulk(world.carla.id), { done: 0, skipped: { followed: 2, gone: 1 } });
    t.equal((await db.read('follow_ups').where({ owner_id: world.carla.id })).length, 2);
  });

  await t.test('a database that had none gets the same as if they had been written as they came', async (t) => {
    const db = await engine.freshDatabase(t);
    const { world, survey } = await ran(db, { ...BAD, polite: 2 });
    const surveys = await world.surveys([{}, {}, {}, {}, {}]);
    const [followed = 0, settled = 0, annulled = 0, cancelled = 0, opened = 0] = surveys;
    for (const id of [followed, settled]) await byHand(db, world, id, 'complaint');
    const second = await db.read('follow_ups').where({ survey_id: settled }).first('id');
    const end = { ...acting(db, world.ana), now: acting(db, world.ana).now - 1000 };
    done(await endFollowUp(end, { id: second.id, version: 1 }, 'resolve', { conclusion: 'Feito' }));
    for (const id of surveys) await runSurvey(db, world, id, { ...BAD, grade: id === opened ? 5 : 1 });
    const { id: executionId } = await db.read('executions').where({ survey_id: annulled }).first('id');
    done(await annulExecution(acting(db, world.ana), annulled, { executionId, reason: 'Engano' }));
    const { sale_id } = await db.read('surveys').where({ id: cancelled }).first('sale_id');
    done(await cancelSale(acting(db, world.ana), sale_id, { cancelledOn: '2026-07-10', reverseCommission: 'no' }));
    const { id } = await db.read('signals').where({ survey_id: opened }).first('id');
    done(await workSignal(acting(db, world.ana), id, 'open'));
    await byHand(db, world, survey, 'doubt');
    const written = await db.read('signals').orderBy('execution_id');
    t.equal(written.length, 5);
    await db.transaction(async (trx) => {
      await trx.raw('drop table signals');
      await trx('write_versions').where({ topic: 'signals' }).delete();
      await migration.up(trx);
    });
    const filled = await db.read('signals').orderBy('execution_id');
    const withoutId = ({ id: _, ...row }: Record<string, unknown>) => row;
    t.same(filled.map(withoutId), written.map(withoutId));
  });
});

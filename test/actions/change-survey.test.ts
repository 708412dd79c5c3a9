import t from 'tap';
import { annulExecution } from '../../src/actions/annul-execution.js';
import { closeSurvey } from '../../src/actions/close-survey.js';
import type { ActionContext, Actor } from '../../src/actions/context.js';
import { executeSurvey } from '../../src/actions/execute-survey.js';
import { extendSurvey } from '../../src/actions/extend-survey.js';
import { reopenSurvey } from '../../src/actions/reopen-survey.js';
import { addDays } from '../../src/domain/civil-date.js';
import { listClosures } from '../../src/store/closures.js';
import type { Database } from '../../src/store/connection.js';
import { listExecutions } from '../../src/store/executions.js';
import { listExtensions } from '../../src/store/extensions.js';
import { onBothEngines } from '../support/engines.js';
import { matchLists } from '../support/match-lists.js';
import { NOW, surveyWorld, TODAY } from '../support/survey-world.js';

await onBothEngines(t, async (t, engine) => {
  await t.test('an extension moves the expiry and leaves the original one', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    const surveyId = await world.survey({ closedOn: addDays(TODAY, -30) });
    const to = addDays(TODAY, 5);
    t.ok((await extendSurvey(as(db, world.ana), surveyId, { expiresOn: to, reason: 'Viajando' })).ok);
    t.match(await row(db, surveyId), { expires_on: to, original_expires_on: addDays(TODAY, -20), outcome: null });
    matchLists(t, await listExtensions(db.read, surveyId), [
      { expiresOn: to, reason: 'Viajando', by: 'Ana Gestora', at: NOW },
    ]);
    const [audit] = await db.read('audit');
    t.match(audit, { action: 'extend', entity_id: surveyId, actor_id: world.ana.id });
    t.same(JSON.parse(audit.changes), { expiresOn: [addDays(TODAY, -20), to], reason: null }, 'no reason in the audit');
    t.equal((await db.read('audit_personal')).length, 1);
  });

  await t.test('an extension goes forward only, and only for open surveys', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    const due = await world.survey();
    const scheduled = await world.survey({ closedOn: TODAY });
    const executed = await world.survey({ outcome: 'executed' });
    const extend = async (id: number, expiresOn: string, reason = 'x') => {
      const result = await extendSurvey(as(db, world.ana), id, { expiresOn, reason });
      return result.ok ? 'ok' : result.refusal.kind === 'invalid' ? 'invalid' : result.refusal.reason;
    };
    t.equal(await extend(due, addDays(TODAY, -1)), 'before-today');
    t.equal(await extend(scheduled, addDays(TODAY, 3)), 'before-opening');
    t.equal(await extend(scheduled, addDays(TODAY, 9)), 'before-expiry');
    t.equal(await extend(due, addDays(TODAY, 1)), 'same-expiry');
    t.equal(await extend(executed, addDays(TODAY, 9)), 'executed');
    t.equal(await extend(due, addDays(TODAY, 9), ' '), 'invalid');
    t.equal(await extend(due, '31/02/2026'), 'invalid');
    await t.rejects(extend(999, addDays(TODAY, 9)), { name: 'NotFoundError' });
    t.equal((await db.read('extensions')).length, 0);
    t.equal((await db.read('audit')).length, 0);
  });

  await t.test('a survey is closed with a reason and reopened with its dates', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    const surveyId = await world.survey();
    const before = await row(db, surveyId);
    t.ok((await closeSurvey(as(db, world.ana), surveyId, { reason: 'wrong-number', note: 'Número de outro' })).ok);
    t.match(await row(db, surveyId), { outcome: 'closed', settled_at: NOW });
    t.match(await closeSurvey(as(db, world.ana), surveyId, { reason: 'refused', note: '' }), {
      refusal: { kind: 'not-possible', reason: 'closed' },
    });
    matchLists(t, await closeSurvey(as(db, world.ana), surveyId, { reason: 'other', note: '' }), {
      refusal: { kind: 'invalid', errors: [{ field: 'note', message: 'required' }] },
    });
    t.ok((await reopenSurvey(as(db, world.ana), surveyId, { reason: 'Ligou de volta' })).ok);
    t.same(await row(db, surveyId), before);
    matchLists(t, await listClosures(db.read, surveyId), [
      {
        reason: 'wrong-number',
        note: 'Número de outro',
        by: 'Ana Gestora',
        reopening: { by: 'Ana Gestora', reason: 'Ligou de volta' },
      },
    ]);
    t.match(await reopenSurvey(as(db, world.ana), surveyId, { reason: 'x' }), {
      refusal: { kind: 'not-possible', reason: 'not-closed' },
    });
    t.ok(
      (await closeSurvey(as(db, world.ana), surveyId, { reason: 'refused', note: '' })).ok,
      'it can be closed again',
    );
    t.same(
      (await db.read('audit').orderBy('id')).map((one) => one.action),
      ['close', 'reopen', 'close'],
    );
  });

  await t.test('a closed survey of a cancelled sale is not reopened', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    const surveyId = await world.survey({ outcome: 'closed' });
    await cancelSale(db, surveyId);
    t.match(await reopenSurvey(as(db, world.ana), surveyId, { reason: 'x' }), {
      refusal: { kind: 'not-possible', reason: 'sale-cancelled' },
    });
    t.match(await row(db, surveyId), { outcome: 'closed' });
  });

  await t.test('an annulled execution is kept, and the survey is open again', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    const surveyId = await world.survey({ outcome: 'executed' });
    const [execution] = await listExecutions(db.read, surveyId);
    const annul = (executionId: number | null, reason = 'Cliente errado') =>
      annulExecution(as(db, world.ana), surveyId, { executionId, reason });
    t.match(await annul(null), { refusal: { kind: 'not-possible', reason: 'not-standing' } });
    t.match(await annul(execution?.id ?? 0, ''), { refusal: { kind: 'invalid' } });
    t.ok((await annul(execution?.id ?? 0)).ok);
    t.match(await row(db, surveyId), { outcome: null, settled_at: null });
    matchLists(t, await listExecutions(db.read, surveyId), [
      { annulment: { by: 'Ana Gestora', at: NOW, reason: 'Cliente errado' } },
    ]);
    t.match(await annul(execution?.id ?? 0), { refusal: { kind: 'not-possible', reason: 'not-standing' } });
    t.equal((await db.read('audit')).length, 1);
  });

  await t.test(
    'only the execution that a page showed is annulled, not one that came after it or is another’s',
    async (t) => {
      const db = await engine.freshDatabase(t);
      const world = await surveyWorld(db);
      const [surveyId, other] = [
        await world.survey({ outcome: 'executed' }),
        await world.survey({ outcome: 'executed' }),
      ];
      const [first] = await listExecutions(db.read, surveyId);
      const [others] = await listExecutions(db.read, other);
      const annul = (executionId = 0) => annulExecution(as(db, world.ana), surveyId, { executionId, reason: 'x' });
      const refusal = { kind: 'not-possible', reason: 'not-standing' };
      t.match(await annul(others?.id), { refusal }, 'of another survey');
      t.ok((await annul(first?.id)).ok);
      const [five, yesNo] = world.versionIds;
      const key = { surveyId, userId: world.bruno.id, startedAt: NOW, versionIds: world.versionIds, nonce: 'again' };
      const form = { answers: { [five]: { answer: '5' }, [yesNo]: { answer: '1' } } };
      const again = await executeSurvey(as(db, world.bruno), { surveyId, key, form });
      t.match(await annul(first?.id), { refusal }, 'by a page that was open since before the second');
      t.match([await row(db, surveyId), await row(db, other)], [{ outcome: 'executed' }, { outcome: 'executed' }]);
      const standing = (await listExecutions(db.read, surveyId)).filter(({ annulment }) => annulment === null);
      t.same([standing.map(({ id }) => id)], [again.ok ? [again.value.executionId] : []]);
    },
  );

  await t.test('annulling under a cancelled sale makes the survey cancelled', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    const surveyId = await world.survey({ outcome: 'executed' });
    await cancelSale(db, surveyId);
    const [execution] = await listExecutions(db.read, surveyId);
    t.ok((await annulExecution(as(db, world.ana), surveyId, { executionId: execution?.id ?? 0, reason: 'x' })).ok);
    t.match(await row(db, surveyId), { outcome: 'cancelled', settled_at: NOW });
  });

  await t.test('of parallel closures and annulments one wins', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    const [open, executed] = [await world.survey(), await world.survey({ outcome: 'executed' })];
    const [execution] = await listExecutions(db.read, executed);
    const closed = await Promise.all(
      Array.from({ length: 10 }, () => closeSurvey(as(db, world.ana), open, { reason: 'refused', note: '' })),
    );
    const annulled = await Promise.all(
      Array.from({ length: 10 }, () =>
        annulExecution(as(db, world.ana), executed, { executionId: execution?.id ?? 0, reason: 'x' }),
      ),
    );
    t.equal(closed.filter((one) => one.ok).length, 1);
    t.equal(annulled.filter((one) => one.ok).length, 1);
    t.equal((await db.read('audit')).length, 2);
  });
});

function as(db: Database, actor: Actor): ActionContext {
  return { db, actor, origin: 'web', now: NOW, today: TODAY };
}

function row(db: Database, surveyId: number) {
  return db.read('surveys').where({ id: surveyId }).first();
}

async function cancelSale(db: Database, surveyId: number): Promise<void> {
  const { sale_id } = await row(db, surveyId);
  const cancelled = { cancelled_on: TODAY, cancelled_at: NOW, commission_reversed: false };
  await db.transaction((trx) => trx('sales').where({ id: sale_id }).update(cancelled));
}

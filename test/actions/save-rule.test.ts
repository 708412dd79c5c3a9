import t from 'tap';
import { saveRule } from '../../src/actions/save-rule.js';
import { setActive } from '../../src/actions/set-active.js';
import { NotFoundError } from '../../src/store/not-found.js';
import { listRuleQuestions } from '../../src/store/questions.js';
import { findRuleByName, getRule, listOperatorChoices } from '../../src/store/rules.js';
import { insertPersonas } from '../support/app.js';
import { addQuestion, addRule, adminContext, aRule } from '../support/configuration.js';
import { type Engine, onBothEngines } from '../support/engines.js';
import { matchLists } from '../support/match-lists.js';

/** A database with the personas and two questions. */
async function start(t: Parameters<Engine['freshDatabase']>[0], engine: Engine) {
  const db = await engine.freshDatabase(t);
  const ids = await insertPersonas(db);
  const context = adminContext(db, ids.davi);
  const questions = [await addQuestion(context, { text: 'Zelo?' }), await addQuestion(context, { text: 'Ajuda?' })];
  return { db, ids, context, questions, refused: refusalOf };
}

function refusalOf(...errors: { field: string; message: string }[]) {
  return { ok: false, refusal: { kind: 'invalid', errors } };
}

t.test('saving a rule', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    t.test('questions keep the order given, operators have none', async (t) => {
      const { db, ids, context, questions } = await start(t, engine);
      const operators = [ids.carla, ids.bruno];
      const id = await addRule(context, { questions, operators, sellerRuns: true, note: 'Obs' });
      const saved = await getRule(db.read, id);
      t.match(saved, { name: 'Instalação', startDays: 7, expiryDays: 3, note: 'Obs', sellerRuns: true, active: true });
      t.same(saved.questions, questions);
      t.same(saved.operators, [ids.bruno, ids.carla]);
      t.same(
        (await listRuleQuestions(db.read, id)).map((question) => question.text),
        ['Zelo?', 'Ajuda?'],
      );
      const reordered = aRule({ questions: [...questions].reverse(), operators, sellerRuns: true, note: 'Obs' });
      t.ok((await saveRule(context, { id, version: 1 }, reordered, true)).ok);
      t.same((await getRule(db.read, id)).questions, [...questions].reverse());
      t.equal((await findRuleByName(db.read, 'INSTALACAO'))?.id, id);
    });

    t.test('without questions or anybody to ask them it can be saved, but not active', async (t) => {
      const { db, context, questions, refused } = await start(t, engine);
      const lacksBoth = refused(
        { field: 'questions', message: 'activeNeedsQuestion' },
        { field: 'operators', message: 'activeNeedsOperator' },
      );
      t.same(await saveRule(context, null, aRule(), true), lacksBoth);
      t.equal((await db.read('rules')).length, 0);
      const id = await addRule(context, {}, false);
      t.same(await setActive(context, 'rule', { id, version: 1 }, true), lacksBoth);
      t.equal((await getRule(db.read, id)).active, false);
      t.ok((await saveRule(context, { id, version: 1 }, aRule({ questions, sellerRuns: true }), true)).ok);
      t.equal((await getRule(db.read, id)).active, true, 'the seller of the sale is somebody');
    });

    t.test('operators who all lost their access do not make a rule runnable', async (t) => {
      const { db, ids, context, questions, refused } = await start(t, engine);
      const id = await addRule(context, { questions, operators: [ids.bruno] }, false);
      await db.transaction((trx) => trx('users').where({ id: ids.bruno }).update({ deactivated_at: 1 }));
      const lacksOperator = refused({ field: 'operators', message: 'activeNeedsOperator' });
      t.same(await setActive(context, 'rule', { id, version: 1 }, true), lacksOperator);
    });

    t.test('records that are unknown or newly inactive are refused, those that it had are kept', async (t) => {
      const { db, ids, context, questions, refused } = await start(t, engine);
      const [first = 0, second = 0] = questions;
      const id = await addRule(context, { questions: [first], operators: [ids.bruno] });
      await setActive(context, 'question', { id: first, version: 1 }, false);
      await setActive(context, 'question', { id: second, version: 1 }, false);
      await db.transaction((trx) => trx('users').where({ id: ids.carla }).update({ password_hash: null }));
      const keeps = aRule({ name: 'Outra', questions: [first], operators: [ids.bruno] });
      t.ok((await saveRule(context, { id, version: 1 }, keeps, true)).ok);
      const adds = { ...keeps, questions, operators: [ids.bruno, ids.carla] };
      t.same(
        await saveRule(context, { id, version: 2 }, adds, true),
        refused({ field: 'questions', message: 'inactive' }, { field: 'operators', message: 'inactive' }),
      );
      const unknown = { ...keeps, questions: [9999], operators: [9999] };
      t.same(
        await saveRule(context, { id, version: 2 }, unknown, true),
        refused({ field: 'questions', message: 'unknownValue' }, { field: 'operators', message: 'unknownValue' }),
      );
    });

    t.test('a duplicate name is refused at the field, a stale editor altogether', async (t) => {
      const { db, context } = await start(t, engine);
      await addRule(context, { name: 'Suporte' }, false);
      const id = await addRule(context, {}, false);
      const result = await saveRule(context, { id, version: 1 }, aRule({ name: 'SUPORTE' }), false);
      t.same(result, refusalOf({ field: 'name', message: 'taken' }));
      t.ok((await saveRule(context, { id, version: 1 }, aRule({ startDays: 9 }), false)).ok);
      const stale = await saveRule(context, { id, version: 1 }, aRule({ startDays: 8 }), false);
      t.same(stale, { ok: false, refusal: { kind: 'stale' } });
      t.equal((await getRule(db.read, id)).startDays, 9);
      await t.rejects(saveRule(context, { id: 999, version: 1 }, aRule(), false), NotFoundError);
    });

    t.test('the audit holds the changed fields only', async (t) => {
      const { db, ids, context, questions } = await start(t, engine);
      const id = await addRule(context, { questions, sellerRuns: true });
      await saveRule(context, { id, version: 1 }, aRule({ questions, operators: [ids.bruno] }), true);
      const rows = await db.read('audit').where({ entity: 'rule' }).orderBy('id');
      matchLists(t, rows, [{ action: 'create' }, { action: 'change', actor_id: ids.davi }]);
      t.same(JSON.parse(rows[1].changes), { operators: [[], [ids.bruno]], sellerRuns: [true, false] });
    });

    t.test('only users with access are offered, and those that the rule has already', async (t) => {
      const { db, ids } = await start(t, engine);
      await db.transaction((trx) => trx('users').where({ id: ids.carla }).update({ deactivated_at: 1 }));
      const names = async (also: number[]) => (await listOperatorChoices(db.read, also)).map((user) => user.login);
      t.same(await names([]), ['ana', 'bruno', 'davi']);
      t.same(await names([ids.carla]), ['ana', 'bruno', 'carla', 'davi']);
    });
  });
});

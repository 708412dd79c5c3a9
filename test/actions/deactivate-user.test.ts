import t from 'tap';
import { activateUser } from '../../src/actions/activate-user.js';
import { deactivateUser } from '../../src/actions/deactivate-user.js';
import { saveUser } from '../../src/actions/save-user.js';
import { setActive } from '../../src/actions/set-active.js';
import { NotFoundError } from '../../src/store/not-found.js';
import { getRule } from '../../src/store/rules.js';
import { findCredentials, getUser } from '../../src/store/users.js';
import { insertPersonas, NOW } from '../support/app.js';
import { accepted, addQuestion, addRule, adminContext } from '../support/configuration.js';
import { type Engine, onBothEngines } from '../support/engines.js';
import { matchLists } from '../support/match-lists.js';

async function world(t: Parameters<Engine['freshDatabase']>[0], engine: Engine) {
  const db = await engine.freshDatabase(t);
  const ids = await insertPersonas(db);
  const context = adminContext(db, ids.davi);
  const questions = [await addQuestion(context)];
  return { db, ids, context, questions, bruno: { id: ids.bruno, version: 1 } };
}

function refused(field: string, message: string) {
  return { ok: false, refusal: { kind: 'invalid', errors: [{ field, message }] } };
}

t.test('deactivating a user', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    await t.test('ends his sessions at once and keeps him for his history', async (t) => {
      const { db, ids, context, bruno } = await world(t, engine);
      await db.transaction((trx) =>
        trx('sessions').insert({ id_hash: 'x', user_id: ids.bruno, data: '{}', expires_at: NOW + 1e6 }),
      );
      accepted(await deactivateUser(context, bruno, {}));
      t.match(await getUser(db.read, ids.bruno), { active: false, hasAccess: false, login: 'bruno', version: 2 });
      t.equal(await findCredentials(db.read, 'bruno'), null);
      t.match(await db.read('sessions').first(), { ended_at: NOW, data: '{}' });
      matchLists(t, await db.read('audit').where({ entity: 'user' }), [
        { action: 'deactivate', entity_id: ids.bruno, changes: '{"active":[true,false]}' },
      ]);
      t.same(await deactivateUser(context, bruno, {}), { ok: true, value: null }, 'twice is once');
    });

    await t.test('asks who takes over the rules that only he runs', async (t) => {
      const { db, ids, context, questions, bruno } = await world(t, engine);
      const his = await addRule(context, { name: 'Instalação', questions, operators: [ids.bruno] });
      const two = await addRule(context, { name: 'De dois', questions, operators: [ids.bruno, ids.carla] });
      const sold = await addRule(context, { name: 'Do vendedor', questions, operators: [ids.bruno], sellerRuns: true });
      const off = await addRule(context, { name: 'Parada', questions, operators: [ids.bruno] }, false);
      t.same(await deactivateUser(context, bruno, {}), refused('successor', 'required'));
      t.same(await deactivateUser(context, bruno, { successor: 'x' }), refused('successor', 'unknownValue'));
      t.same(await deactivateUser(context, bruno, { successor: '999' }), refused('successor', 'unknownValue'));
      t.same(
        await deactivateUser(context, bruno, { successor: String(ids.bruno) }),
        refused('successor', 'unknownValue'),
      );
      t.ok((await getUser(db.read, ids.bruno)).active, 'nothing was written');

      accepted(await deactivateUser(context, bruno, { successor: String(ids.carla) }));
      matchLists(t, await getRule(db.read, his), { operators: [ids.bruno, ids.carla], version: 2, active: true });
      t.match(await getRule(db.read, two), { version: 1 });
      matchLists(t, await getRule(db.read, sold), { operators: [ids.bruno], version: 1 });
      matchLists(t, await getRule(db.read, off), { operators: [ids.bruno], version: 1 });
      const rows = await db.read('audit').where({ entity: 'rule', action: 'change' });
      matchLists(t, rows, [{ entity_id: his, actor_id: ids.davi }]);
      t.same(JSON.parse(rows[0].changes), { operators: [[ids.bruno], [ids.bruno, ids.carla]] });
    });

    await t.test('an operator who cannot sign in is nobody who could run a rule, nor take it over', async (t) => {
      const { ids, context, questions, bruno } = await world(t, engine);
      await addRule(context, { questions, operators: [ids.bruno, ids.carla] });
      accepted(await deactivateUser(context, { id: ids.carla, version: 1 }, {}));
      t.same(await deactivateUser(context, bruno, { successor: String(ids.carla) }), refused('successor', 'inactive'));
    });

    await t.test('two who run a rule cannot both leave it at once', async (t) => {
      const { ids, context, questions, bruno } = await world(t, engine);
      await addRule(context, { questions, operators: [ids.bruno, ids.carla] });
      const results = await Promise.all([
        deactivateUser(context, bruno, {}),
        deactivateUser(context, { id: ids.carla, version: 1 }, {}),
      ]);
      t.equal(results.filter((result) => result.ok).length, 1);
    });

    await t.test('a rule is not activated while its only operator leaves', async (t) => {
      const { db, ids, context, questions, bruno } = await world(t, engine);
      const rule = await addRule(context, { questions, operators: [ids.bruno] }, false);
      const [left] = await Promise.all([
        deactivateUser(context, bruno, {}),
        setActive(context, 'rule', { id: rule, version: 1 }, true),
      ]);
      t.equal((await getRule(db.read, rule)).active, !left.ok);
    });

    await t.test('the last administrator stays', async (t) => {
      const { ids, context } = await world(t, engine);
      t.same(await deactivateUser(context, { id: ids.davi, version: 1 }, {}), refused('deactivation', 'lastAdmin'));
    });

    await t.test('a stale version is refused, an unknown id is not found', async (t) => {
      const { context, bruno } = await world(t, engine);
      const form = { access: true, name: 'Bruno B.', login: 'bruno', password: '', role: 'operator', externalId: '' };
      accepted(await saveUser(context, bruno, form));
      t.same(await deactivateUser(context, bruno, {}), { ok: false, refusal: { kind: 'stale' } });
      await t.rejects(deactivateUser(context, { id: 999, version: 1 }, {}), NotFoundError);
    });

    await t.test('he comes back with his login and password', async (t) => {
      const { db, ids, context, bruno } = await world(t, engine);
      accepted(await deactivateUser(context, bruno, {}));
      t.same(await activateUser(context, bruno), { ok: false, refusal: { kind: 'stale' } });
      accepted(await activateUser(context, { id: ids.bruno, version: 2 }));
      t.equal((await findCredentials(db.read, 'bruno'))?.id, ids.bruno);
      t.match(await db.read('audit').orderBy('id', 'desc').first(), { action: 'activate', entity: 'user' });
    });
  });
});

import t from 'tap';
import { saveUser } from '../../src/actions/save-user.js';
import { NotFoundError } from '../../src/store/not-found.js';
import { findCredentials, findUserByLogin, getUser } from '../../src/store/users.js';
import { insertPersonas, NOW } from '../support/app.js';
import { accepted, addQuestion, addRule, adminContext } from '../support/configuration.js';
import { type Engine, onBothEngines } from '../support/engines.js';
import { matchLists } from '../support/match-lists.js';

const ELISA = {
  access: true,
  name: 'Elisa Vendedora',
  login: 'elisa',
  password: 'uma senha boa',
  role: 'operator',
  externalId: 'V-17',
};

async function world(t: Parameters<Engine['freshDatabase']>[0], engine: Engine) {
  const db = await engine.freshDatabase(t);
  const ids = await insertPersonas(db);
  const context = adminContext(db, ids.davi);
  const openSession = (userId: number) =>
    db.transaction((trx) =>
      trx('sessions').insert({ id_hash: `of ${userId}`, user_id: userId, data: '{}', expires_at: NOW + 1e6 }),
    );
  const openSessions = async (userId: number) =>
    (await db.read('sessions').where({ user_id: userId, ended_at: null })).length;
  const audit = async (entity: string) => db.read('audit').where({ entity }).orderBy('id');
  return { db, ids, context, openSession, openSessions, audit };
}

function refused(...errors: object[]) {
  return { ok: false, refusal: { kind: 'invalid', errors } };
}

t.test('saving a user', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    await t.test('a new one can sign in at once, and the audit keeps his name where it can be erased', async (t) => {
      const { db, context, audit } = await world(t, engine);
      const id = accepted(await saveUser(context, null, ELISA));
      const user = await getUser(db.read, id);
      t.match(user, { name: 'Elisa Vendedora', role: 'operator', externalId: 'V-17', hasAccess: true, version: 1 });
      t.equal((await findCredentials(db.read, 'ELISA'))?.id, id);
      t.same(await db.read('rule_operators').where({ user_id: id }), []);
      const [row] = await audit('user');
      t.match(row, { action: 'create', entity_id: id, actor_id: context.actor.id, origin: 'web' });
      t.notMatch(row.changes, 'Elisa Vendedora');
      t.notMatch(row.changes, 'senha boa');
      t.match((await db.read('audit_personal').first()).changes, 'Elisa Vendedora');
    });

    await t.test('a new one may run rules at once, which tells who has one of them open', async (t) => {
      const { db, ids, context, audit } = await world(t, engine);
      const questions = [await addQuestion(context)];
      const rule = await addRule(context, { questions, operators: [ids.bruno] });
      const idle = await addRule(context, { name: 'Parada', questions, operators: [ids.bruno] }, false);
      for (const rules of [['99'], [String(idle)], ['x'], [String(rule), String(rule)]])
        matchLists(t, await saveUser(context, null, { ...ELISA, rules }), {
          refusal: { errors: [{ field: 'rules' }] },
        });
      const id = accepted(await saveUser(context, null, { ...ELISA, rules: [String(rule)] }));
      const operators = await db.read('rule_operators').where({ rule_id: rule }).orderBy('user_id').pluck('user_id');
      t.same(operators, [ids.bruno, id]);
      t.equal((await db.read('rules').where({ id: rule }).first()).version, 2);
      t.same(JSON.parse((await audit('rule')).at(-1).changes), { operators: [[ids.bruno], [ids.bruno, id]] });
      const bare = { ...ELISA, login: '', externalId: '', access: false, rules: [String(rule)] };
      const without = accepted(await saveUser(context, null, bare));
      t.same(await db.read('rule_operators').where({ user_id: without }), [], 'who has no access runs none');
    });

    await t.test('one without access keeps no login, whatever was typed', async (t) => {
      const { db, context } = await world(t, engine);
      const id = accepted(await saveUser(context, null, { ...ELISA, access: false }));
      t.match(await getUser(db.read, id), { login: null, hasPassword: false, hasAccess: false });
    });

    await t.test('access needs a login and a password', async (t) => {
      const { context } = await world(t, engine);
      t.same(
        await saveUser(context, null, { ...ELISA, login: '', password: '' }),
        refused({ field: 'login', message: 'required' }, { field: 'password', message: 'required' }),
      );
    });

    await t.test(
      'a login or an external id that somebody has, deactivated or not, is refused at its field',
      async (t) => {
        const { db, ids, context } = await world(t, engine);
        accepted(await saveUser(context, null, ELISA));
        await db.transaction((trx) => trx('users').where({ id: ids.bruno }).update({ deactivated_at: 1 }));
        t.same(
          await saveUser(context, null, { ...ELISA, login: 'Bruno' }),
          refused({ field: 'login', message: 'taken' }, { field: 'externalId', message: 'taken' }),
        );
        t.same(
          await saveUser(context, { id: ids.carla, version: 1 }, { ...ELISA, login: 'bruno', externalId: '' }),
          refused({ field: 'login', message: 'taken' }),
        );
      },
    );

    await t.test('of many at once with one login exactly one is added', async (t) => {
      const { db, context } = await world(t, engine);
      const tries = Array.from({ length: 8 }, () => saveUser(context, null, { ...ELISA, externalId: '' }));
      const results = await Promise.all(tries);
      t.equal(results.filter((result) => result.ok).length, 1);
      t.equal((await db.read('users').where({ login_key: 'elisa' })).length, 1);
    });

    await t.test('of many at once with one external id exactly one is added', async (t) => {
      const { db, context } = await world(t, engine);
      const tries = Array.from({ length: 8 }, (_, i) => saveUser(context, null, { ...ELISA, login: `elisa${i}` }));
      t.equal((await Promise.all(tries)).filter((result) => result.ok).length, 1);
      t.equal((await db.read('users').where({ external_id: 'V-17' })).length, 1);
    });

    await t.test('a change raises the version, and the stale one is refused', async (t) => {
      const { db, ids, context, audit } = await world(t, engine);
      const target = { id: ids.bruno, version: 1 };
      const form = { ...ELISA, name: 'Bruno Silva', login: 'bruno', password: '', externalId: '' };
      accepted(await saveUser(context, target, form));
      t.match(await getUser(db.read, ids.bruno), { name: 'Bruno Silva', version: 2, hasAccess: true });
      t.same(await saveUser(context, target, { ...form, name: 'Bruno Souza' }), {
        ok: false,
        refusal: { kind: 'stale' },
      });
      t.same(
        await saveUser(context, target, form),
        { ok: true, value: ids.bruno },
        'what is so already is no conflict',
      );
      t.equal((await audit('user')).length, 1);
      t.match((await db.read('audit_personal').first()).changes, '"name":["Bruno Operador","Bruno Silva"]');
    });

    await t.test('sessions end with a new password, another role or lost access, and only then', async (t) => {
      const { ids, context, openSession, openSessions } = await world(t, engine);
      const form = { access: true, name: 'Bruno', login: 'bruno', password: '', role: 'operator', externalId: '' };
      const cases: [Partial<typeof form>, number][] = [
        [{}, 1],
        [{ login: 'bruno.silva' }, 1],
        [{ password: 'outra senha boa' }, 0],
        [{ role: 'manager' }, 0],
        [{ access: false }, 0],
      ];
      let version = 1;
      for (const [over, left] of cases) {
        await openSession(ids.bruno).catch(() => undefined);
        accepted(await saveUser(context, { id: ids.bruno, version }, { ...form, ...over }));
        t.equal(await openSessions(ids.bruno), left, JSON.stringify(over));
        version++;
        if (left === 0) await context.db.transaction((trx) => trx('sessions').delete());
      }
    });

    await t.test('a new password alone is audited as such, without the password', async (t) => {
      const { db, ids, context, audit } = await world(t, engine);
      const same = { access: true, name: 'Bruno Operador', login: 'bruno', role: 'operator', externalId: '' };
      accepted(await saveUser(context, { id: ids.bruno, version: 1 }, { ...same, password: 'outra senha boa' }));
      matchLists(t, await audit('user'), [{ action: 'reset-password', changes: '{}' }]);
      accepted(
        await saveUser(
          context,
          { id: ids.bruno, version: 2 },
          { ...same, role: 'manager', password: 'mais uma senha' },
        ),
      );
      t.match((await audit('user'))[1]?.changes, '"newPassword":[false,true]');
      t.notMatch(JSON.stringify(await db.read('audit')), 'senha boa');
    });

    await t.test('who loses access loses the password for good', async (t) => {
      const { db, ids, context } = await world(t, engine);
      const form = { access: false, name: 'Bruno', login: 'bruno', password: '', role: 'operator', externalId: '' };
      accepted(await saveUser(context, { id: ids.bruno, version: 1 }, form));
      t.equal(await findUserByLogin(db.read, 'bruno'), null);
      t.same(
        await saveUser(context, { id: ids.bruno, version: 2 }, { ...form, access: true }),
        refused({ field: 'password', message: 'required' }),
      );
    });

    await t.test('the last administrator with access is neither demoted nor shut out', async (t) => {
      const { ids, context } = await world(t, engine);
      const davi = { access: true, name: 'Davi', login: 'davi', password: '', role: 'admin', externalId: '' };
      const target = { id: ids.davi, version: 1 };
      t.same(
        await saveUser(context, target, { ...davi, role: 'manager' }),
        refused({ field: 'role', message: 'lastAdmin' }),
      );
      t.same(
        await saveUser(context, target, { ...davi, access: false }),
        refused({ field: 'access', message: 'lastAdmin' }),
      );
      accepted(await saveUser(context, null, { ...ELISA, role: 'admin', access: false }));
      t.same(
        await saveUser(context, target, { ...davi, role: 'manager' }),
        refused({ field: 'role', message: 'lastAdmin' }),
        'an administrator without access does not count',
      );
      accepted(await saveUser(context, null, { ...ELISA, role: 'admin', externalId: '' }));
      t.ok((await saveUser(context, target, { ...davi, role: 'manager' })).ok);
    });

    await t.test('two administrators who demote each other at once leave one', async (t) => {
      const { db, ids, context } = await world(t, engine);
      const elisa = accepted(await saveUser(context, null, { ...ELISA, role: 'admin' }));
      const demoted = { access: true, password: '', role: 'operator', externalId: '' };
      const results = await Promise.all([
        saveUser(context, { id: ids.davi, version: 1 }, { ...demoted, name: 'Davi', login: 'davi' }),
        saveUser(context, { id: elisa, version: 1 }, { ...demoted, name: 'Elisa', login: 'elisa' }),
      ]);
      t.equal(results.filter((result) => result.ok).length, 1);
      t.equal((await db.read('users').where({ role: 'admin' })).length, 1);
    });

    await t.test('the only operator of an active rule keeps his access until the rule has another', async (t) => {
      const { ids, context } = await world(t, engine);
      const questions = [await addQuestion(context)];
      await addRule(context, { name: 'Instalação', questions, operators: [ids.bruno] });
      await addRule(context, { name: 'Do vendedor', questions, operators: [ids.bruno], sellerRuns: true });
      await addRule(context, { name: 'De dois', questions, operators: [ids.bruno, ids.carla] });
      const form = { access: false, name: 'Bruno', login: '', password: '', role: 'operator', externalId: '' };
      t.same(
        await saveUser(context, { id: ids.bruno, version: 1 }, form),
        refused({ field: 'access', message: 'onlyOperator', params: { rules: 'Instalação' } }),
      );
    });

    await t.test('nobody is made under an id that does not exist', async (t) => {
      const { context } = await world(t, engine);
      await t.rejects(saveUser(context, { id: 999, version: 1 }, ELISA), NotFoundError);
    });
  });
});

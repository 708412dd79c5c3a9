import t from 'tap';
import type { ImportInput } from '../../src/actions/import-sales.js';
import { done, refused } from '../support/acting.js';
import { onBothEngines } from '../support/engines.js';
import { matchLists } from '../support/match-lists.js';
import { JOAO, MAPPING, MARIA, provider } from '../support/provider.js';

await onBothEngines(t, async (t, engine) => {
  await t.test('new sales come with their customers, sellers, products, surveys and audit', async (t) => {
    const { db, build, bring, sale, productId } = await provider(t, engine);
    const report = done(await bring([MARIA, JOAO, 'P-1;01/07/2026;Maria Souza;11987654321;;Combo;bruno operador;10;']));
    t.match(report, { lines: 3, added: 3, addedCancelled: 1, products: 1, sellers: 1, customers: 2, unchanged: 0 });
    t.same(report.surveys, { scheduled: 0, due: 1, inconsistent: 0, cancelled: 1 });

    t.match(await sale('P-1'), { seller_id: build.people.bruno.id, product_id: productId, commission_base_cents: 999 });
    t.match(await sale('P-2'), { value_cents: 123456, cancelled_on: '2026-07-10', origin: 'import' });
    matchLists(t, await db.read('surveys').orderBy('id').select('opens_on', 'expires_on', 'outcome'), [
      { opens_on: '2026-07-08', expires_on: '2026-07-18', outcome: null },
      { opens_on: '2026-01-08', expires_on: '2026-01-18', outcome: 'cancelled' },
    ]);
    t.match(await db.read('users').where({ name: 'Vera Vendedora' }).first(), { role: 'operator', login: null });
    t.match(await db.read('products').where({ name: 'Combo' }).first(), { profile_id: null });
    const audit = await db.read('audit').select('entity').orderBy('id');
    t.same(
      audit.map((entry) => entry.entity),
      ['product', 'user', 'customer', 'customer', 'sale', 'sale', 'sale'],
    );
    t.equal((await db.read('customers').where({ name: 'Maria Souza' })).length, 1, 'recognised within the file');
  });

  await t.test('of a history, the choice says which surveys are planned', async (t) => {
    const { bring, build, db } = await provider(t, engine);
    await db.transaction((trx) => trx('products').update({ name: 'Fibra 500' }));
    const old = (id: string) => `${id};01/06/2026;Zé;;;Fibra 500;Bruno Operador;1;`;
    const planned = async (id: string, choice: ImportInput['choice']) => {
      const { scheduled, due, inconsistent } = done(await bring([old(id)], { choice })).surveys;
      return scheduled + due + inconsistent;
    };
    t.equal(await planned('a', { kind: 'upcoming' }), 0);
    t.equal(await planned('b', { kind: 'since', date: '2026-06-18' }), 1, 'expires that day');
    t.equal(await planned('c', { kind: 'since', date: '2026-06-19' }), 0);
    t.equal(await planned('d', { kind: 'all' }), 1);
    t.ok(build);
  });

  await t.test('the same file again changes nothing, also without ids', async (t) => {
    const { db, bring } = await provider(t, engine);
    const nameless = ';02/07/2026;Ana Reis;;;Fibra 500;Bruno Operador;50;ativo';
    const lines = [MARIA, JOAO, nameless, nameless];
    t.equal(done(await bring(lines)).added, 4);
    const tables = ['sales', 'customers', 'users', 'products', 'surveys', 'audit'] as const;
    const snapshot = async () => Promise.all(tables.map((table) => db.read(table).orderBy('id')));
    const before = await snapshot();
    matchLists(t, done(await bring(lines)), {
      added: 0,
      updated: 0,
      unchanged: 4,
      customers: 0,
      customersChanged: 0,
      kept: [],
    });
    t.same(await snapshot(), before);
    t.match(done(await bring([...lines, nameless])), { added: 1, unchanged: 4 }, 'a third of the kind is new');
  });

  await t.test('with an error in any line nothing is imported, and all errors are named', async (t) => {
    const { db, bring } = await provider(t, engine);
    const lines = [MARIA, 'P-3;x;;;;Fibra 500;Bruno;abc;', MARIA];
    const errors = async (input: readonly string[]) => {
      const refusal = refused(await bring(input));
      return refusal.kind === 'lines'
        ? refusal.errors.map((one) => `${one.line} ${one.field} ${one.message}`)
        : refusal;
    };
    t.same(await errors(lines), ['3 closedOn notADate', '3 value notMoney', '3 customer required']);
    t.same(await errors([MARIA, JOAO, MARIA]), ['4 externalId duplicate']);
    t.match(refused(await bring([])), { kind: 'unreadable', reason: 'empty' });
    matchLists(t, refused(await bring([MARIA], { mapping: { ...MAPPING, value: 'preço' } })), {
      kind: 'mapping',
      errors: [{ field: 'value', message: 'unknownValue' }],
    });
    for (const table of ['sales', 'customers', 'audit']) t.equal((await db.read(table)).length, 0, table);
  });

  await t.test('a closing date in the future is a warning, and its sale waits', async (t) => {
    const { bring } = await provider(t, engine);
    const report = done(await bring([MARIA.replace('01/07/2026', '11/07/2026')], { choice: { kind: 'upcoming' } }));
    t.same(report.surveys, { scheduled: 1, due: 0, inconsistent: 0, cancelled: 0 });
  });

  await t.test('the same file imported twice at once comes in once', async (t) => {
    const { db, bring } = await provider(t, engine);
    const reports = (await Promise.all([bring([MARIA, JOAO]), bring([MARIA, JOAO])])).map(done);
    t.same(reports.map((report) => report.added).sort(), [0, 2]);
    t.equal((await db.read('customers')).length, 2);
  });
});

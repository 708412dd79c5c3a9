import t, { type Test } from 'tap';
import { cancelSale } from '../../src/actions/cancel-sale.js';
import { editSale } from '../../src/actions/edit-sale.js';
import { type ImportInput, importSales } from '../../src/actions/import-sales.js';
import { restoreSale } from '../../src/actions/restore-sale.js';
import { acting, done, refused } from '../support/acting.js';
import { type Engine, onBothEngines } from '../support/engines.js';
import { fixtures } from '../support/fixtures.js';

const HEADER = 'pedido;data;cliente;telefone;cidade;produto;vendedor;valor;situacao';
const MARIA = 'P-1;01/07/2026;Maria Souza;(11) 98765-4321;Campinas;Fibra 500;Bruno Operador;99,90;ativo';
const JOAO = 'P-2;01/01/2026;João Lima;;Santos;Fibra 500;Vera Vendedora;1.234,56;cancelado';
const MAPPING = {
  externalId: 'pedido',
  closedOn: 'data',
  customer: 'cliente',
  phone1: 'telefone',
  city: 'cidade',
  product: 'produto',
  seller: 'vendedor',
  value: 'valor',
  status: 'situacao',
};

/** A product *Fibra 500* with a rule of N = 7, M = 10 and a commission of 10 %; the day is 2026-07-10. */
async function provider(t: Test, engine: Engine) {
  const db = await engine.freshDatabase(t);
  const build = await fixtures(db);
  const profileId = await build.profile({ rules: [await build.rule()] });
  const commission = { kind: 'rate', basisPoints: 1000 } as const;
  const productId = await build.product({ name: 'Fibra 500', profileId, commission });
  const context = acting(db, build.people.ana);
  const bring = (lines: readonly string[], over: Partial<ImportInput> = {}) => {
    const content = [HEADER, ...lines].join('\n');
    return importSales(context, {
      content,
      mapping: MAPPING,
      cancelledValues: ['Cancelado'],
      choice: { kind: 'all' },
      ...over,
    });
  };
  const sale = (externalId: string) => db.read('sales').where({ external_id: externalId }).first();
  return { db, build, context, productId, bring, sale };
}

await onBothEngines(t, async (t, engine) => {
  await t.test('new sales come with their customers, sellers, products, surveys and audit', async (t) => {
    const { db, build, bring, sale, productId } = await provider(t, engine);
    const report = done(await bring([MARIA, JOAO, 'P-1;01/07/2026;Maria Souza;11987654321;;Combo;bruno operador;10;']));
    t.match(report, { lines: 3, added: 3, addedCancelled: 1, products: 1, sellers: 1, customers: 2, unchanged: 0 });
    t.same(report.surveys, { scheduled: 0, due: 1, inconsistent: 0, cancelled: 1 });

    t.match(await sale('P-1'), { seller_id: build.people.bruno.id, product_id: productId, commission_base_cents: 999 });
    t.match(await sale('P-2'), { value_cents: 123456, cancelled_on: '2026-07-10', origin: 'import' });
    t.match(await db.read('surveys').orderBy('id').select('opens_on', 'expires_on', 'outcome'), [
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
    t.match(done(await bring(lines)), {
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

  await t.test('a known sale takes what differs from what was imported last', async (t) => {
    const { db, bring, sale } = await provider(t, engine);
    done(await bring([MARIA, JOAO]));
    const report = done(
      await bring(['P-1;03/07/2026;Maria Souza;11911112222;Santos;Fibra 500;Vera Vendedora;200;cancelado', JOAO]),
    );
    t.match(report, { added: 0, updated: 1, unchanged: 1, cancelled: 1, customersChanged: 1, customers: 0 });
    t.match(await sale('P-1'), { closed_on: '2026-07-03', value_cents: 20000, commission_base_cents: 2000 });
    const vera = await db.read('users').where({ name: 'Vera Vendedora' }).first();
    const survey = await db.read('surveys').orderBy('id').first();
    t.match(survey, { opens_on: '2026-07-10', expires_on: '2026-07-20', outcome: 'cancelled', seller_id: vera.id });
    t.match(await db.read('customers').orderBy('id').first(), { phone1: '+5511911112222', city: 'Santos' });

    const restored = done(await bring([MARIA.replace('01/07', '03/07'), JOAO.replace('cancelado', 'ativo')]));
    t.match(restored, { updated: 2, restored: 2 });
    t.equal((await db.read('surveys').whereNotNull('outcome')).length, 0);
  });

  await t.test('corrections made by hand survive what the file repeats, and are listed', async (t) => {
    const { context, bring, sale, build } = await provider(t, engine);
    done(await bring([MARIA, JOAO]));
    const { id, version, product_id, seller_id } = await sale('P-1');
    const combo = await build.product({ name: 'Combo' });
    const form = {
      customer: 'Maria S. Souza',
      phone1: '11 3333-4444',
      city: 'Campinas',
      seller: String(build.people.carla.id),
      closedOn: '2026-07-02',
      value: '99,90',
      externalId: 'P-1',
    };
    done(await editSale(context, { id, version }, { ...form, product: String(combo) }));
    done(await restoreSale(context, (await sale('P-2')).id));
    const again = done(await bring([MARIA, JOAO]));
    t.match(again, { added: 0, updated: 0, unchanged: 2, customersChanged: 0 });
    t.same(
      again.kept.map((kept) => `${kept.externalId} ${kept.field}`),
      ['P-1 customer', 'P-1 phone1', 'P-1 product', 'P-1 closedOn', 'P-1 seller', 'P-2 status'],
    );
    t.match(await sale('P-1'), { product_id: combo, seller_id: build.people.carla.id, closed_on: '2026-07-02' });
    t.not(product_id, combo);
    t.not(seller_id, build.people.carla.id);

    const value = done(await bring([MARIA.replace('99,90', '150'), JOAO]));
    t.match(value, { updated: 1 }, 'what the ERP changed comes through');
    t.match(await sale('P-1'), { value_cents: 15000, closed_on: '2026-07-02', product_id: combo });
  });

  await t.test('a sale cancelled by hand stays cancelled while the file repeats that it stands', async (t) => {
    const { context, bring, sale } = await provider(t, engine);
    done(await bring([MARIA]));
    done(await cancelSale(context, (await sale('P-1')).id, { cancelledOn: '2026-07-09', reverseCommission: 'no' }));
    t.match(done(await bring([MARIA])), { unchanged: 1, restored: 0, kept: [{ field: 'status' }] });
    t.match(await sale('P-1'), { cancelled_on: '2026-07-09' });
  });

  await t.test('a new sale brings news of a known customer, and fills his gaps', async (t) => {
    const { db, bring } = await provider(t, engine);
    const mapping = { ...MAPPING, customerExternalId: 'situacao', status: '' };
    const line = (id: string, phone: string, city: string, customer: string) =>
      `${id};01/07/2026;Maria;${phone};${city};Fibra 500;Bruno Operador;1;${customer}`;
    const customers = () => db.read('customers').orderBy('id').select('external_id', 'phone1', 'city');
    done(await bring([line('1', '11987654321', '', 'C-1')], { mapping }));
    done(await bring([line('2', '11987654321', 'Itu', 'C-1')], { mapping }));
    t.match(await customers(), [{ external_id: 'C-1', phone1: '+5511987654321', city: 'Itu' }]);
    await db.transaction((trx) => trx('customers').update({ phone1: '+5511900000000' }));
    done(await bring([line('3', '11987654321', 'Itu', 'C-1')], { mapping }));
    t.match(await customers(), [{ phone1: '+5511900000000' }], 'a corrected phone stays');
    done(await bring([line('4', '11955556666', 'Itu', 'C-1')], { mapping }));
    t.match(await customers(), [{ phone1: '+5511955556666' }], 'a new one comes through');
    done(await bring([line('5', '11955556666', 'Itu', 'C-2')], { mapping }));
    t.equal((await customers()).length, 2, 'another id is another customer');
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
    t.match(refused(await bring([MARIA], { mapping: { ...MAPPING, value: 'preço' } })), {
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

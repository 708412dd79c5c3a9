import type { Knex } from 'knex';
import t from 'tap';
import { migrations } from '../../migrations/index.js';
import { openDatabase } from '../../src/store/connection.js';
import type { Queryable } from '../../src/store/dialect.js';
import { migrate } from '../../src/store/migrate.js';
import { onBothEngines } from '../support/engines.js';
import { matchLists } from '../support/match-lists.js';

const BEFORE = migrations.filter(({ name }) => name < '20261124');
const SETTLED_AT = Date.parse('2026-07-10T13:00:00Z');

t.test('the facts of surveys come to a database with data', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    const config = await engine.emptyConfig(t);
    await migrate(config, { known: BEFORE });
    const former = openDatabase(config);
    const ids = await former.transaction(seed);
    const before = await everything(former.read);
    await former.close();

    await migrate(config);
    const db = openDatabase(config);
    t.teardown(() => db.close());
    const surveys = await db.read('surveys').orderBy('id');
    matchLists(t, surveys, [
      { id: ids.open, city_key: 'natal', attempt_count: 0, execution_id: null, score_key: null },
      { id: ids.executed, city_key: 'natal', executed_on: '2026-07-10', score_sum: 50, score_key: 50 / 3 },
      { id: ids.closed, city_key: '', outcome: 'closed', execution_id: null },
    ]);
    t.equal(surveys[1].execution_id, ids.execution, 'the execution that stands, not the annulled one');
    t.same(
      surveys.map((row) => Boolean(row.has_phone)),
      [true, true, false],
    );
    const after = await everything(db.read);
    for (const [table, rows] of Object.entries(before))
      matchLists(t, after[table], withoutCity(rows), `${table} is kept`);

    await t.test('an id that was once given is not given again', async (t) => {
      const [{ id }] = await db.transaction((trx) => trx('customers').insert(customer('Nova')).returning('id'));
      t.ok(id > ids.removedCustomer);
    });
    await t.test('what stood in the definition still holds', async (t) => {
      const change = (values: object) => db.transaction((trx) => trx('surveys').where({ id: ids.open }).update(values));
      await t.rejects(change({ opens_on: '2026-12-31' }), /check/i);
      await t.rejects(change({ outcome: 'closed' }), /check/i);
      await t.rejects(change({ rule_id: 99 }), /foreign key/i);
      await t.rejects(change({ sale_id: ids.otherSale }), /unique|foreign key/i);
      const remove = (table: string) => db.transaction((trx) => trx(table).delete());
      for (const table of ['customers', 'sales', 'surveys']) await t.rejects(remove(table), /foreign key/i);
    });
  });
});

t.test('a survey cannot say of its sale or its execution what these do not', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    const config = await engine.emptyConfig(t);
    await migrate(config, { known: BEFORE });
    const former = openDatabase(config);
    const ids = await former.transaction(seed);
    await former.close();
    await migrate(config);
    const db = openDatabase(config);
    t.teardown(() => db.close());
    const change = (id: number, values: object) => db.transaction((trx) => trx('surveys').where({ id }).update(values));
    for (const values of [{ city_key: 'x' }, { has_phone: false }, { customer_id: ids.removedCustomer }])
      await t.rejects(change(ids.open, values), /foreign key/i);
    await t.rejects(
      db.transaction((trx) => trx('sales').update({ city_key: 'x' })),
      /foreign key/i,
    );
    for (const values of [{ executed_by: ids.edu }, { executed_on: '2026-07-09' }, { execution_id: ids.annulled }])
      await t.rejects(change(ids.executed, values), /foreign key/i);
    await t.rejects(change(ids.executed, { score_sum: 51, score_key: 17 }), /foreign key/i);
    for (const values of [{ score_key: 1 }, { settled_at: 1 }, { execution_id: null }, { outcome: 'closed' }])
      await t.rejects(change(ids.executed, values), /check/i);
    await t.rejects(change(ids.open, { executed_by: ids.edu }), /check/i);

    await db.transaction((trx) => trx('customers').update({ city_key: 'recife', phone2: '3232' }));
    const copies = await db.read('surveys').select('city_key', 'has_phone');
    t.same(new Set(copies.map((row) => row.city_key)), new Set(['recife']), 'a corrected city reaches the surveys');
    t.notOk(
      copies.some((row) => row.has_phone),
      'and so does a phone that is no longer valid',
    );
  });
});

const TABLES = ['customers', 'sales', 'surveys', 'executions', 'extensions', 'closures'];

async function everything(q: Queryable): Promise<Record<string, Record<string, unknown>[]>> {
  const tables = await Promise.all(TABLES.map(async (table) => [table, await q(table).orderBy('id')]));
  return Object.fromEntries(tables);
}

/** A customer without a city has the key '' now. */
function withoutCity(rows: readonly Record<string, unknown>[] = []) {
  return rows.map((row) => ('city_key' in row ? { ...row, city_key: row.city_key ?? '' } : row));
}

function customer(name: string, over: object = {}) {
  return { name, name_key: name.toLowerCase(), search_text: name.toLowerCase(), created_at: 1, ...over };
}

/** Two customers, three surveys, an execution that stands and one that was annulled. */
async function seed(trx: Knex) {
  const add = async (table: string, row: object): Promise<number> =>
    (await trx(table).insert(row).returning('id'))[0].id;
  const person = { role: 'operator', created_at: 1 };
  const edu = await add('users', { ...person, name: 'Edu', name_key: 'edu' });
  const bruno = await add('users', { ...person, name: 'Bruno', name_key: 'bruno' });
  const named = { name: 'Fibra', name_key: 'fibra', created_at: 1 };
  const product = await add('products', named);
  const rule = await add('rules', { ...named, start_days: 7, expiry_days: 3, seller_runs: false });
  const later = await add('rules', { ...named, name_key: 'b', start_days: 9, expiry_days: 3, seller_runs: false });
  const maria = await add(
    'customers',
    customer('Maria', { phone2: '+5511987654321', city: 'Natal', city_key: 'natal' }),
  );
  const joao = await add('customers', customer('João', { phone1: '3232' }));
  const removedCustomer = await add('customers', customer('Removida'));
  await trx('customers').where({ id: removedCustomer }).delete();
  const sold = { seller_id: edu, product_id: product, closed_on: '2026-07-01' };
  const recorded = { ...sold, value_cents: 1, origin: 'form', recorded_at: 1 };
  const sale = await add('sales', { ...recorded, customer_id: maria });
  const otherSale = await add('sales', { ...recorded, customer_id: joao });
  const dates = { opens_on: '2026-07-08', expires_on: '2026-07-11', original_expires_on: '2026-07-11' };
  const settled = (outcome: string) => ({ outcome, settled_at: SETTLED_AT });
  const planned = { ...sold, ...dates };
  const open = await add('surveys', { ...planned, sale_id: sale, rule_id: rule });
  const executed = await add('surveys', { ...planned, sale_id: sale, rule_id: later, ...settled('executed') });
  const closed = await add('surveys', { ...planned, sale_id: otherSale, rule_id: rule, ...settled('closed') });
  const finished = { survey_id: executed, executed_by: bruno, started_at: 1, finished_at: 2, rule_name: 'Fibra' };
  const scored = { executed_on: '2026-07-10', score_sum: 50, score_count: 3, by_seller: false };
  const annulment = { annulled_at: 3, annulled_by: edu, annulment_reason: 'engano' };
  const annulled = await add('executions', { ...finished, ...scored, score_sum: 9, form_key: 'a', ...annulment });
  const execution = await add('executions', { ...finished, ...scored, form_key: 'b' });
  await add('extensions', { survey_id: open, expires_on: '2026-07-11', reason: 'x', extended_by: edu, extended_at: 1 });
  await add('closures', { survey_id: closed, reason: 'refused', closed_by: edu, closed_at: SETTLED_AT });
  return { edu, open, executed, closed, annulled, execution, otherSale, removedCustomer };
}

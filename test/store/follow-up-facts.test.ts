import type { Knex } from 'knex';
import t, { type Test } from 'tap';
import { migrations } from '../../migrations/index.js';
import { type Database, openDatabase } from '../../src/store/connection.js';
import { dialectOf, type Queryable } from '../../src/store/dialect.js';
import { migrate } from '../../src/store/migrate.js';
import { onBothEngines } from '../support/engines.js';
import { matchLists } from '../support/match-lists.js';

const BEFORE = migrations.filter(({ name }) => name < '20261129_000100');
const ENDED_AT = Date.parse('2026-07-10T13:00:00Z');

t.test('the facts of follow-ups come to a database with data', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    const config = await engine.emptyConfig(t);
    await migrate(config, { known: BEFORE });
    const former = openDatabase(config);
    const ids = await former.transaction(seed);
    const before = { followUps: await rowsOf(former.read), comments: await former.read('follow_up_comments') };
    await former.close();

    await migrate(config);
    const db = openDatabase(config);
    t.teardown(() => db.close());
    const after = await rowsOf(db.read);
    matchLists(
      t,
      after,
      before.followUps.map((row) => (row.id === ids.ofAnother ? { ...row, customer_id: ids.maria } : row)),
      'all rows are kept, but for the customer that was not the sale’s',
    );
    const ofSale = { seller_id: ids.edu, product_id: ids.product, closed_on: '2026-07-01', city_key: 'natal' };
    matchLists(t, after, [
      { id: ids.ofAnother, ...ofSale, customer_id: ids.maria },
      { id: ids.withoutSale, seller_id: null, product_id: null, closed_on: null, city_key: '' },
      { id: ids.ended, ...ofSale, survey_id: ids.survey },
      { id: ids.won, ...ofSale, won_sale_id: ids.otherSale },
    ]);
    t.same(
      after.map((row) => Boolean(row.has_phone)),
      [true, false, true, true],
    );
    t.same(await db.read('follow_up_comments'), before.comments);
    t.same(await schemaOf(db.read), await schemaOf((await engine.freshDatabase(t)).read), 'as in a new database');
    if (db.dialect === 'sqlite') t.same(await db.read.raw('pragma foreign_key_check'), []);
    t.same(await tallied(db.read), [
      [ids.edu, 'complaint', 'open', 1],
      [ids.edu, 'complaint', 'resolved', 1],
      [ids.edu, 'doubt', 'in-progress', 1],
      [ids.edu, 'opportunity', 'won', 1],
    ]);
    await t.test('triggers and keys watch them', (t) => watched(t, db, ids));
  });
});

type Ids = Awaited<ReturnType<typeof seed>>;

async function watched(t: Test, db: Database, ids: Ids): Promise<void> {
  const change = (table: string, id: number, values: object) =>
    db.transaction((trx) => trx(table).where({ id }).update(values));
  const followUp = (id: number) => db.read('follow_ups').where({ id }).first();
  const version = await versionOf(db.read);
  await change('follow_ups', ids.withoutSale, { owner_id: ids.bruno });
  t.ok((await versionOf(db.read)) > version, 'a write counts');
  t.same((await tallied(db.read)).at(-1), [ids.bruno, 'doubt', 'in-progress', 1]);
  t.equal((await tallied(db.read)).length, 4, 'and is taken from who had it');
  await change('customers', ids.maria, { city_key: 'recife' });
  t.match(await followUp(ids.ended), { city_key: 'recife' });
  await change('sales', ids.sale, { seller_id: ids.bruno });
  t.match(await followUp(ids.ofAnother), { seller_id: ids.bruno });
  await t.rejects(change('follow_ups', ids.ended, { city_key: 'x' }), /foreign key/i);
  await t.rejects(change('follow_ups', ids.withoutSale, { seller_id: ids.edu }), /check/i);
  await t.rejects(change('follow_ups', ids.ended, { ending: 'won' }), /check/i);
  const remove = (table: string, id: number) => db.transaction((trx) => trx(table).where({ id }).delete());
  await t.rejects(remove('follow_ups', ids.ended), /foreign key/i, 'its comment holds it');
  await t.rejects(remove('customers', ids.joao), /foreign key/i);
  const added = await db.transaction((trx) => insert(trx, 'follow_ups', followUpOf(ids, { customer_id: ids.joao })));
  t.ok(added > ids.removed, 'an id that was once given is not given again');
}

function rowsOf(q: Queryable): Promise<Record<string, unknown>[]> {
  return q('follow_ups').orderBy('id');
}

async function versionOf(q: Queryable): Promise<number> {
  const [row] = await q('write_versions').where({ topic: 'follow_ups' }).sum('version as n');
  return Number(row?.n);
}

async function tallied(q: Queryable): Promise<unknown[][]> {
  const key = ['owner_id', 'kind', 'state'];
  const rows = await q('follow_up_tallies').groupBy(key).orderBy(key).select(key).sum('follow_ups as n');
  return rows.filter(({ n }) => Number(n) !== 0).map((row) => [row.owner_id, row.kind, row.state, Number(row.n)]);
}

/** The indexes and triggers of the two tables. */
async function schemaOf(q: Queryable): Promise<string[]> {
  const tables = "('follow_ups', 'follow_up_comments')";
  if (dialectOf(q) === 'sqlite')
    return q('sqlite_master').whereRaw(`tbl_name in ${tables} and type <> 'table'`).orderBy('name').pluck('sql');
  const { rows } = await q.raw(`select indexdef as sql from pg_indexes where tablename in ${tables}
    union all select pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
      and tgrelid in ('follow_ups'::regclass, 'follow_up_comments'::regclass) order by 1`);
  return rows.map(({ sql }: { sql: string }) => sql);
}

async function insert(trx: Knex, table: string, row: object): Promise<number> {
  return (await trx(table).insert(row).returning('id'))[0].id;
}

function followUpOf({ edu, joao }: { edu: number; joao: number }, over: object) {
  const opened = { opened_by: edu, opened_at: 1, opened_on: '2026-07-09' };
  return { kind: 'complaint', customer_id: joao, owner_id: edu, priority: 2, due_on: '2026-07-14', ...opened, ...over };
}

/** Two customers and their sales; a follow-up of one customer and the other's sale, and one of each other sort. */
async function seed(trx: Knex) {
  const add = (table: string, row: object) => insert(trx, table, row);
  const person = { role: 'operator', created_at: 1 };
  const edu = await add('users', { ...person, name: 'Edu', name_key: 'edu' });
  const bruno = await add('users', { ...person, name: 'Bruno', name_key: 'bruno' });
  const named = { name: 'Fibra', name_key: 'fibra', created_at: 1 };
  const product = await add('products', named);
  const rule = await add('rules', { ...named, start_days: 7, expiry_days: 3, seller_runs: false });
  const customer = (name: string) => ({ name, name_key: name.toLowerCase(), search_text: name, created_at: 1 });
  const copies = { city_key: 'natal', has_phone: true };
  const maria = await add('customers', {
    ...customer('Maria'),
    city: 'Natal',
    phone1: '+5584987654321',
    city_key: 'natal',
  });
  const joao = await add('customers', { ...customer('João') });
  const sold = { seller_id: edu, product_id: product, closed_on: '2026-07-01' };
  const recorded = { ...sold, value_cents: 1, origin: 'form', recorded_at: 1 };
  const sale = await add('sales', { ...recorded, customer_id: maria, ...copies });
  const otherSale = await add('sales', { ...recorded, customer_id: joao });
  const dates = { opens_on: '2026-07-08', expires_on: '2026-07-11', original_expires_on: '2026-07-11' };
  const survey = await add('surveys', {
    ...sold,
    ...dates,
    ...copies,
    customer_id: maria,
    sale_id: sale,
    rule_id: rule,
  });
  const follow = (over: object) => add('follow_ups', followUpOf({ edu, joao }, over));
  const ending = { ended_by: bruno, ended_at: ENDED_AT, ended_on: '2026-07-10' };
  const ofMaria = { customer_id: maria, sale_id: sale };
  const ofAnother = await follow({ customer_id: joao, sale_id: sale, text: 'Sinal cai', form_key: 'a' });
  const withoutSale = await follow({ kind: 'doubt', started_by: bruno, started_at: 2, version: 3 });
  const ended = await follow({ ...ofMaria, survey_id: survey, ...ending, ending: 'resolved', conclusion: 'Trocado' });
  const win = { ...ending, ending: 'won', won_cents: 9_990, won_product_id: product, won_sale_id: otherSale };
  const won = await follow({ ...ofMaria, kind: 'opportunity', ...win });
  const removed = await follow({});
  await trx('follow_ups').where({ id: removed }).delete();
  await add('follow_up_comments', {
    follow_up_id: ended,
    text: 'Liguei',
    written_by: edu,
    written_at: 3,
    form_key: 'c',
  });
  return { edu, bruno, product, maria, joao, sale, otherSale, survey, ofAnother, withoutSale, ended, won, removed };
}

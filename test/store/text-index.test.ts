import { deepEqual } from 'node:assert/strict';
import fc from 'fast-check';
import knex, { type Knex } from 'knex';
import t, { type Test } from 'tap';
import { type Database, openDatabase, postgresConnection, quiet } from '../../src/store/connection.js';
import type { Queryable } from '../../src/store/dialect.js';
import { migrate } from '../../src/store/migrate.js';
import type { Predicate } from '../../src/store/predicate.js';
import { countSales, listSales } from '../../src/store/sale-list.js';
import { countEach } from '../../src/store/survey-counts.js';
import { listSurveys } from '../../src/store/survey-list.js';
import { countersOf, LISTS, listedOn, type Scope } from '../../src/store/survey-tabs.js';
import { ensureTextIndex, hasTextIndex } from '../../src/store/text-index.js';
import { byTextIndex, mentioning } from '../../src/store/text-search.js';
import { onBothEngines } from '../support/engines.js';
import { fixtures } from '../support/fixtures.js';
import { surveyWorld, TODAY } from '../support/survey-world.js';

const WORDS = ['ana', 'bia', 'caio', 'd'];

const change = fc.record({
  kind: fc.constantFrom('record', 'record', 'forget', 'rename', 'renumber', 'give', 'move'),
  which: fc.nat(20),
  to: fc.nat(20),
});

await onBothEngines(t, async (t, engine) => {
  await t.test('a rare text is looked up in its index, and only the surveys of its sales are read', async (t) => {
    const db = await engine.freshDatabase(t);
    const world = await surveyWorld(db);
    await world.surveys(Array.from({ length: 60 }, (_, index) => ({ customer: index === 7 ? 'Quixabeira' : 'Maria' })));
    const filter = { text: 'quixabeira' };
    const scope: Scope = { userId: world.ana.id, today: TODAY, filter, chips: ['due', 'closed'] };
    for (const tab of LISTS) {
      const [sort, descending] = tab === 'executed' ? (['settled', true] as const) : (['expiry', false] as const);
      const where = listedOn(tab, scope);
      await planned(t, db, tab, () => listSurveys(db.read, where, { sort, descending, size: 50, key: null, count: 1 }));
    }
    await planned(t, db, 'counters', () => countEach(db.read, countersOf('pending', scope)));
    const request = { filter, situation: 'all', sort: 'closing', descending: true, key: null, size: 50 } as const;
    await planned(t, db, 'sales', () => listSales(db.read, request));
    await planned(t, db, 'counters of sales', () => countSales(db.read, filter));
  });

  await t.test('whatever becomes of sales and customers, the index finds what a look at each row finds', async (t) => {
    const db = await engine.freshDatabase(t);
    const build = await fixtures(db);
    const productId = await build.product();
    const names = WORDS.map((name) => ({ name }));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 5, maxLength: 25 }), async (changes) => {
        const customerIds = await Promise.all(names.map((one) => build.customer(one)));
        const at = (list: readonly number[], index: number) => list[index % list.length] ?? 0;
        for (const { kind, which, to } of changes) {
          const customerId = at(customerIds, to);
          if (kind === 'record') await build.sale({ customerId, productId });
          const sales: number[] = await db.read('sales').orderBy('id').pluck('id');
          const id = at(sales, which);
          await db.transaction(async (trx) => {
            const word = WORDS[to % WORDS.length];
            if (kind === 'forget') await trx('sales').where({ id }).delete();
            if (kind === 'rename') await trx('customers').where({ id: customerId }).update({ search_text: word });
            if (kind === 'renumber')
              await trx('sales')
                .where({ id })
                .update({ external_key: `${word}-1` });
            if (kind === 'give') {
              const copies = await trx('customers').where({ id: customerId }).first('city_key', 'has_phone');
              await trx('sales')
                .where({ id })
                .update({ customer_id: customerId, ...copies });
            }
            if (kind === 'move') await trx('customers').where({ id: customerId }).update({ city_key: word });
          });
        }
        for (const text of [...WORDS, '1', 'ana bia']) {
          const where = mentioning(text, 'sales.id');
          deepEqual(await idsOf(db.read, await byTextIndex(db.read, where)), await idsOf(db.read, where), text);
        }
      }),
      { numRuns: 12, seed: 3 },
    );
  });

  if (engine.dialect === 'sqlite') return;

  await t.test(
    'without the extension a search is right, and its index is built as soon as that is there',
    async (t) => {
      const config = await engine.freshConfig(t);
      const db = openDatabase(config);
      t.teardown(() => db.close());
      t.ok(await hasTextIndex(db.read), 'the server of the tests has it');
      const world = await surveyWorld(db);
      await world.surveys([{ customer: 'Maria' }, { customer: 'João' }]);
      await db.read.raw('drop extension pg_trgm cascade');
      t.notOk(await hasTextIndex(db.read));
      t.equal((await countSales(db.read, { text: 'joao' })).all, 1);
      t.same(await migrate(config), []);
      t.ok(await hasTextIndex(db.read), 'the next start builds it');
    },
  );

  await t.test('a user who may not create the extension is no obstacle', async (t) => {
    const config = await engine.freshConfig(t);
    const own = single(t, config.databaseUrl ?? '');
    const role = `plain_${process.pid}`;
    await own.raw('drop extension pg_trgm cascade');
    await own.raw(`create role ${role}`);
    await own.raw(`grant select on all tables in schema public to ${role}`);
    await own.raw(`set role ${role}`);
    await ensureTextIndex(own);
    t.notOk(await hasTextIndex(own));
    await own.raw('reset role');
    await own.raw(`drop owned by ${role}`);
    await own.raw(`drop role ${role}`);
  });
});

async function idsOf(q: Queryable, { sql, bindings }: Predicate): Promise<number[]> {
  return q('sales')
    .whereRaw(sql, [...bindings])
    .orderBy('id')
    .pluck('id');
}

/** Every statement that `run` sends about sales reads the text index, and none a whole table of sales or surveys. */
async function planned(t: Test, db: Database, name: string, run: () => Promise<unknown>): Promise<void> {
  const sent: { sql: string; bindings: readonly Knex.RawBinding[] }[] = [];
  const listen = (query: { sql: string; bindings?: readonly Knex.RawBinding[] }) =>
    sent.push({ sql: query.sql, bindings: query.bindings ?? [] });
  db.read.on('query', listen);
  await run();
  db.read.off('query', listen);
  const searching = sent.filter(({ sql }) => sql.includes('sales_text'));
  t.ok(searching.length > 0, `${name}: the text is searched for`);
  for (const { sql, bindings } of searching) {
    const plan = await (db.dialect === 'sqlite' ? sqlitePlan : postgresPlan)(db, sql, bindings);
    t.match(plan, /sales_text VIRTUAL TABLE INDEX 0:M|sales_text_trigrams/, `${name}: by the index`);
    t.notMatch(
      plan,
      /SCAN (surveys|sales|searched|customers)\b|Seq Scan on (surveys|sales|sales_text|customers)\b/,
      name,
    );
    t.notMatch(plan, /CORRELATED.*\n.*sales_text/, `${name}: once, and not for each row`);
  }
}

async function sqlitePlan(db: Database, sql: string, bindings: readonly Knex.RawBinding[]): Promise<string> {
  const steps: { detail: string }[] = await db.read.raw(`explain query plan ${sql}`, [...bindings]);
  return steps.map(({ detail }) => detail).join('\n');
}

/** A table of few rows is read in full, or row by row, whatever the index: that is forbidden here. */
async function postgresPlan(db: Database, sql: string, bindings: readonly Knex.RawBinding[]): Promise<string> {
  return db.transaction(async (trx: Queryable) => {
    await trx.raw('set local enable_seqscan = off');
    await trx.raw('set local enable_nestloop = off');
    const { rows } = await trx.raw(`explain ${sql.replace(/\$\d+/g, '?')}`, [...bindings]);
    return rows.map((row: Record<string, string>) => row['QUERY PLAN']).join('\n');
  });
}

/** One connection, which keeps its role. */
function single(t: Test, url: string): Knex {
  const connection = postgresConnection(url);
  const own = knex({ client: 'pg', connection, pool: { min: 1, max: 1 }, log: quiet });
  t.teardown(() => own.destroy());
  return own;
}

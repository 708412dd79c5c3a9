import t from 'tap';
import { migrations } from '../../migrations/index.js';
import { openDatabase } from '../../src/store/connection.js';
import type { Queryable } from '../../src/store/dialect.js';
import { migrate } from '../../src/store/migrate.js';
import { onBothEngines } from '../support/engines.js';
import { matchLists } from '../support/match-lists.js';

const BEFORE = migrations.filter(({ name }) => name < '20261129_000115');

t.test('the days of closures and extensions come to a database with data', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    const config = await engine.emptyConfig(t);
    await migrate(config, { known: BEFORE });
    const former = openDatabase(config);
    await former.transaction(seed);
    await former.close();
    await migrate(config);
    const db = openDatabase(config);
    t.teardown(() => db.close());
    const closures = await db.read('closures').orderBy('id');
    t.same(
      closures.map((row) => row.closed_on),
      // Summer time ended at midnight of 18 February 2018 and began at midnight of 4 November.
      ['2018-02-17', '2018-02-17', '2018-02-18', '2018-11-03', '2018-11-04', '2026-07-10'],
    );
    const extensions = await db.read('extensions').orderBy('id');
    matchLists(t, extensions, [
      { extended_on: '2026-07-10', was_expires_on: '2026-07-03', expires_on: '2026-07-12' },
      { extended_on: '2026-07-13', was_expires_on: '2026-07-12', expires_on: '2026-07-20' },
      { extended_on: '2026-07-10', was_expires_on: '2026-07-05', expires_on: '2026-07-15' },
    ]);
    await t.rejects(
      db.transaction((trx) => trx('closures').update({ closed_on: '2026-02-31' })),
      /check|date/i,
    );
  });
});

t.test('without any there is nothing to fill', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    const config = await engine.emptyConfig(t);
    await migrate(config, { known: BEFORE });
    await migrate(config);
    const db = openDatabase(config);
    t.teardown(() => db.close());
    t.same(await db.read('closures'), []);
  });
});

/** Two surveys: one was extended twice and closed and reopened often, of the other's extension the audit tells. */
async function seed(trx: Queryable): Promise<void> {
  const add = async (table: string, row: object): Promise<number> =>
    (await trx(table).insert(row).returning('id'))[0].id;
  const by = await add('users', { role: 'manager', name: 'Ana', name_key: 'ana', created_at: 1 });
  const named = { name: 'Fibra', name_key: 'fibra', created_at: 1 };
  const product_id = await add('products', named);
  const rule_id = await add('rules', { ...named, start_days: 1, expiry_days: 1, seller_runs: false });
  const customer_id = await add('customers', { ...named, name_key: 'maria', search_text: 'maria' });
  const survey = async (external_key: string, original_expires_on: string, expires_on: string) => {
    const sold = { customer_id, seller_id: by, product_id, closed_on: '2026-07-01' };
    const sale_id = await add('sales', { ...sold, external_key, value_cents: 1, origin: 'form', recorded_at: 1 });
    const { has_phone, city_key } = await trx('sales').where({ id: sale_id }).first();
    const dates = { opens_on: '2026-07-02', original_expires_on, expires_on };
    return add('surveys', { ...sold, ...dates, sale_id, rule_id, has_phone, city_key });
  };
  const extend = (survey_id: number, expires_on: string, at: string) =>
    add('extensions', { survey_id, expires_on, reason: 'x', extended_by: by, extended_at: Date.parse(at) });
  const first = await survey('a', '2026-07-03', '2026-07-20');
  const second = await survey('b', '2026-07-09', '2026-07-15');
  await extend(first, '2026-07-12', '2026-07-10T23:59:59.999-03:00');
  await extend(first, '2026-07-20', '2026-07-13T00:00-03:00');
  await extend(second, '2026-07-15', '2026-07-10T12:00-03:00');
  const audited = { origin: 'web', action: 'extend', entity: 'survey', entity_id: second, actor_id: by };
  const changes = JSON.stringify({ expiresOn: ['2026-07-05', '2026-07-15'] });
  await trx('audit').insert({ ...audited, at: Date.parse('2026-07-10T12:00-03:00'), changes });
  for (const at of [
    '2018-02-17T23:30-02:00',
    '2018-02-18T02:59:59.999Z',
    '2018-02-18T03:00Z',
    '2018-11-04T02:59:59.999Z',
    '2018-11-04T03:00Z',
    '2026-07-10T23:59:59.999-03:00',
  ]) {
    const closed = { survey_id: first, reason: 'other', closed_by: by, closed_at: Date.parse(at) };
    await add('closures', { ...closed, reopened_at: 1, reopened_by: by, reopening_reason: 'x' });
  }
}

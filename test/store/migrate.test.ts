import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Knex } from 'knex';
import t from 'tap';
import { type Migration, migrations } from '../../migrations/index.js';
import { openDatabase } from '../../src/store/connection.js';
import { type MigrationStep, migrate, schemaVersion } from '../../src/store/migrate.js';
import { onBothEngines, temporaryFolder } from '../support/engines.js';

t.test('migrating', async (t) => {
  await onBothEngines(t, async (t, engine) => {
    const config = await engine.freshConfig(t);
    const db = openDatabase(config);
    t.teardown(() => db.close());
    t.equal(await schemaVersion(db.read), migrations.at(-1)?.name, 'ends at the newest schema');
    t.same(await migrate(config), [], 'a second time changes nothing');
    await db.transaction((trx) => trx('knex_migrations_lock').update({ is_locked: 1 }));
    t.same(await migrate(config), [], 'a lock that a killed process left set is no obstacle');
    await db.transaction((trx) =>
      trx('knex_migrations').insert({ name: '99990101_000000_future', batch: 9, migration_time: new Date() }),
    );
    await t.rejects(migrate(config), { name: 'SchemaTooNewError' }, 'a newer schema is refused');
  });
});

t.test('an embedded database with data is backed up before a migration is applied to it', async (t) => {
  const dataDir = temporaryFolder(t);
  const config = { databaseUrl: null, dataDir };
  await migrate(config, { known: migrations.slice(0, -1) });
  t.notOk(existsSync(path.join(dataDir, 'backups')), 'there is nothing to keep of an empty one');
  const steps: MigrationStep[] = [];
  const name = migrations.at(-1)?.name ?? '';
  t.same(await migrate(config, { onStep: (step) => steps.push(step) }), [name]);
  t.same(
    steps,
    [{ doing: 'backup' }, { doing: 'migration', name, number: 1, count: 1 }, { doing: 'check' }],
    'and each step is told before it begins',
  );
  t.ok(existsSync(path.join(dataDir, 'backups', `before-${migrations.at(-1)?.name}.sqlite`)));
});

t.test('an update of which one part fails leaves the database as it was', async (t) => {
  const added = (name: string, up: (trx: Knex) => Promise<unknown>): Migration => ({
    name: `99990101_${name}`,
    up: async (trx) => void (await up(trx)),
  });
  const table = added('000001_table', (trx) => trx.schema.createTable('things', (thing) => thing.integer('id')));
  const failing = {
    'a statement that is refused': [table, added('000002_fails', (trx) => trx.raw('select no_such_thing'))],
    'foreign keys that would be broken': [
      added('000001_breaks', (trx) => trx.raw('insert into rule_operators (rule_id, user_id) values (7, 9)')),
      table,
    ],
  };
  for (const [what, more] of Object.entries(failing))
    await t.test(what, (t) =>
      onBothEngines(t, async (t, engine) => {
        const config = await engine.freshConfig(t);
        const db = openDatabase(config);
        t.teardown(() => db.close());
        await t.rejects(migrate(config, { known: [...migrations, ...more] }));
        t.equal(await schemaVersion(db.read), migrations.at(-1)?.name);
        t.notOk(await db.read.schema.hasTable('things'));
        t.same(await migrate(config), [], 'the version before it goes on');
      }),
    );
});

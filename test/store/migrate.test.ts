import { existsSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { migrations } from '../../migrations/index.js';
import { openDatabase } from '../../src/store/connection.js';
import { migrate, schemaVersion } from '../../src/store/migrate.js';
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
  await migrate(config, migrations.slice(0, -1));
  t.notOk(existsSync(path.join(dataDir, 'backups')), 'there is nothing to keep of an empty one');
  t.same(await migrate(config), [migrations.at(-1)?.name]);
  t.ok(existsSync(path.join(dataDir, 'backups', `before-${migrations.at(-1)?.name}.sqlite`)));
});

import { copyFileSync, existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import SqliteConnection from 'better-sqlite3';
import t from 'tap';
import { openDatabase, sqliteFile } from '../../src/store/connection.js';
import { runCommand } from '../support/command.js';
import { type DatabaseConfig, sqlite, temporaryFolder } from '../support/engines.js';

const ANA = ['user', 'add', '--login', 'ana', '--name', 'Ana', '--role', 'manager', '--password-stdin'];
const BIA = ['user', 'add', '--login', 'bia', '--name', 'Bia', '--role', 'manager', '--password-stdin'];

async function logins(config: DatabaseConfig): Promise<string[]> {
  const db = openDatabase(config);
  try {
    return await db.read('users').orderBy('id').pluck('login');
  } finally {
    await db.close();
  }
}

t.test('backup and restore', async (t) => {
  const config = await sqlite.freshConfig(t);
  const file = path.join(temporaryFolder(t), 'copies', 'posvenda.sqlite');
  await runCommand(config, ANA, 'uma senha boa');

  await t.test('backup copies into a new folder, and over an older copy', async (t) => {
    t.match(await runCommand(config, ['backup', file]), { code: 0, stdout: `${file}\n` });
    t.match(await runCommand(config, ['backup', file]), { code: 0 });
    t.notOk(existsSync(`${file}.partial`));
  });

  await t.test('restore brings that moment back and keeps what it replaced', async (t) => {
    await runCommand(config, BIA, 'uma senha boa');
    t.same(await logins(config), ['ana', 'bia']);
    t.match(await runCommand(config, ['restore', file]), { code: 0, stdout: `${sqliteFile(config.dataDir)}\n` });
    t.same(await logins(config), ['ana']);
    t.ok(existsSync(`${sqliteFile(config.dataDir)}.replaced`));
  });

  await t.test('restore also fills an empty folder', async (t) => {
    const empty = { databaseUrl: null, dataDir: path.join(temporaryFolder(t), 'new') };
    t.match(await runCommand(empty, ['restore', file]), { code: 0 });
    t.same(await logins(empty), ['ana']);
  });

  await t.test('restore refuses what is no backup, and changes nothing', async (t) => {
    const text = path.join(temporaryFolder(t), 'text');
    writeFileSync(text, 'this is no database');
    t.match(await runCommand(config, ['restore', text]), { code: 1, stderr: /was not restored: / });
    t.match(await runCommand(config, ['restore', `${text}-2`]), { code: 1, stderr: /there is no file / });
    t.same(await logins(config), ['ana']);
  });

  await t.test('restore refuses the backup of a newer version, and changes nothing', async (t) => {
    const newer = path.join(temporaryFolder(t), 'newer.sqlite');
    await runCommand(config, ['backup', newer]);
    const raw = new SqliteConnection(newer);
    raw.exec("insert into knex_migrations (name, batch) values ('99990101_000000_future', 9)");
    raw.close();
    const { code, stderr } = await runCommand(config, ['restore', newer]);
    t.equal(code, 1);
    t.match(stderr, /newer Posvenda, with the migration 99990101_000000_future/);
    t.same(await logins(config), ['ana']);
  });

  await t.test(
    'restore refuses a backup that is damaged where copying it would not show, and changes nothing',
    async (t) => {
      const damaged = path.join(temporaryFolder(t), 'copy.sqlite');
      copyFileSync(file, damaged);
      const copy = new SqliteConnection(damaged);
      // An index that does not hold what it says: a copy is whole, but names would be found or missed by chance.
      copy.unsafeMode();
      copy.pragma('writable_schema = ON');
      const changed = copy
        .prepare(
          "update sqlite_schema set sql = replace(sql, '(`login_key`)', '(`name`)') where type = 'index' and sql like '%(%login%'",
        )
        .run();
      t.ok(changed.changes > 0, 'there is an index of logins');
      copy.close();
      const { code, stderr } = await runCommand(config, ['restore', damaged]);
      t.equal(code, 1);
      t.match(stderr, /the backup is damaged/);
      t.same(await logins(config), ['ana']);
    },
  );

  await t.test('backup never lands on the database or its lock', async (t) => {
    for (const name of ['posvenda.sqlite', 'posvenda.sqlite-wal', 'lock.db'])
      t.match(await runCommand(config, ['backup', path.join(config.dataDir, name)]), { code: 1 }, name);
    t.same(await logins(config), ['ana']);
  });

  await t.test('on PostgreSQL both name its own tools', async (t) => {
    const other = { databaseUrl: 'postgresql://posvenda@localhost/posvenda', dataDir: config.dataDir };
    t.match(await runCommand(other, ['backup', file]), { code: 1, stderr: /pg_dump/ });
    t.match(await runCommand(other, ['restore', file]), { code: 1, stderr: /pg_restore/ });
  });
});

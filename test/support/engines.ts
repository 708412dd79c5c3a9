import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Test } from 'tap';
import type { Config } from '../../src/config.js';
import { type Database, openDatabase, sqliteFile } from '../../src/store/connection.js';
import type { Dialect } from '../../src/store/dialect.js';
import { migrate } from '../../src/store/migrate.js';
import { audited } from './audited.js';
import { whenAllHaveRun } from './batch.js';
import { createPostgresDatabase, type PostgresServer, startPostgres } from './postgres.js';

/** Where a fresh database of one engine is: what `openDatabase` and `buildApp` take. */
export type DatabaseConfig = Pick<Config, 'databaseUrl' | 'dataDir'>;

/** One engine under test: `config` is a fresh, migrated and empty database, removed when `t` ends. */
export interface Engine {
  readonly dialect: Dialect;
  /** A database in which nothing is, not even the schema. */
  emptyConfig(t: Test): Promise<DatabaseConfig>;
  freshConfig(t: Test): Promise<DatabaseConfig>;
  freshDatabase(t: Test): Promise<Database>;
}

/**
 * Runs the same facts on SQLite and on PostgreSQL: one subtest per engine. `POSVENDA_TEST_ENGINE` = sqlite or postgres
 * runs one of them alone.
 */
export async function onBothEngines(t: Test, facts: (t: Test, engine: Engine) => Promise<void>): Promise<void> {
  const only = process.env.POSVENDA_TEST_ENGINE;
  if (only !== 'postgres') await t.test('on SQLite', (t) => facts(t, sqlite));
  if (only !== 'sqlite') await t.test('on PostgreSQL', (t) => facts(t, postgres));
}

export const sqlite: Engine = engine('sqlite', async (t, empty) => {
  const config = { databaseUrl: null, dataDir: temporaryFolder(t) };
  if (!empty) copyFileSync(await migratedFile(), sqliteFile(config.dataDir));
  return config;
});

let migrated: Promise<string> | undefined;

/** A migrated database to make copies of: as PostgreSQL's template, made once for a process. */
function migratedFile(): Promise<string> {
  migrated ??= (async () => {
    const dataDir = newFolder();
    whenAllHaveRun(() => removeFolder(dataDir));
    const config = { databaseUrl: null, dataDir };
    await migrate(config);
    return sqliteFile(config.dataDir);
  })();
  return migrated;
}

const postgres: Engine = engine('postgres', async (t, empty) => {
  const database = await createPostgresDatabase(await serverUrl(), empty ? 'template1' : undefined);
  t.teardown(() => database.drop());
  return { databaseUrl: database.url, dataDir: temporaryFolder(t) };
});

function engine(dialect: Dialect, newConfig: (t: Test, empty: boolean) => Promise<DatabaseConfig>): Engine {
  const freshConfig = (t: Test) => newConfig(t, false);
  const emptyConfig = (t: Test) => newConfig(t, true);
  const freshDatabase = async (t: Test) => {
    const db = audited(openDatabase(await freshConfig(t)));
    t.teardown(() => db.close());
    return db;
  };
  return { dialect, emptyConfig, freshConfig, freshDatabase };
}

/** A folder of the test's own, removed when it ends. */
export function temporaryFolder(t: Test): string {
  const folder = newFolder();
  t.teardown(() => removeFolder(folder));
  return folder;
}

function newFolder(): string {
  return mkdtempSync(path.join(tmpdir(), 'posvenda-test-'));
}

function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

let own: Promise<PostgresServer> | undefined;

/** The server that the whole run shares, or, for a file that is run by itself, one of its own. */
async function serverUrl(): Promise<string> {
  if (process.env.POSVENDA_TEST_POSTGRES) return process.env.POSVENDA_TEST_POSTGRES;
  if (own === undefined) {
    own = startPostgres();
    whenAllHaveRun(async () => (await own)?.stop());
  }
  return (await own).url;
}

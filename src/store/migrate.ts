import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Database as SqliteConnection } from 'better-sqlite3';
import knex, { type Knex } from 'knex';
import { type Migration, migrations } from '../../migrations/index.js';
import type { Config } from '../config.js';
import { backUpSqlite } from './backup.js';
import { postgresConnection, quiet, sqliteFile, sqliteOptions } from './connection.js';
import { dialectOf, type Queryable } from './dialect.js';
import { ensureTextIndex } from './text-index.js';

/** The database was written by a newer Posvenda than this one. */
export class SchemaTooNewError extends Error {
  override readonly name = 'SchemaTooNewError';

  constructor(unknown: string) {
    super(`the database knows the migration ${unknown}, this Posvenda does not: install the newer version again`);
  }
}

/** What an update has come to, for whoever waits for it: a large database takes minutes. */
export type MigrationStep =
  | { readonly doing: 'backup' | 'check' }
  | { readonly doing: 'migration'; readonly name: string; readonly number: number; readonly count: number };

/** `known` is every migration of this version; a test stops at an older one. */
interface Options {
  readonly known?: readonly Migration[];
  /** Told of each step before it begins; of none for an empty database, which takes no time. */
  readonly onStep?: (step: MigrationStep) => void;
}

/**
 * Brings the schema up to date and returns the names that were applied: all that are pending, or none. The caller holds
 * the data folder's lock (SQLite); several processes on PostgreSQL wait for each other here. A database with data is
 * backed up first (SQLite).
 * @throws SchemaTooNewError and touches nothing when the database is ahead of this code
 */
export async function migrate(
  config: Pick<Config, 'databaseUrl' | 'dataDir'>,
  { known = migrations, onStep = () => undefined }: Options = {},
): Promise<readonly string[]> {
  const db = openForMigration(config);
  try {
    return await exclusively(db, async () => {
      const applied = await applyPending(db, config, known, onStep);
      await ensureTextIndex(db);
      return applied;
    });
  } finally {
    await db.destroy();
  }
}

async function applyPending(
  db: Knex,
  config: Pick<Config, 'databaseUrl' | 'dataDir'>,
  known: readonly Migration[],
  onStep: (step: MigrationStep) => void,
): Promise<readonly string[]> {
  const pending = await pendingMigrations(db, known);
  if (pending.length === 0) return [];
  const tell = pending.length === known.length ? () => undefined : onStep;
  if (config.databaseUrl === null && pending.length < known.length)
    backUpBeforeMigrating(config.dataDir, pending, () => tell({ doing: 'backup' }));
  const run = async (migration: Migration, trx: Knex) => {
    const number = pending.indexOf(migration.name) + 1;
    tell({ doing: 'migration', name: migration.name, number, count: pending.length });
    await migration.up(trx);
    if (number === pending.length) await checkForeignKeys(trx, pending, tell);
  };
  const migrator = migratorConfig(known, run);
  // A process that was killed while migrating leaves Knex's own lock set; ours is held, so nobody else is at it.
  await db.migrate.forceFreeMigrationsLock(migrator);
  // In one transaction: Knex takes one for all, since none of ours asks for anything else.
  const [, applied] = (await db.migrate.latest(migrator)) as [number, string[]];
  return applied;
}

/** The name of the last migration applied; null when there is none. */
export async function schemaVersion(q: Queryable): Promise<string | null> {
  const row = await q('knex_migrations').max({ name: 'name' }).first();
  return row?.name ?? null;
}

function migratorConfig(
  known: readonly Migration[],
  run: (migration: Migration, trx: Knex) => Promise<void>,
): Knex.MigratorConfig {
  return {
    migrationSource: {
      getMigrations: async () => [...known],
      getMigrationName: (migration: Migration) => migration.name,
      getMigration: async (migration: Migration) => ({ up: (trx: Knex) => run(migration, trx), down: noWayDown }),
    },
  };
}

/**
 * Once for all of them, before they are committed: the check reads every row that refers to another, which takes a
 * database of millions longer than most migrations (decision 0034).
 */
async function checkForeignKeys(
  trx: Knex,
  pending: readonly string[],
  tell: (step: MigrationStep) => void,
): Promise<void> {
  if (dialectOf(trx) === 'postgres') return;
  tell({ doing: 'check' });
  const broken: { table: string }[] = await trx.raw('PRAGMA foreign_key_check');
  if (broken.length === 0) return;
  const tables = [...new Set(broken.map(({ table }) => table))].join(', ');
  throw new Error(`${pending.join(', ')}: ${broken.length} foreign keys would be broken, of ${tables}`);
}

async function noWayDown(): Promise<void> {
  throw new Error('migrations only go forward: restore the backup instead');
}

async function pendingMigrations(db: Knex, migrations: readonly Migration[]): Promise<string[]> {
  const known = migrations.map(({ name }) => name);
  if (!(await db.schema.hasTable('knex_migrations'))) return known;
  const applied: string[] = await db('knex_migrations').orderBy('name').pluck('name');
  const unknown = applied.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new SchemaTooNewError(unknown);
  return known.filter((name) => !applied.includes(name));
}

/**
 * A connection of its own, with foreign keys off: with them on, altering a parent table on SQLite silently deletes its
 * children. They are checked before the commit instead.
 */
function openForMigration(config: Pick<Config, 'databaseUrl' | 'dataDir'>): Knex {
  if (config.databaseUrl !== null)
    return knex({
      client: 'pg',
      connection: postgresConnection(config.databaseUrl),
      pool: { min: 1, max: 2 },
      log: quiet,
    });
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const afterCreate = (connection: SqliteConnection, done: (error: null, connection: SqliteConnection) => void) => {
    connection.pragma('journal_mode = WAL');
    connection.pragma('synchronous = FULL');
    connection.pragma('foreign_keys = OFF');
    // Kibibytes: an index over millions of rows is sorted in as much, before it is merged from files; and the rows that
    // foreign keys refer to are looked up in it.
    connection.pragma('cache_size = -131072');
    // Sorting for an index has a processor of its own beside the reading of the table.
    connection.pragma('threads = 2');
    done(null, connection);
  };
  return knex({ ...sqliteOptions(sqliteFile(config.dataDir)), pool: { min: 1, max: 1, afterCreate } });
}

const MIGRATION_LOCK = 7_304_219;

async function exclusively<T>(db: Knex, work: () => Promise<T>): Promise<T> {
  if (dialectOf(db) === 'sqlite') return work();
  const connection = await db.client.acquireConnection();
  try {
    await connection.query(`select pg_advisory_lock(${MIGRATION_LOCK})`);
    return await work();
  } finally {
    await connection.query(`select pg_advisory_unlock(${MIGRATION_LOCK})`);
    await db.client.releaseConnection(connection);
  }
}

function backUpBeforeMigrating(dataDir: string, pending: readonly string[], tell: () => void): void {
  if (!existsSync(sqliteFile(dataDir))) return;
  tell();
  backUpSqlite(dataDir, path.join(dataDir, 'backups', `before-${pending[0]}.sqlite`));
}

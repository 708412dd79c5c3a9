import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import SqliteConnection from 'better-sqlite3';
import knex, { type Knex } from 'knex';
import BetterSqlite3Client from 'knex/lib/dialects/better-sqlite3/index.js';
import SqliteTransaction from 'knex/lib/dialects/sqlite3/execution/sqlite-transaction.js';
import pg from 'pg';
import type { Config } from '../config.js';
import { type Dialect, isBusy } from './dialect.js';
import { keepPrepared, prepareOnPostgres, prepareOnSqlite } from './statements.js';

/** The open database. Reads outside a transaction use `read`; inside one, everything awaits its `trx` only. */
export interface Database {
  readonly dialect: Dialect;
  readonly read: Knex;
  /** The folder of the embedded database; null on PostgreSQL. */
  readonly dataDir: string | null;
  /** Where the server is, for who opens a connection of his own; null on SQLite. */
  readonly databaseUrl: string | null;
  /**
   * Runs `work` in one write transaction and commits it. When another writer is in the way the whole of `work` is run
   * again, for at most five seconds: it must not have effects outside the transaction.
   */
  transaction<T>(work: (trx: Knex.Transaction) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Where the embedded database stands inside the data folder. */
export function sqliteFile(dataDir: string): string {
  return path.join(dataDir, 'posvenda.sqlite');
}

/** Opens the database that the configuration names; the schema is not touched. */
export function openDatabase(
  config: Pick<Config, 'databaseUrl' | 'dataDir'>,
  { logLimit = USUAL_LOG }: { readonly logLimit?: number } = {},
): Database {
  if (config.databaseUrl !== null) return openPostgres(config.databaseUrl);
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  return openSqlite(sqliteFile(config.dataDir), logLimit);
}

/** Pages of SQLite's log at which the writer carries it over into the file, within his commit: 4 MB. */
const USUAL_LOG = 1000;

/** The same where a thread carries it over, 64 MB: then the writer does what that has left, and the log begins anew. */
export const LONG_LOG = 16_000;

/** One writer and one reader, so that a read never waits for a transaction that is under way. */
function openSqlite(filename: string, logLimit: number): Database {
  const afterCreate = (connection: SqliteConnection.Database, done: Done) => setUpWriter(connection, logLimit, done);
  const write = knex({ ...sqliteOptions(filename), pool: { min: 1, max: 1, afterCreate } });
  const read = knex({ ...sqliteOptions(filename), pool: { min: 1, max: 1, afterCreate: setUpReader } });
  const closePrepared = prepareOnSqlite(read, () => openReader(filename));
  return {
    dialect: 'sqlite',
    read,
    dataDir: path.dirname(filename),
    databaseUrl: null,
    transaction: (work) => retryWhileBusy(() => write.transaction(work)),
    close: async () => {
      closePrepared();
      await read.destroy();
      await write.destroy();
    },
  };
}

function openPostgres(url: string): Database {
  const pool = knex({
    client: 'pg',
    connection: postgresConnection(url),
    pool: { min: 0, max: 10 },
    log: quiet,
    compileSqlOnError: false,
  });
  prepareOnPostgres(pool);
  return {
    dialect: 'postgres',
    read: pool,
    dataDir: null,
    databaseUrl: url,
    transaction: (work) => retryWhileBusy(() => pool.transaction(work)),
    close: () => pool.destroy(),
  };
}

/** Knex prints the stack of a failed connection besides throwing it: whoever catches it says it once. */
export const quiet: Knex.Logger = { warn: () => undefined };

/** Connection settings for PostgreSQL: big integers as numbers and dates as YYYY-MM-DD text. */
export function postgresConnection(url: string): Knex.PgConnectionConfig {
  return { connectionString: url, types: { getTypeParser } } as Knex.PgConnectionConfig;
}

const INT8 = 20;
const DATE = 1082;

function getTypeParser(oid: number, format?: 'text' | 'binary'): unknown {
  if (oid === INT8) return Number;
  if (oid === DATE) return (text: string) => text;
  return pg.types.getTypeParser(oid, format as 'text');
}

/** Knex options for the embedded database; the pool is the caller's choice. */
export function sqliteOptions(filename: string): Knex.Config {
  return {
    client: ImmediateSqliteClient as typeof knex.Client,
    connection: { filename },
    useNullAsDefault: true,
    // The log of an error says which statement failed, never with which values: they are people's names and phones.
    compileSqlOnError: false,
  };
}

/**
 * Transactions begin IMMEDIATE: one that starts by reading and then writes would otherwise fail at once when another
 * process wrote in between, without waiting.
 */
class ImmediateSqliteClient extends BetterSqlite3Client {
  override transaction(...parameters: unknown[]): unknown {
    return new ImmediateTransaction(this, ...parameters);
  }
}

class ImmediateTransaction extends SqliteTransaction {
  override begin(connection: unknown): unknown {
    return this.query(connection, 'BEGIN IMMEDIATE;');
  }

  /** SQLite leaves a transaction open whose commit it refuses, as it does for a deferred foreign key: every later one fails. */
  override commit(connection: SqliteConnection.Database, value: unknown): unknown {
    try {
      connection.exec('COMMIT');
    } catch (error) {
      return this.rollback(connection, error);
    }
    return this.query(connection, 'SELECT 1;', 1, value);
  }
}

type Done = (error: Error | null, connection: SqliteConnection.Database) => void;

/** better-sqlite3 builds with synchronous = NORMAL in WAL mode: acknowledged writes could be lost with the power. */
function setUpWriter(connection: SqliteConnection.Database, logLimit: number, done: Done): void {
  connection.pragma('journal_mode = WAL');
  connection.pragma(`wal_autocheckpoint = ${logLimit}`);
  connection.pragma('synchronous = FULL');
  connection.pragma('foreign_keys = ON');
  // Waiting here holds the whole process: short, and then retried without blocking.
  connection.pragma('busy_timeout = 100');
  keepPrepared(connection);
  done(null, connection);
}

function setUpReader(connection: SqliteConnection.Database, done: Done): void {
  readOnly(connection);
  keepPrepared(connection);
  done(null, connection);
}

function openReader(filename: string): SqliteConnection.Database {
  const connection = new SqliteConnection(filename, { fileMustExist: true });
  readOnly(connection);
  return connection;
}

function readOnly(connection: SqliteConnection.Database): void {
  connection.pragma('busy_timeout = 100');
  connection.pragma('query_only = ON');
}

const RETRY_FOR_MS = 5_000;

async function retryWhileBusy<T>(attempt: () => Promise<T>): Promise<T> {
  let waited = 0;
  for (let delay = 5; ; delay = Math.min(delay * 2, 200)) {
    try {
      return await attempt();
    } catch (error) {
      if (!isBusy(error) || waited >= RETRY_FOR_MS) throw error;
    }
    await pause(delay);
    waited += delay;
  }
}

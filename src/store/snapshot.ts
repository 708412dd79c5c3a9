import knex, { type Knex } from 'knex';
import { type Database, postgresConnection, quiet, sqliteFile, sqliteOptions } from './connection.js';
import type { Queryable } from './dialect.js';

/** The database as it stands in one moment, whatever is written meanwhile. */
export interface Snapshot {
  readonly q: Queryable;
  close(): Promise<void>;
}

/** The open database that a snapshot is taken of; only data, so that a thread can be told. */
export type SnapshotSource = Pick<Database, 'databaseUrl' | 'dataDir'>;

/**
 * Opens a connection of its own with one read transaction on it: a long list read page by page holds each row once, as
 * it was at the first read. While it is open SQLite's log cannot start over and PostgreSQL keeps old rows: close it soon.
 */
export async function openSnapshot({ databaseUrl, dataDir }: SnapshotSource): Promise<Snapshot> {
  const q = databaseUrl === null ? openSqlite(dataDir) : openPostgres(databaseUrl);
  try {
    await begin(q, databaseUrl === null);
  } catch (error) {
    await q.destroy();
    throw error;
  }
  return { q, close: () => q.destroy() };
}

function openSqlite(dataDir: string | null): Knex {
  if (dataDir === null) throw new Error('a snapshot is not part of a transaction');
  return knex({ ...sqliteOptions(sqliteFile(dataDir)), pool: { min: 1, max: 1 }, log: quiet });
}

function openPostgres(url: string): Knex {
  return knex({
    client: 'pg',
    connection: postgresConnection(url),
    pool: { min: 1, max: 1 },
    log: quiet,
    compileSqlOnError: false,
  });
}

/** By hand: Knex would begin IMMEDIATE, which waits for the writer. The pool's one connection stays in the transaction. */
async function begin(q: Knex, sqlite: boolean): Promise<void> {
  if (!sqlite) return void (await q.raw('begin isolation level repeatable read read only'));
  await q.raw('pragma query_only = on');
  // In KB: a list is read once through, so that a large cache (16 MB by itself) would only hold what is not asked again.
  await q.raw('pragma cache_size = -2000');
  await q.raw('begin');
}

import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import SqliteConnection from 'better-sqlite3';
import { migrations } from '../../migrations/index.js';
import { sqliteFile } from './connection.js';

/**
 * Copies the embedded database, as it stands in one moment, into the new file `target`; a server may go on writing
 * meanwhile. (`db.backup()` starts again at every write of another connection and may never finish; VACUUM INTO reads
 * one snapshot.) A file of that name is replaced only once the copy is whole.
 */
export function backUpSqlite(dataDir: string, target: string): void {
  mkdirSync(path.dirname(target), { recursive: true, mode: 0o700 });
  const partial = `${target}.partial`;
  rmSync(partial, { force: true });
  const connection = new SqliteConnection(sqliteFile(dataDir), { fileMustExist: true });
  try {
    connection.prepare('VACUUM INTO ?').run(partial);
  } finally {
    connection.close();
  }
  syncToDisk(partial);
  renameSync(partial, target);
}

/** VACUUM INTO leaves that to the system: the power must not go before the copy is on the disk. */
function syncToDisk(file: string): void {
  const descriptor = openSync(file, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Puts a backup in the place of the embedded database. The caller holds the data folder's lock. The database that stood
 * there is kept beside it as `posvenda.sqlite.replaced`.
 * @throws when `source` is not a sound Posvenda database; then nothing is changed
 */
export function restoreSqlite(dataDir: string, source: string): void {
  const target = sqliteFile(dataDir);
  const copy = `${target}.restoring`;
  rmSync(copy, { force: true });
  const backup = new SqliteConnection(source, { fileMustExist: true, readonly: true });
  try {
    if (backup.pragma('integrity_check', { simple: true }) !== 'ok') throw new Error('the backup is damaged');
    refuseNewer(backup.prepare('select name from knex_migrations').pluck().all() as string[]);
    backup.prepare('VACUUM INTO ?').run(copy);
  } finally {
    backup.close();
  }
  for (const suffix of ['-wal', '-shm']) mergeAway(target, suffix);
  if (existsSync(target)) renameSync(target, `${target}.replaced`);
  syncToDisk(copy);
  renameSync(copy, target);
}

/** Putting it in place would leave a database that this version refuses to open. */
function refuseNewer(applied: readonly string[]): void {
  const unknown = applied.find((name) => !migrations.some((migration) => migration.name === name));
  if (unknown !== undefined) throw new Error(`it was made by a newer Posvenda, with the migration ${unknown}`);
}

/** Writes what stands in the write-ahead log into the database file before that file is moved away from it. */
function mergeAway(target: string, suffix: string): void {
  if (!existsSync(target + suffix)) return;
  const connection = new SqliteConnection(target);
  connection.pragma('wal_checkpoint(TRUNCATE)');
  connection.close();
  rmSync(target + suffix, { force: true });
}

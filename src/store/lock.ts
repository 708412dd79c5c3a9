import { mkdirSync } from 'node:fs';
import path from 'node:path';
import SqliteConnection from 'better-sqlite3';
import type { Config } from '../config.js';

/** Somebody else holds the data folder: a running server, or a command that writes. */
export class DataDirLockedError extends Error {
  override readonly name = 'DataDirLockedError';

  constructor(dataDir: string) {
    super(`another Posvenda process is using ${dataDir}: stop it first, or try again when it has finished`);
  }
}

/**
 * Takes the data folder for this process until `release` is called or the process ends in whatever way: the lock is the
 * operating system's, on an open file, so that kill -9 frees it. On PostgreSQL there is nothing to take.
 * @throws DataDirLockedError when it is held
 */
export function lockDataDir(config: Pick<Config, 'databaseUrl' | 'dataDir'>): { release(): void } {
  if (config.databaseUrl !== null) return { release: () => undefined };
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const connection = new SqliteConnection(path.join(config.dataDir, 'lock.db'), { timeout: 0 });
  try {
    connection.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    connection.close();
    if (error instanceof SqliteConnection.SqliteError && error.code === 'SQLITE_BUSY')
      throw new DataDirLockedError(config.dataDir);
    throw error;
  }
  return { release: () => connection.close() };
}

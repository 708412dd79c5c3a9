import { readFileSync } from 'node:fs';
import type { Database } from '../../../src/store/connection.js';

/** Says how long the server's side of the work has kept a processor busy, in milliseconds. */
export type ProcessorTime = () => number;

/**
 * The time that the server's main thread, and on PostgreSQL the backends of its database, have run: on a busy machine the
 * one figure that others do not disturb. Read from Linux's /proc without the server's doing; NaN on other systems.
 */
export async function processorTime(serverPid: number, db: Database): Promise<ProcessorTime> {
  const pids = [serverPid, ...(await backendsOf(db))];
  return () => pids.reduce((sum, pid) => sum + ranFor(pid), 0);
}

/** The time that the database has run: of PostgreSQL's backends; null on SQLite, which runs in the asking process. */
export async function databaseTime(db: Database): Promise<ProcessorTime | null> {
  if (db.dialect === 'sqlite') return null;
  const pids = await backendsOf(db);
  return () => pids.reduce((sum, pid) => sum + ranFor(pid), 0);
}

async function backendsOf({ dialect, read }: Database): Promise<number[]> {
  if (dialect === 'sqlite') return [];
  return read('pg_stat_activity')
    .whereRaw("datname = current_database() and backend_type = 'client backend'")
    .pluck('pid');
}

function ranFor(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
  } catch (error) {
    // A connection that the pool has closed meanwhile.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && process.platform === 'linux') return 0;
    return Number.NaN;
  }
}

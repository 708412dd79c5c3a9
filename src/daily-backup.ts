import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Clock } from './clock.js';
import { type CivilDate, dateAt } from './domain/civil-date.js';
import { backupFolder } from './store/backup-list.js';

const HOUR = 3_600_000;
/** How many days' copies are kept (SPEC 10). */
const KEPT = 14;
const DATED = /^posvenda-\d{4}-\d{2}-\d{2}\.sqlite$/;

/** Takes today's copy of the embedded database if there is none yet; returns its file, or null when there was. */
export async function takeDailyBackup(dataDir: string, today: CivilDate): Promise<string | null> {
  const folder = backupFolder(dataDir);
  const target = path.join(folder, `posvenda-${today}.sqlite`);
  if (existsSync(target)) return null;
  await copyInWorker(dataDir, target);
  // Their names sort as their days; copies made before migrating have other names and stay.
  const dated = readdirSync(folder).filter((name) => DATED.test(name));
  for (const old of dated.sort().slice(0, -KEPT)) rmSync(path.join(folder, old));
  return target;
}

function copyInWorker(dataDir: string, target: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./backup-worker.js', import.meta.url), { workerData: { dataDir, target } });
    worker.once('error', reject);
    worker.once('exit', (code) => (code === 0 ? resolve() : reject(new Error('the copy was broken off'))));
  });
}

/** What the daily copies need of the server around them. */
export interface BackupParts {
  dataDir: string;
  clock: Clock;
  timeZone(): Promise<string>;
  log: { info(context: object, message: string): void; error(context: object, message: string): void };
}

/** Takes the day's copy now and looks again every hour, as long as the process runs; a failed one is tried again then. */
export function startDailyBackups({ dataDir, clock, timeZone, log }: BackupParts): void {
  const look = async () => {
    try {
      const file = await takeDailyBackup(dataDir, dateAt(clock.now(), await timeZone()));
      if (file !== null) log.info({ file }, 'daily backup taken');
    } catch (err) {
      log.error({ err }, 'the daily backup failed');
    }
  };
  void look();
  // Not a reason to stay for a process that is to end.
  setInterval(look, HOUR).unref();
}

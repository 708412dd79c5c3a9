import { randomInt } from 'node:crypto';
import closeWithGrace from 'close-with-grace';
import type { FastifyInstance } from 'fastify';
import { offerSetup } from './actions/create-first-admin.js';
import { buildApp } from './app.js';
import { startCheckpoints } from './checkpoints.js';
import { systemClock } from './clock.js';
import { type Config, ConfigError } from './config.js';
import { startDailyBackups } from './daily-backup.js';
import { startJobRunner } from './job-runner.js';
import { textOfStep } from './migration-steps.js';
import { startReadingAhead } from './read-ahead.js';
import { type Database, LONG_LOG, openDatabase } from './store/connection.js';
import { countsBusinessDays } from './store/holidays.js';
import { lockDataDir } from './store/lock.js';
import { LongReads } from './store/long-reads.js';
import { migrate } from './store/migrate.js';
import { nationalHolidays } from './store/national-holidays.js';
import { getSettings } from './store/settings.js';
import { hasTextIndex } from './store/text-index.js';
import { LOG_REDACTION } from './web/safety.js';

/** Starts the server, which stays until the process is told to stop; returns the port that it listens on. */
export async function serve(config: Config): Promise<number> {
  const lock = lockDataDir(config);
  await migrate(config, { onStep: (step) => process.stderr.write(`posvenda: ${textOfStep(step)}\n`) });
  const db = openDatabase(config, { logLimit: LONG_LOG });
  const reads = new LongReads(db);
  const app = await readyApp(config, db, reads);
  const timeZone = async () => (await getSettings(db.read)).timeZone;
  const jobs = startJobRunner({ db, clock: systemClock, timeZone, log: app.log });
  const checkpoints = db.dataDir === null ? null : startCheckpoints({ dataDir: db.dataDir, log: app.log });
  let ahead: ReturnType<typeof startReadingAhead> | null = null;
  const stop = async () => {
    // Told first: no other chunk begins while the pages and what is read ahead come to their end.
    const jobsEnded = jobs.stop();
    await ahead?.stop();
    await app.close();
    await jobsEnded;
    await checkpoints?.stop();
    await db.close();
    lock.release();
  };
  const port = await listen(app, config).catch(async (error) => {
    await stop();
    throw error;
  });
  closeWithGrace({ delay: 10_000 }, async ({ err }) => {
    if (err) app.log.fatal({ err }, 'stopping after an unexpected error');
    await stop();
  });
  ahead = startReadingAhead({ db, reads, clock: systemClock, timeZone, log: app.log });
  if (db.dialect === 'sqlite')
    startDailyBackups({ dataDir: config.dataDir, clock: systemClock, timeZone, log: app.log });
  await printSetupToken(db, port);
  return port;
}

/** The application, with all that whoever asks first would wait for, but for what is read ahead once it listens. */
async function readyApp(config: Config, db: Database, reads: LongReads): Promise<FastifyInstance> {
  const app = await buildApp({
    config,
    db,
    reads,
    compileViews: true,
    clock: systemClock,
    logger: { level: config.logLevel, redact: LOG_REDACTION },
  });
  if (!(await hasTextIndex(db.read))) app.log.warn(WITHOUT_TEXT_INDEX);
  // Here nobody waits: the library of holidays holds up every request while it loads.
  if (await countsBusinessDays(db.read)) nationalHolidays(new Date(systemClock.now()).getUTCFullYear());
  return app;
}

const WITHOUT_TEXT_INDEX =
  'searches read every sale: ask the administrator of the database to run "create extension pg_trgm" in it, then restart';

/** @throws ConfigError naming the variable when nobody can listen there */
async function listen(app: FastifyInstance, { port, host }: Config): Promise<number> {
  try {
    await app.listen({ port, host });
    // Port 0 stands for any that is free.
    const address = app.server.address();
    return typeof address === 'object' && address !== null ? address.port : port;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') throw new ConfigError(`PORT=${port} is not usable: another process listens on it`);
    if (code === 'EACCES') throw new ConfigError(`PORT=${port} is not usable: this user may not listen on it`);
    throw new ConfigError(`HOST=${host} is not usable: expected an address of this machine (${message})`);
  }
}

/** No O, 0, I, 1: it is read from one window and typed into another. */
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

async function printSetupToken(db: Database, port: number): Promise<void> {
  const token = Array.from({ length: 20 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  if (!(await offerSetup({ db }, token))) return;
  process.stdout.write(
    `\n  Posvenda: http://localhost:${port}/setup\n  Código de instalação / Set-up code: ${token}\n\n`,
  );
}

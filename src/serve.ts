import { randomInt } from 'node:crypto';
import closeWithGrace from 'close-with-grace';
import { offerSetup } from './actions/create-first-admin.js';
import { buildApp } from './app.js';
import { systemClock } from './clock.js';
import type { Config } from './config.js';
import { type Database, openDatabase } from './store/connection.js';
import { lockDataDir } from './store/lock.js';
import { migrate } from './store/migrate.js';

/** Starts the server and keeps it until the process is told to stop. */
export async function serve(config: Config): Promise<void> {
  const lock = lockDataDir(config);
  await migrate(config);
  const db = openDatabase(config);
  const app = await buildApp({ config, db, clock: systemClock, logger: { level: config.logLevel } });
  closeWithGrace({ delay: 10_000 }, async ({ err }) => {
    if (err) app.log.fatal({ err }, 'stopping after an unexpected error');
    await app.close();
    await db.close();
    lock.release();
  });
  await app.listen({ port: config.port, host: config.host });
  await printSetupToken(db, config);
}

/** No O, 0, I, 1: it is read from one window and typed into another. */
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

async function printSetupToken(db: Database, config: Config): Promise<void> {
  const token = Array.from({ length: 20 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  if (!(await offerSetup({ db }, token))) return;
  process.stdout.write(
    `\n  Posvenda: http://localhost:${config.port}/setup\n  Código de instalação / Set-up code: ${token}\n\n`,
  );
}

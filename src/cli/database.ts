import { existsSync } from 'node:fs';
import { migrations } from '../../migrations/index.js';
import type { ActionContext } from '../actions/context.js';
import { loadConfig } from '../config.js';
import { type CivilDate, dateAt } from '../domain/civil-date.js';
import { textOfStep } from '../migration-steps.js';
import { type Database, openDatabase, sqliteFile } from '../store/connection.js';
import { lockDataDir } from '../store/lock.js';
import { migrate, schemaVersion } from '../store/migrate.js';
import { getSettings } from '../store/settings.js';
import type { CommandIo } from './command.js';
import { CommandError } from './errors.js';

/**
 * Opens the database for a command that writes: takes the data folder, so that no server and no other command is at it,
 * migrates where needed, and lets go at the end.
 * @throws DataDirLockedError when somebody else has the folder
 */
export async function writing<T>(
  io: CommandIo,
  work: (context: ActionContext) => Promise<T>,
  today?: CivilDate,
): Promise<T> {
  const config = loadConfig(io.env);
  const lock = lockDataDir(config);
  try {
    await migrate(config, { onStep: (step) => io.err(textOfStep(step)) });
    return await using(openDatabase(config), async (db) => work(await contextOf(io, db, today)));
  } finally {
    lock.release();
  }
}

/** Opens the database for a command that only reads; a server may go on meanwhile. @throws CommandError when there is none */
export async function reading<T>(
  io: CommandIo,
  work: (context: ActionContext) => Promise<T>,
  today?: CivilDate,
): Promise<T> {
  const config = loadConfig(io.env);
  if (config.databaseUrl === null && !existsSync(sqliteFile(config.dataDir)))
    throw new CommandError(`there is no database in ${config.dataDir}: start the server, or run migrate`);
  return using(openDatabase(config), async (db) => {
    if ((await schemaVersion(db.read)) !== migrations.at(-1)?.name)
      throw new CommandError('the database has the schema of another version of Posvenda: run migrate');
    return work(await contextOf(io, db, today));
  });
}

async function using<T>(db: Database, work: (db: Database) => Promise<T>): Promise<T> {
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}

/** A command acts for nobody in particular, with an administrator's rights, on the given day or the company's today. */
async function contextOf(io: CommandIo, db: Database, today?: CivilDate): Promise<ActionContext> {
  const now = io.now();
  const { timeZone } = await getSettings(db.read);
  return { db, actor: { id: null, role: 'admin' }, origin: 'cli', now, today: today ?? dateAt(now, timeZone) };
}

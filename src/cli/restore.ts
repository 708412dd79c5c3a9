import { existsSync } from 'node:fs';
import path from 'node:path';
import { loadConfig } from '../config.js';
import { textOfStep } from '../migration-steps.js';
import { restoreSqlite } from '../store/backup.js';
import { sqliteFile } from '../store/connection.js';
import { lockDataDir } from '../store/lock.js';
import { migrate } from '../store/migrate.js';
import type { Command } from './command.js';
import { CommandError } from './errors.js';

/** `restore FILE`: the way back; the server must be stopped. */
export const restoreCommand: Command = {
  name: 'restore',
  summary: 'Put a backup in the place of the embedded database; stop the server first',
  positionals: ['FILE'],
  notes: [
    'The backup is checked first. The database that it replaces is kept beside it as posvenda.sqlite.replaced.',
    'For PostgreSQL use pg_restore.',
  ],
  async run(args, io) {
    const config = loadConfig(io.env);
    if (config.databaseUrl !== null) throw new CommandError('DATABASE_URL is PostgreSQL: restore it with pg_restore');
    const source = path.resolve(args.positional('FILE'));
    if (!existsSync(source)) throw new CommandError(`there is no file ${source}`);
    const lock = lockDataDir(config);
    try {
      restore(config.dataDir, source);
      await migrate(config, { onStep: (step) => io.err(textOfStep(step)) });
    } finally {
      lock.release();
    }
    io.out(sqliteFile(config.dataDir));
  },
};

function restore(dataDir: string, source: string): void {
  try {
    restoreSqlite(dataDir, source);
  } catch (error) {
    throw new CommandError(`${source} was not restored: ${error instanceof Error ? error.message : String(error)}`);
  }
}

import { existsSync } from 'node:fs';
import path from 'node:path';
import { loadConfig } from '../config.js';
import { backUpSqlite } from '../store/backup.js';
import { sqliteFile } from '../store/connection.js';
import type { Command } from './command.js';
import { CommandError } from './errors.js';

/** `backup FILE`: a copy of one moment, also while a server runs. */
export const backupCommand: Command = {
  name: 'backup',
  summary: 'Copy the embedded database into FILE, also while the server runs',
  positionals: ['FILE'],
  notes: ['A FILE that exists is replaced once the copy is whole. For PostgreSQL use pg_dump.'],
  async run(args, io) {
    const { databaseUrl, dataDir } = loadConfig(io.env);
    if (databaseUrl !== null) throw new CommandError('DATABASE_URL is PostgreSQL: back it up with pg_dump');
    if (!existsSync(sqliteFile(dataDir))) throw new CommandError(`there is no database in ${dataDir}`);
    const target = path.resolve(args.positional('FILE'));
    if (isInTheWay(target, dataDir)) throw new CommandError(`${target} is a file of the running database`);
    backUpSqlite(dataDir, target);
    io.out(target);
  },
};

/** The copy must not land on the database, its log or its lock. */
function isInTheWay(target: string, dataDir: string): boolean {
  const files = ['posvenda.sqlite', 'posvenda.sqlite-wal', 'posvenda.sqlite-shm', 'lock.db'];
  return files.some((file) => target === path.join(dataDir, file));
}

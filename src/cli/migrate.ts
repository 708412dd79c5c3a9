import { loadConfig } from '../config.js';
import { textOfStep } from '../migration-steps.js';
import { lockDataDir } from '../store/lock.js';
import { migrate } from '../store/migrate.js';
import type { Command } from './command.js';

/** `migrate`: what the server does at its start, alone. */
export const migrateCommand: Command = {
  name: 'migrate',
  summary: 'Bring the database up to the schema of this version',
  notes: ['The server does so at its start; an embedded database is backed up into DATA_DIR/backups first.'],
  async run(_args, io) {
    const config = loadConfig(io.env);
    const lock = lockDataDir(config);
    try {
      const applied = await migrate(config, { onStep: (step) => io.err(textOfStep(step)) });
      for (const name of applied) io.out(name);
      if (applied.length === 0) io.out('up to date');
    } finally {
      lock.release();
    }
  },
};

import { buffer } from 'node:stream/consumers';
import { backupCommand } from './cli/backup.js';
import { migrateCommand } from './cli/migrate.js';
import { restoreCommand } from './cli/restore.js';
import { runCommandLine } from './cli/run.js';
import { surveysCount } from './cli/surveys-count.js';
import { userAdd, userList, userPassword } from './cli/user.js';
import { systemClock } from './clock.js';

/** Every command, in the order of the help. */
const COMMANDS = [
  userAdd,
  userPassword,
  userList,
  surveysCount,
  migrateCommand,
  backupCommand,
  restoreCommand,
] as const;

process.exitCode = await runCommandLine(COMMANDS, process.argv.slice(2), {
  env: process.env,
  now: () => systemClock.now(),
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
  input: () => buffer(process.stdin),
});

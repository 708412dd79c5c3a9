import { backupCommand } from './backup.js';
import type { Command } from './command.js';
import { configExport } from './config-export.js';
import { configImport } from './config-import.js';
import { demoCommand } from './demo.js';
import { importSalesCommand } from './import-sales.js';
import { migrateCommand } from './migrate.js';
import { restoreCommand } from './restore.js';
import { surveysCount } from './surveys-count.js';
import { userAdd, userList, userPassword } from './user.js';

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  userAdd,
  userPassword,
  userList,
  configExport,
  configImport,
  importSalesCommand,
  surveysCount,
  migrateCommand,
  backupCommand,
  restoreCommand,
  demoCommand,
];

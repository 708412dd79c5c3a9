import {
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sqliteFile } from '../../../src/store/connection.js';
import type { Databases } from './databases.js';
import { extentNow, stampOf } from './kept.js';
import { seed } from './seed.js';

/** Seeded embedded databases: files, copied before they are used when they are to be kept. */
export function sqliteDatabases(keep: string | null, say: (step: string) => void): Databases {
  return { open, close: async () => undefined };

  async function open(sales: number, executed: number) {
    if (keep !== null) mkdirSync(keep, { recursive: true });
    const dataDir = mkdtempSync(path.join(keep ?? tmpdir(), 'posvenda-bench-'));
    const config = { databaseUrl: null, dataDir };
    const extent = extentNow(sales, executed);
    if (keep === null) await seed(config, extent, say);
    else {
      const folder = path.join(keep, `sqlite-${sales}-${executed}`);
      const stamp = stampOf(extent);
      if (!isFresh(folder, stamp)) {
        rmSync(folder, { recursive: true, force: true });
        await seed({ databaseUrl: null, dataDir: folder }, extent, say);
        writeFileSync(path.join(folder, 'stamp'), stamp);
      }
      say('copy');
      copyFileSync(sqliteFile(folder), sqliteFile(dataDir), constants.COPYFILE_FICLONE);
    }
    return { config, drop: async () => rmSync(dataDir, { recursive: true, force: true }) };
  }
}

function isFresh(folder: string, stamp: string): boolean {
  const file = path.join(folder, 'stamp');
  return existsSync(file) && readFileSync(file, 'utf8') === stamp;
}

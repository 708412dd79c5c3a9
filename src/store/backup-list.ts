import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** A whole copy of the embedded database, taken by the day or before a migration. */
export interface BackupFile {
  readonly name: string;
  /** When it was finished, UTC epoch milliseconds. */
  readonly at: number;
  readonly bytes: number;
}

/** Where the copies that the server takes by itself stand. */
export function backupFolder(dataDir: string): string {
  return path.join(dataDir, 'backups');
}

/** The copies in the data folder, the latest first; a broken-off one (`.partial`) is none. */
export function listBackups(dataDir: string): BackupFile[] {
  const folder = backupFolder(dataDir);
  return namesIn(folder)
    .filter((name) => name.endsWith('.sqlite'))
    .map((name) => ({ name, ...factsOf(path.join(folder, name)) }))
    .sort((one, other) => other.at - one.at);
}

/** Before the first copy there is no folder. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function factsOf(file: string): Pick<BackupFile, 'at' | 'bytes'> {
  const facts = statSync(file);
  return { at: Math.round(facts.mtimeMs), bytes: facts.size };
}

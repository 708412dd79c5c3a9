import { accessSync, constants, statfsSync } from 'node:fs';

const FOLDER = '/dev/shm';
const NEEDED = 4 * 1024 ** 3;

/**
 * Puts the temporary folders of this process and its children into memory, where the system offers a large enough file
 * system for it: the tests make and remove thousands of small databases, which a disk would have to write and flush.
 * What survives a killed process is the same there; nothing of the tests asks for what survives a loss of power.
 */
export function useMemory(): void {
  if (process.env.TMPDIR === undefined && isRoomy(FOLDER)) process.env.TMPDIR = FOLDER;
}

function isRoomy(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize >= NEEDED;
  } catch {
    // Not on this system.
    return false;
  }
}

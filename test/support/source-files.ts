import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../src/web/assets.js';

/** A file of the house: its path from the root, with slashes, and its text. */
export interface SourceFile {
  readonly name: string;
  readonly text: string;
}

/** The files under a folder of the root whose names end so. */
export function sourceFiles(folder: string, ending: string): SourceFile[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => path.join(folder, name))
    .map((file) => ({ name: file.split(path.sep).join('/'), text: readFileSync(path.join(root, file), 'utf8') }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

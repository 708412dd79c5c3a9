import { Readable } from 'node:stream';
import type { Locale } from '../domain/settings.js';
import { inChunks } from './chunks.js';
import { csvFile } from './csv.js';
import type { Table } from './table.js';
import type { ExportFormat } from './thread.js';
import { xlsxFile } from './xlsx.js';

/** A short table as a file, written in this thread while it is read: for statements, not for lists (exports/thread). */
export function smallFile(table: Table, format: ExportFormat, locale: Locale): Readable {
  const file = inChunks(format === 'csv' ? csvFile(table, locale) : xlsxFile(table));
  return Readable.from(file, { objectMode: false });
}

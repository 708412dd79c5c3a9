import { parse } from 'csv-parse';
import { columnNames } from '../domain/import-columns.js';
import type { RawLine } from '../domain/import-line.js';
import { detectSeparator } from '../domain/import-text.js';
import { ok, type Result, refuse } from '../domain/result.js';

/** The most lines that one import takes, the header not counted. */
export const MAX_IMPORT_LINES = 200_000;

/** A sales file, cut into cells. */
export interface SalesFile {
  readonly separator: string;
  readonly header: readonly string[];
  readonly lines: readonly RawLine[];
}

/** Why a file cannot be read at all; `line` is where reading stopped. */
export interface UnreadableFile {
  readonly kind: 'unreadable';
  readonly reason: 'empty' | 'quotes' | 'too-many-lines';
  readonly line: number;
}

const CHUNK = 64 * 1024;

/** Cuts the text into lines and cells, giving way to other requests between chunks. Empty lines are left out. */
export async function readSalesFile(text: string): Promise<Result<SalesFile, UnreadableFile>> {
  const separator = detectSeparator(text);
  const records: RawLine[] = [];
  const parser = parse({
    delimiter: separator,
    relax_column_count: true,
    relax_quotes: true,
    skip_records_with_empty_values: true,
    // The number of the line travels in front of its cells.
    on_record: (cells: string[], { lines }) => [String(lines), ...cells],
  });
  parser.on('data', ([line, ...cells]: string[]) => records.push({ line: Number(line), cells }));
  const failure = new Promise<UnreadableFile | null>((resolve) => {
    parser.on('end', () => resolve(null));
    parser.on('error', () => resolve({ kind: 'unreadable', reason: 'quotes', line: parser.info.lines }));
  });
  for (let start = 0; start < text.length && !parser.destroyed; start += CHUNK) {
    if (records.length > MAX_IMPORT_LINES + 1) break;
    parser.write(text.slice(start, start + CHUNK));
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (!parser.destroyed) parser.end();
  const failed = await failure;
  return failed === null ? checked(separator, records) : refuse(failed);
}

function checked(separator: string, [first, ...lines]: readonly RawLine[]): Result<SalesFile, UnreadableFile> {
  if (first === undefined || lines.length === 0)
    return refuse({ kind: 'unreadable', reason: 'empty', line: first?.line ?? 1 });
  if (lines.length > MAX_IMPORT_LINES)
    return refuse({ kind: 'unreadable', reason: 'too-many-lines', line: lines[MAX_IMPORT_LINES]?.line ?? 0 });
  return ok({ separator, header: columnNames(first.cells), lines });
}

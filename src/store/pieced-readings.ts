import type { Knex } from 'knex';
import { addDays, type CivilDate } from '../domain/civil-date.js';
import type { DayRange } from '../domain/period.js';

// Sums are added up from pieces of their period. What a piece came to holds for as long as nothing of its days was written,
// and is not read again meanwhile (decisions 0033 and 0048).

/** A select with the values of its question marks. */
export interface Reading {
  readonly sql: string;
  readonly bindings: readonly Knex.RawBinding[];
}

/**
 * What is added up: executed surveys and their grades by the day of expiry; follow-ups by those of opening and of ending;
 * surveys that were extended when their last day was over by the day on which they were.
 */
export type Dated = 'surveys' | 'followUps' | 'extensions';

/** Where triggers count what is written of a day (migrations 20261129_000090, 000170 and 000171). */
const VERSIONS: Record<Dated, string> = {
  surveys: 'result_versions',
  followUps: 'follow_up_versions',
  extensions: 'extension_versions',
};

/** A part of a sum: the same select for some days. It looks at nothing but what its days have versions of. */
export interface Piece extends Reading {
  readonly days: DayRange;
}

/** Rows of pieces that agree in the columns of `keys` are one row; their other columns are numbers, and are added. */
export interface PiecedReading {
  readonly of: Dated;
  readonly keys: readonly string[];
  readonly pieces: readonly Piece[];
}

export type Table = readonly object[];

type Row = Record<string, number | string | null>;

const DATED = Object.keys(VERSIONS) as readonly Dated[];

/** What pieces came to, the least recently used forgotten first. For one thread, or one process. */
export class PieceMemory {
  readonly #known = new Map<string, { readonly stamp: number; readonly rows: readonly Row[] }>();
  readonly #most: number;
  #size = 0;

  /** How much it holds, by `sizeOf`: by default about 20 MB. */
  constructor(most = 150_000) {
    this.#most = most;
  }

  /** The rows of a piece, if its days are as they were. */
  recall(key: string, stamp: number): readonly Row[] | null {
    const known = this.#known.get(key);
    if (known === undefined || known.stamp !== stamp) return null;
    this.#known.delete(key);
    this.#known.set(key, known);
    return known.rows;
  }

  keep(key: string, stamp: number, rows: readonly Row[]): void {
    this.#forget(key);
    this.#known.set(key, { stamp, rows });
    this.#size += sizeOf(key, rows);
    while (this.#size > this.#most) {
      const [oldest = key] = this.#known.keys();
      this.#forget(oldest);
    }
  }

  #forget(key: string): void {
    const known = this.#known.get(key);
    if (known !== undefined) this.#size -= sizeOf(key, known.rows);
    this.#known.delete(key);
  }
}

/** In rows, of about 130 bytes: the select with its values, by which a piece is known, is often longer than what it came to. */
function sizeOf(key: string, rows: readonly Row[]): number {
  return rows.length + 1 + Math.ceil(key.length / 100);
}

/**
 * The table of each reading. Yields what has to be read, all of it in one moment of the database, and is given its rows:
 * SQLite and PostgreSQL read each in their own way.
 */
export function* answering(
  readings: readonly (Reading | PiecedReading)[],
  memory: PieceMemory,
): Generator<Reading, Table[], Table> {
  const stamps = new Map<string, number>();
  for (const of of DATED) {
    const pieces = readings.flatMap((reading) => ('pieces' in reading && reading.of === of ? reading.pieces : []));
    if (pieces.length === 0) continue;
    const versions = (yield versionsOf(of, pieces)) as readonly Version[];
    for (const [days, stamp] of stampsOf(pieces, versions)) stamps.set(`${of} ${days}`, stamp);
  }
  const tables: Table[] = [];
  for (const reading of readings) {
    if (!('pieces' in reading)) {
      tables.push(yield reading);
      continue;
    }
    const parts: (readonly Row[])[] = [];
    for (const piece of reading.pieces) {
      const key = `${piece.sql} ${JSON.stringify(piece.bindings)}`;
      const stamp = stamps.get(`${reading.of} ${nameOf(piece.days)}`) ?? 0;
      const rows = memory.recall(key, stamp) ?? ((yield piece) as readonly Row[]);
      memory.keep(key, stamp, rows);
      parts.push(rows);
    }
    tables.push(addedUp(parts, reading.keys));
  }
  return tables;
}

interface Version {
  readonly day: CivilDate;
  readonly version: number;
}

function versionsOf(of: Dated, pieces: readonly Piece[]): Reading {
  const days = pieces.map((piece) => piece.days);
  return {
    sql: `select day, cast(sum(version) as bigint) as version from ${VERSIONS[of]} where day >= ? and day <= ? group by day`,
    bindings: [
      days.reduce((least, { from }) => (from < least ? from : least), '9999-12-31'),
      days.reduce((most, { to }) => (to > most ? to : most), '0001-01-01'),
    ],
  };
}

/** Versions only go up: their sum over some days stays exactly when nothing of these days is written. */
function stampsOf(pieces: readonly Piece[], versions: readonly Version[]): Map<string, number> {
  const inOrder = [...versions].sort((a, b) => (a.day < b.day ? -1 : 1));
  const sums = [0];
  for (const { version } of inOrder) sums.push((sums.at(-1) ?? 0) + version);
  const before = (day: CivilDate) => sums[placeOf(inOrder, day)] ?? 0;
  return new Map(pieces.map(({ days }) => [nameOf(days), before(addDays(days.to, 1)) - before(days.from)]));
}

/** How many of them are of earlier days. */
function placeOf(inOrder: readonly Version[], day: CivilDate): number {
  let [low, high] = [0, inOrder.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((inOrder[middle]?.day ?? '') < day) low = middle + 1;
    else high = middle;
  }
  return low;
}

function nameOf({ from, to }: DayRange): string {
  return `${from} ${to}`;
}

function addedUp(parts: readonly (readonly Row[])[], keys: readonly string[]): readonly Row[] {
  if (parts.length === 1) return parts[0] ?? [];
  const sums = new Map<string, Row>();
  for (const rows of parts)
    for (const row of rows) {
      const key = keys.map((column) => row[column]).join('\n');
      const sum = sums.get(key);
      if (sum === undefined) sums.set(key, { ...row });
      else
        for (const column in row) if (!keys.includes(column)) sum[column] = Number(sum[column]) + Number(row[column]);
    }
  return [...sums.values()];
}

import type { Queryable } from './dialect.js';
import { currentVersion, type Topic } from './write-versions.js';

/**
 * A hundred and fifty sellers over ten years, in about 8 MB: who has closed no month yet foresees the closing of all at
 * each look. One more than fit, and none would be found again. What lists remember besides is little.
 */
const KEPT = 20_000;

/** Ids and sort keys of rows, in about 8 MB. */
const KEPT_ROWS = 50_000;

/** In rows, what the statement weighs that they are remembered by. */
const STATEMENT = 50;

interface Kept {
  readonly version: number;
  readonly value: Promise<unknown>;
  readonly weight: number;
}

/** What was read last, as far as it weighs no more than `most` together. */
class Memory {
  readonly #most: number;
  /** The least recently used stands first. */
  readonly #kept = new Map<string, Kept>();
  #weight = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** What `weightOf` says is known when it was read; until then it weighs 1. */
  read<T>(key: string, version: number, read: () => Promise<T>, weightOf: (value: T) => number): Promise<T> {
    const found = this.#kept.get(key);
    if (found?.version === version) {
      this.#keep(key, found);
      return found.value as Promise<T>;
    }
    const value = read();
    this.#keep(key, { version, value, weight: 1 });
    const isKept = () => this.#kept.get(key)?.value === value;
    value.then(
      (result) => isKept() && this.#keep(key, { version, value, weight: weightOf(result) }),
      () => isKept() && this.#forget(key),
    );
    return value;
  }

  #keep(key: string, kept: Kept): void {
    this.#forget(key);
    this.#kept.set(key, kept);
    this.#weight += kept.weight;
    for (const oldest of this.#kept.keys()) {
      if (this.#weight <= this.#most) return;
      this.#forget(oldest);
    }
  }

  #forget(key: string): void {
    this.#weight -= this.#kept.get(key)?.weight ?? 0;
    this.#kept.delete(key);
  }
}

/** Each open database has its own; a transaction has none, since it sees what it wrote itself. */
const memories = new WeakMap<Queryable, { readonly values: Memory; readonly rows: Memory }>();

function memoriesOf(q: Queryable) {
  const known = memories.get(q) ?? { values: new Memory(KEPT), rows: new Memory(KEPT_ROWS) };
  memories.set(q, known);
  return known;
}

/** Reads by key what holds until the next write that `write_versions` counts of the topics. */
export type Remember = <T>(key: string, read: () => Promise<T>) => Promise<T>;

/**
 * A memory of what was read since the last write (decision 0013). The version is looked up once, before anything is read.
 * Without topics they are the surveys; a key has to say whose it is. For single values: rows have a memory of their own.
 */
export async function rememberedUntilWritten(q: Queryable, ...topics: readonly Topic[]): Promise<Remember> {
  if (q.isTransaction) return (_, read) => read();
  const version = await currentVersion(q, ...topics);
  return (key, read) => rememberedAt(q, key, version, read);
}

/** The same for rows by their statement: so many are kept at most, however many a page has. */
export async function rowsRememberedUntilWritten(
  q: Queryable,
  ...topics: readonly Topic[]
): Promise<<Row>(statement: string, read: () => Promise<readonly Row[]>) => Promise<readonly Row[]>> {
  if (q.isTransaction) return (_, read) => read();
  const version = await currentVersion(q, ...topics);
  const { rows } = memoriesOf(q);
  return (statement, read) => rows.read(statement, version, read, (found) => found.length + STATEMENT);
}

/**
 * What was read by key under the same version, or what `read` gives. The version is looked up before anything is read: what
 * a write changes meanwhile is newer than the version that it is kept under, and read anew the next time. `weightOf`: as how
 * many single values it takes up room.
 */
export function rememberedAt<T>(
  q: Queryable,
  key: string,
  version: number,
  read: () => Promise<T>,
  weightOf: (value: T) => number = () => 1,
): Promise<T> {
  return q.isTransaction ? read() : memoriesOf(q).values.read(key, version, read, weightOf);
}

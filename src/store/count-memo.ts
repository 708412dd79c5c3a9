import type { Queryable } from './dialect.js';
import type { Predicate } from './predicate.js';
import { currentVersion } from './write-versions.js';

/** What was counted in one statement, by the predicates' keys, and the write version it is of. */
export interface Counted {
  readonly version: number;
  readonly counts: ReadonlyMap<string, number>;
}

/** About the filters that a company's managers look through on one day. */
const KEPT = 2_000;

interface Entry {
  version: number;
  readonly count: Promise<number>;
}

/** One memory for each open database; a transaction has none, since it sees what it wrote itself. */
const memories = new WeakMap<Queryable, Map<string, Entry>>();

/**
 * The counts of the predicates by their keys: those that were counted since the last write, or are being counted, are
 * taken from there; the others are counted together.
 */
export async function memoised(
  q: Queryable,
  wanted: ReadonlyMap<string, Predicate>,
  countNow: (missing: ReadonlyMap<string, Predicate>) => Promise<Counted>,
): Promise<ReadonlyMap<string, number>> {
  if (q.isTransaction) return (await countNow(wanted)).counts;
  const memory = memories.get(q) ?? new Map<string, Entry>();
  memories.set(q, memory);
  const version = await currentVersion(q);
  const missing = new Map([...wanted].filter(([key]) => memory.get(key)?.version !== version));
  if (missing.size > 0) begin(memory, version, missing, countNow(missing));
  const entries = [...wanted.keys()].map((key) => [key, touch(memory, key)] as const);
  const counts = await Promise.all(entries.map(async ([key, entry]) => [key, await entry?.count] as const));
  forgetOldest(memory);
  return new Map(counts.map(([key, count]) => [key, count ?? 0]));
}

/** Notes what is being counted, so that who asks the same meanwhile waits for it; what fails is asked anew next time. */
function begin(
  memory: Map<string, Entry>,
  version: number,
  missing: ReadonlyMap<string, Predicate>,
  run: Promise<Counted>,
): void {
  for (const key of missing.keys()) {
    const entry: Entry = { version, count: run.then(({ counts }) => counts.get(key) ?? 0) };
    memory.set(key, entry);
    run.then(
      // A write may have come between the version that was looked up and the count.
      (counted) => {
        entry.version = counted.version;
      },
      () => {
        if (memory.get(key) === entry) memory.delete(key);
      },
    );
  }
}

/** The most recently used stands last. */
function touch(memory: Map<string, Entry>, key: string): Entry | undefined {
  const entry = memory.get(key);
  if (entry === undefined) return undefined;
  memory.delete(key);
  memory.set(key, entry);
  return entry;
}

function forgetOldest(memory: Map<string, Entry>): void {
  for (const key of memory.keys()) {
    if (memory.size <= KEPT) return;
    memory.delete(key);
  }
}

import type { Queryable } from './dialect.js';
import { currentVersion, type Topic } from './write-versions.js';

/**
 * A hundred and fifty sellers over ten years, in about 8 MB: who has closed no month yet foresees the closing of all at
 * each look. One more than fit, and none would be found again. What lists remember besides is little.
 */
const KEPT = 20_000;

interface Kept {
  readonly version: number;
  readonly value: Promise<unknown>;
}

/** One memory for each open database; a transaction has none, since it sees what it wrote itself. */
const memories = new WeakMap<Queryable, Map<string, Kept>>();

/** Reads by key what holds until the next write that `write_versions` counts of the topics. */
export type Remember = <T>(key: string, read: () => Promise<T>) => Promise<T>;

/**
 * A memory of what was read since the last write (decision 0013). The version is looked up once, before anything is read.
 * Without topics they are the surveys; a key has to say whose it is.
 */
export async function rememberedUntilWritten(q: Queryable, ...topics: readonly Topic[]): Promise<Remember> {
  if (q.isTransaction) return (_, read) => read();
  const version = await currentVersion(q, ...topics);
  return (key, read) => rememberedAt(q, key, version, read);
}

/**
 * What was read by key under the same version, or what `read` gives. The version is looked up before anything is read: what
 * a write changes meanwhile is newer than the version that it is kept under, and read anew the next time.
 */
export function rememberedAt<T>(q: Queryable, key: string, version: number, read: () => Promise<T>): Promise<T> {
  if (q.isTransaction) return read();
  const memory = memories.get(q) ?? new Map<string, Kept>();
  memories.set(q, memory);
  const kept = memory.get(key);
  // The least recently used stands first.
  memory.delete(key);
  const value = kept?.version === version ? (kept.value as Promise<T>) : read();
  memory.set(key, { version, value });
  value.catch(() => memory.delete(key));
  if (memory.size > KEPT) memory.delete(memory.keys().next().value ?? '');
  return value;
}

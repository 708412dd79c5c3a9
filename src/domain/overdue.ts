import { type Bucket, bucketAt } from './buckets.js';
import { addDays, type CivilDate, startOfDay } from './civil-date.js';

/** A survey that was closed without an answer, at an instant (UTC epoch milliseconds). */
export interface Closed {
  readonly expiresOn: CivilDate;
  readonly settledAt: number;
}

/** Surveys of one last day that were executed after it. */
export interface ExecutedAfter {
  readonly expiresOn: CivilDate;
  readonly executedOn: CivilDate;
  readonly count: number;
}

/** Inconsistencies of a piece of time: those whose last day passed in it, and those that were settled in it, of whatever age. */
export interface Overdue {
  readonly opened: number;
  readonly settled: number;
}

/**
 * Inconsistencies opened and settled over time (SPEC 6): `open` are those that are open still, by their last day. A survey
 * that was settled on its last day never was one; one that was extended is none, for its last day has moved.
 */
export function overdueOver(
  buckets: readonly Bucket[],
  open: ReadonlyMap<CivilDate, number>,
  closed: readonly Closed[],
  executed: readonly ExecutedAfter[],
  zone: string,
): Overdue[] {
  const opened = buckets.map(() => 0);
  const settled = buckets.map(() => 0);
  const add = (counts: number[], at: number, count: number) => {
    if (counts[at] !== undefined) counts[at] += count;
  };
  for (const [day, count] of open) add(opened, bucketAt(buckets, day), count);
  for (const { expiresOn, executedOn, count } of executed) {
    if (executedOn <= expiresOn) continue;
    add(opened, bucketAt(buckets, expiresOn), count);
    add(settled, bucketAt(buckets, executedOn), count);
  }
  const startOf = starts(zone);
  const ends = buckets.map(({ to }) => startOf(addDays(to, 1)));
  const first = startOf(buckets[0]?.from ?? '2000-01-01');
  for (const { expiresOn, settledAt } of closed) {
    if (settledAt < startOf(addDays(expiresOn, 1))) continue;
    add(opened, bucketAt(buckets, expiresOn), 1);
    if (settledAt >= first)
      add(
        settled,
        ends.findIndex((end) => settledAt < end),
        1,
      );
  }
  return buckets.map((_, index) => ({ opened: opened[index] ?? 0, settled: settled[index] ?? 0 }));
}

/** A day's first instant is looked up once: the library takes its time. */
function starts(zone: string): (day: CivilDate) => number {
  const known = new Map<CivilDate, number>();
  return (day) => {
    const start = known.get(day) ?? startOfDay(day, zone);
    known.set(day, start);
    return start;
  };
}

import { type Bucket, bucketAt } from './buckets.js';
import type { CivilDate } from './civil-date.js';

/** Surveys of one last day that ended after it, all on one day: executed, or closed without an answer. */
export interface EndedAfter {
  readonly expiresOn: CivilDate;
  readonly endedOn: CivilDate;
  readonly count: number;
}

/**
 * Surveys whose expiry was moved when it was over, on the same days, and when they came up, and were settled, as
 * inconsistencies otherwise.
 */
export interface ExtendedAfter {
  /** Of one that was extended so more than once, alone; null for the others, which no other row is of. */
  readonly surveyId: number | null;
  readonly count: number;
  /** The expiry that was over. */
  readonly expiresOn: CivilDate;
  readonly extendedOn: CivilDate;
  /** The last day of which `EndedAfter` or the open ones know; null where the expiry that stands was kept so far. */
  readonly otherExpiresOn: CivilDate | null;
  /** The day of `EndedAfter`; null while it is open, or where it ended in time. */
  readonly otherEndedOn: CivilDate | null;
}

/** Inconsistencies of a piece of time: those whose last day passed in it, and those that were settled in it, of whatever age. */
export interface Overdue {
  readonly opened: number;
  readonly settled: number;
}

/**
 * Inconsistencies opened and settled over time (SPEC 6): `open` are those that are open still, by their last day. A survey that
 * ended on its last day never was one. In each piece a survey counts once, however often it came up or was settled in it.
 */
export function overdueOver(
  buckets: readonly Bucket[],
  open: ReadonlyMap<CivilDate, number>,
  ended: readonly EndedAfter[],
  extended: readonly ExtendedAfter[],
): Overdue[] {
  const opened = buckets.map(() => 0);
  const settled = buckets.map(() => 0);
  const add = (counts: number[], day: CivilDate, count: number) => {
    const at = bucketAt(buckets, day);
    if (at >= 0) counts[at] = (counts[at] ?? 0) + count;
  };
  for (const [day, count] of open) add(opened, day, count);
  for (const { expiresOn, endedOn, count } of ended) {
    if (endedOn <= expiresOn) continue;
    add(opened, expiresOn, count);
    add(settled, endedOn, count);
  }
  const known = { opened: new Set<string>(), settled: new Set<string>() };
  for (const { surveyId, count, expiresOn, extendedOn, otherExpiresOn, otherEndedOn } of extended) {
    if (isNew(known.opened, buckets, surveyId, expiresOn, otherExpiresOn)) add(opened, expiresOn, count);
    if (isNew(known.settled, buckets, surveyId, extendedOn, otherEndedOn)) add(settled, extendedOn, count);
  }
  return buckets.map((_, index) => ({ opened: opened[index] ?? 0, settled: settled[index] ?? 0 }));
}

/** Whether the survey does not count in the piece of a day already, or those do not that have no other row. */
function isNew(
  known: Set<string>,
  buckets: readonly Bucket[],
  surveyId: number | null,
  day: CivilDate,
  other: CivilDate | null,
): boolean {
  const at = bucketAt(buckets, day);
  if (at < 0 || (other !== null && bucketAt(buckets, other) === at)) return false;
  if (surveyId === null) return true;
  const key = `${surveyId} ${at}`;
  if (known.has(key)) return false;
  known.add(key);
  return true;
}

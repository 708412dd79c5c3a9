import { addDays, type CivilDate, daysBetween } from './civil-date.js';
import type { DayRange } from './period.js';

/** What a period is cut into to be looked at over time. */
export type BucketUnit = 'day' | 'week' | 'month' | 'year';

/** One of the pieces; the first and the last may be shorter than their unit. */
export interface Bucket extends DayRange {
  readonly unit: BucketUnit;
}

/** The pieces of a period, in their order and without a gap: days of a month, weeks of a quarter, months of years. */
export function bucketsOf({ from, to }: DayRange): Bucket[] {
  const unit = unitFor(daysBetween(from, to) + 1);
  const buckets: Bucket[] = [];
  for (let start = from; start <= to; ) {
    const next = nextStart(start, unit);
    const end = addDays(next, -1);
    buckets.push({ unit, from: start, to: end < to ? end : to });
    start = next;
  }
  return buckets;
}

function unitFor(days: number): BucketUnit {
  if (days <= 31) return 'day';
  if (days <= 125) return 'week';
  return days <= 5 * 366 ? 'month' : 'year';
}

/** Weeks go from Sunday to Saturday, as in domain/period. */
function nextStart(day: CivilDate, unit: BucketUnit): CivilDate {
  switch (unit) {
    case 'day':
      return addDays(day, 1);
    case 'week':
      return addDays(day, 7 - new Date(day).getUTCDay());
    case 'month':
      return `${addDays(`${day.slice(0, 7)}-01`, 31).slice(0, 7)}-01`;
    case 'year':
      return `${Number(day.slice(0, 4)) + 1}-01-01`;
  }
}

/** Finds the piece that a day lies in; −1 outside the period. */
export function bucketAt(buckets: readonly DayRange[], day: CivilDate): number {
  let [low, high] = [0, buckets.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const bucket = buckets[middle] as DayRange;
    if (day < bucket.from) high = middle - 1;
    else if (day > bucket.to) low = middle + 1;
    else return middle;
  }
  return -1;
}

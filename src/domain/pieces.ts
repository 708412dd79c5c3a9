import { addDays, type CivilDate } from './civil-date.js';
import { type DayRange, monthOf } from './period.js';

/** Days before today whose surveys still change: few are executed, annulled or corrected later. */
const LIVELY_DAYS = 31;

/**
 * The pieces of a period that results are added up by, in order and without a gap: months of the calendar, and thirds of
 * those that still change, so that a write of today makes few days be added up anew. Every period on a day is cut at the
 * same days, but for its own ends.
 */
export function piecesOf({ from, to }: DayRange, today: CivilDate): DayRange[] {
  const pieces: DayRange[] = [];
  for (let start = from; start <= to; ) {
    const end = endOfPiece(start, today);
    pieces.push({ from: start, to: end < to ? end : to });
    start = addDays(end, 1);
  }
  return pieces;
}

function endOfPiece(day: CivilDate, today: CivilDate): CivilDate {
  const { from, to } = monthOf(day);
  if (to < addDays(today, -LIVELY_DAYS)) return to;
  return [addDays(from, 9), addDays(from, 19)].find((end) => day <= end) ?? to;
}

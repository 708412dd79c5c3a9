import { addDays, type CivilDate } from './civil-date.js';
import type { DayRange } from './period.js';

/** A month of the calendar as `YYYY-MM`; the order of the text is the order of the months. */
export type Month = string;

/** True for a month written exactly as `YYYY-MM`, in the years 1900 to 2199. */
export function isMonth(text: string): boolean {
  return /^(?:19|20|21)\d\d-(?:0[1-9]|1[0-2])$/.test(text);
}

/** The month that a day lies in. */
export function monthOf(day: CivilDate): Month {
  return day.slice(0, 7);
}

/** The first and the last day of a month. */
export function daysOf(month: Month): DayRange {
  return { from: `${month}-01`, to: addDays(`${nextMonth(month)}-01`, -1) };
}

export function nextMonth(month: Month): Month {
  return monthOf(addDays(`${month}-01`, 31));
}

export function previousMonth(month: Month): Month {
  return monthOf(addDays(`${month}-01`, -1));
}

/** The months from one to another, both inclusive; none when the second is the earlier. */
export function monthsBetween(from: Month, to: Month): Month[] {
  const months: Month[] = [];
  for (let month = from; month <= to; month = nextMonth(month)) months.push(month);
  return months;
}

/** The month that `monthNumber` made the number of; null for another number. */
export function monthOfNumber(number: number): Month | null {
  const month = String(number).replace(/^(\d{4})(\d\d)$/, '$1-$2');
  return isMonth(month) ? month : null;
}

/** A month as a whole number, 202607: what the audit names it by. */
export function monthNumber(month: Month): number {
  return Number(month.replace('-', ''));
}

import { addDays, type CivilDate, isCivilDate, weekdayOf } from './civil-date.js';

// SPEC 4: the days on which nobody expects to be called, and where an expiry that falls on one of them moves to.

/** The company's calendar, read once per request or transaction and passed on like `today`. */
export interface Calendar {
  /** Neither Saturday nor Sunday nor a holiday. */
  isBusinessDay(date: CivilDate): boolean;
}

/** A day that is a holiday, and what it is called. */
export interface Holiday {
  readonly on: CivilDate;
  readonly name: string;
}

/** A holiday of the company's own (city, state, its anniversary). `yearly`: on that day and month of every year. */
export interface OwnHoliday extends Holiday {
  readonly yearly: boolean;
}

/** Why a day is no business day. A holiday on a weekend is told as the holiday that it is. */
export type DayOff = { readonly kind: 'weekend' } | { readonly kind: 'holiday'; readonly name: string };

/** A calendar that can also say why. */
export interface CompanyCalendar extends Calendar {
  dayOff(date: CivilDate): DayOff | null;
}

/** The national holidays of a year; they are computed, and given to the domain as a function. */
export type NationalHolidays = (year: number) => readonly Holiday[];

/** A calendar of weekends, national holidays and the company's own. */
export function calendarOf(own: readonly OwnHoliday[], national: NationalHolidays): CompanyCalendar {
  const years = new Map<string, ReadonlyMap<CivilDate, string>>();
  const holidaysIn = (year: string) => {
    const known = years.get(year) ?? namesByDay(holidaysOf(Number(year), own, national));
    years.set(year, known);
    return known;
  };
  const dayOff = (date: CivilDate): DayOff | null => {
    const name = holidaysIn(date.slice(0, 4)).get(date);
    if (name !== undefined) return { kind: 'holiday', name };
    return weekdayOf(date) >= SATURDAY ? { kind: 'weekend' } : null;
  };
  return { dayOff, isBusinessDay: (date) => dayOff(date) === null };
}

/** A calendar's holiday as a year shows it: `own` is null for a national one. */
export interface HolidayOfYear<T extends OwnHoliday> extends Holiday {
  readonly own: T | null;
}

/** The holidays of a year, national and own, by day. What comes on 29 February every year comes in leap years only. */
export function holidaysOf<T extends OwnHoliday>(
  year: number,
  own: readonly T[],
  national: NationalHolidays,
): HolidayOfYear<T>[] {
  const prefix = String(year).padStart(4, '0');
  const days = own.flatMap((holiday) => {
    const on = holiday.yearly ? `${prefix}${holiday.on.slice(4)}` : holiday.on;
    return on.startsWith(prefix) && isCivilDate(on) ? [{ on, name: holiday.name, own: holiday }] : [];
  });
  const all = [...national(year).map((holiday) => ({ ...holiday, own: null })), ...days];
  return all.sort((a, b) => (a.on < b.on ? -1 : Number(a.on > b.on)));
}

/**
 * The day itself when it is a business day, else the first one after it. Of a calendar in which a whole year has none
 * the day itself: such a calendar moves nothing.
 */
export function nextBusinessDay(date: CivilDate, calendar: Calendar): CivilDate {
  for (let days = 0; days <= LONGEST_BREAK; days += 1) {
    const day = addDays(date, days);
    if (calendar.isBusinessDay(day)) return day;
  }
  return date;
}

const SATURDAY = 6;
const LONGEST_BREAK = 366;

/** The national name of a day stands before the company's. */
function namesByDay(holidays: readonly Holiday[]): ReadonlyMap<CivilDate, string> {
  return new Map([...holidays].reverse().map(({ on, name }) => [on, name]));
}

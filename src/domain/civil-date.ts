import { Temporal } from 'temporal-polyfill';

/**
 * A day of the calendar as `YYYY-MM-DD`, never an instant. Compare with `<`, `<=`, `===`: the order of the text is the
 * order of the days (SPEC 4, 9).
 */
export type CivilDate = string;

const PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/;
const FIRST_YEAR = 1900;
const LAST_YEAR = 2199;
const DAY_MS = 86_400_000;

/** True for a real day written exactly as `YYYY-MM-DD`, in the years 1900 to 2199. */
export function isCivilDate(text: string): boolean {
  const [, year, month, day] = PATTERN.exec(text) ?? [];
  if (year === undefined || Number(year) < FIRST_YEAR || Number(year) > LAST_YEAR) return false;
  return Number(day) >= 1 && Number(day) <= daysInMonth(Number(year), Number(month));
}

/** The day that a text in ISO form names, or null; white space around it is forgiven. */
export function parseCivilDate(text: string): CivilDate | null {
  const trimmed = text.trim();
  return isCivilDate(trimmed) ? trimmed : null;
}

/** The day that a person or an ERP wrote, as `dd/mm/yyyy` (also `d/m/yyyy`) or in ISO form, or null (SPEC 8). */
export function parseLocalDate(text: string): CivilDate | null {
  const [, day, month, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text.trim()) ?? [];
  if (day === undefined || month === undefined) return parseCivilDate(text);
  return parseCivilDate(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
}

/**
 * The day that lies `days` after a date (before it when negative). The result may lie past 2199: that bound is for what
 * people type. Throws a RangeError when it is no day of the years 1000 to 9999, which is a bug of the caller.
 */
export function addDays(date: CivilDate, days: number): CivilDate {
  // Planning a history computes millions of dates; putting the text together is twice as fast as toISOString.
  const sum = new Date((dayNumber(date) + days) * DAY_MS);
  const year = sum.getUTCFullYear();
  if (!(year >= 1000 && year <= 9999)) throw new RangeError(`no day lies ${days} days after ${date}`);
  return `${year}-${twoDigits(sum.getUTCMonth() + 1)}-${twoDigits(sum.getUTCDate())}`;
}

/** How many days `to` lies after `from`: 0 for the same day, negative when it lies before. */
export function daysBetween(from: CivilDate, to: CivilDate): number {
  return dayNumber(to) - dayNumber(from);
}

/** The later of two days. */
export function laterOf(a: CivilDate, b: CivilDate): CivilDate {
  return a > b ? a : b;
}

/** The day on the wall calendar of a time zone at an instant (UTC epoch milliseconds). Throws on an unknown zone. */
export function dateAt(epochMs: number, zone: string): CivilDate {
  return Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(zone).toPlainDate().toString();
}

/** The instant (UTC epoch milliseconds) at which a day begins in a time zone: where midnight is skipped, the first one after it. */
export function startOfDay(date: CivilDate, zone: string): number {
  return Temporal.PlainDate.from(date).toZonedDateTime(zone).epochMilliseconds;
}

/**
 * The instant (UTC epoch milliseconds) at which a zone's wall clock shows a minute of a day; of a minute that is skipped,
 * the one that stands for it after the change, of one that comes twice, the first.
 */
export function instantAt(date: CivilDate, minuteOfDay: number, zone: string): number {
  const [hour, minute] = [Math.floor(minuteOfDay / 60), minuteOfDay % 60];
  const time = Temporal.PlainTime.from({ hour, minute });
  return Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds;
}

/** The day of the week by ISO 8601: 1 is Monday, 7 is Sunday. */
export function weekdayOf(date: CivilDate): number {
  // 1970-01-01 was a Thursday.
  return ((((dayNumber(date) + 3) % 7) + 7) % 7) + 1;
}

/** True for the name of a zone that this machine knows, such as America/Sao_Paulo; not for an offset such as -03:00. */
export function isTimeZone(name: string): boolean {
  // Temporal also takes offsets and whole date-times for a zone: a name begins with a letter.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}

/** Days since 1970-01-01. ECMAScript takes a date without a time as midnight UTC, where every day has 24 hours. */
function dayNumber(date: CivilDate): number {
  return Date.parse(date) / DAY_MS;
}

function twoDigits(number: number): string {
  return number < 10 ? `0${number}` : `${number}`;
}

/** 0 for a month that does not exist, so that no day fits into it. */
function daysInMonth(year: number, month: number): number {
  return month >= 1 && month <= 12 ? new Date(Date.UTC(year, month, 0)).getUTCDate() : 0;
}

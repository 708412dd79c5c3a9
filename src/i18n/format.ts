import type { CivilDate } from '../domain/civil-date.js';
import { roundedScore } from '../domain/score.js';
import type { Locale } from '../domain/settings.js';

/** How the values of the domain are written for people. A missing value is written as an em dash. */
export interface Formats {
  /** A civil date: 08/07/2026, in English Jul 8, 2026. */
  date(date: CivilDate | null | undefined): string;
  /** Its day of the week, written out: segunda-feira. */
  weekday(date: CivilDate): string;
  /** A date and time in the company's zone, to the minute. */
  instant(epochMs: number | null | undefined): string;
  /** The time of day in the company's zone: 14:32. */
  time(epochMs: number | null | undefined): string;
  /** Integer centavos as R$ 1.234,56. */
  money(cents: number | null | undefined): string;
  number(value: number | null | undefined): string;
  /** The mean of a score kept as sum and count, with one decimal; — when nothing was graded. */
  score(sum: number | null | undefined, count: number | null | undefined): string;
}

const NOTHING = '—';

/** With the minus of print, which is as wide as a digit and never breaks a line; the library writes the keyboard's hyphen. */
export function withMinus(text: string): string {
  return text.replace('-', '−');
}

/** Ten years and more. */
const KEPT_DAYS = 5_000;

/** The formats of one language and zone. */
export function formats(locale: Locale, timeZone: string): Formats {
  const day: Intl.DateTimeFormatOptions =
    locale === 'en' ? { dateStyle: 'medium' } : { day: '2-digit', month: '2-digit', year: 'numeric' };
  const clock: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
  const dates = new Intl.DateTimeFormat(locale, { ...day, timeZone: 'UTC' });
  const days = new Intl.DateTimeFormat(locale, { ...day, timeZone });
  const weekdays = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' });
  const times = new Intl.DateTimeFormat(locale, { ...clock, timeZone });
  const amounts = new Intl.NumberFormat(locale, { style: 'currency', currency: 'BRL' });
  const numbers = new Intl.NumberFormat(locale);
  // Lists write the same days again and again, and the library takes its time.
  const known = new Map<CivilDate, string>();
  const written = (date: CivilDate) => {
    const text = known.get(date) ?? dates.format(Date.parse(date));
    if (known.size < KEPT_DAYS) known.set(date, text);
    return text;
  };
  const decimals = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return {
    date: (date) => (date ? written(date) : NOTHING),
    weekday: (date) => weekdays.format(Date.parse(date)),
    instant: (at) => (at == null ? NOTHING : `${days.format(at)} ${times.format(at)}`),
    time: (at) => (at == null ? NOTHING : times.format(at)),
    money: (cents) => (cents == null ? NOTHING : withMinus(amounts.format(cents / 100))),
    number: (value) => (value == null ? NOTHING : withMinus(numbers.format(value))),
    score: (sum, count) =>
      sum == null || !count ? NOTHING : withMinus(decimals.format(roundedScore({ sum, count }, 1) ?? 0)),
  };
}

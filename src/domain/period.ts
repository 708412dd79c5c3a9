import { addDays, type CivilDate, daysBetween } from './civil-date.js';

/** Periods that move with the day on which they are read (SPEC 6). */
export const PERIOD_PRESETS = [
  'today',
  'this-week',
  'this-month',
  'last-month',
  'last-90-days',
  'last-12-months',
] as const;

export type PeriodPreset = (typeof PERIOD_PRESETS)[number];

/** Two civil days, both inclusive. */
export interface DayRange {
  readonly from: CivilDate;
  readonly to: CivilDate;
}

export function isPeriodPreset(text: string): text is PeriodPreset {
  return (PERIOD_PRESETS as readonly string[]).includes(text);
}

/**
 * The days that a preset means on `today`. Weeks go from Sunday to Saturday, as calendars in Brazil do; weeks and months
 * are whole, their days to come included, since surveys expire in them; the last 90 days end today, the last 12 months
 * are this one and the eleven before it.
 */
export function presetRange(preset: PeriodPreset, today: CivilDate): DayRange {
  switch (preset) {
    case 'today':
      return { from: today, to: today };
    case 'this-week': {
      const sunday = addDays(today, -weekdayOf(today));
      return { from: sunday, to: addDays(sunday, 6) };
    }
    case 'this-month':
      return monthOf(today);
    case 'last-month':
      return monthOf(addDays(monthOf(today).from, -1));
    case 'last-90-days':
      return { from: addDays(today, -89), to: today };
    case 'last-12-months': {
      const { to } = monthOf(today);
      return { from: `${monthsLater(today, -11)}-01`, to };
    }
  }
}

/**
 * The period before it that it is compared with: as many whole months before whole months, else as many days.
 */
export function periodBefore({ from, to }: DayRange): DayRange {
  const whole = from.endsWith('-01') && addDays(to, 1).endsWith('-01');
  if (!whole) return { from: addDays(from, daysBetween(to, from) - 1), to: addDays(from, -1) };
  const months = monthNumber(to) - monthNumber(from) + 1;
  return { from: `${monthsLater(from, -months)}-01`, to: addDays(from, -1) };
}

/** The month, as YYYY-MM, that lies so many months after that of a day. */
export function monthsLater(day: CivilDate, months: number): string {
  const number = monthNumber(day) + months;
  return `${String(Math.floor(number / 12)).padStart(4, '0')}-${String((number % 12) + 1).padStart(2, '0')}`;
}

/** The days of a month of the calendar, which any of its days names. */
export function monthOf(day: CivilDate): DayRange {
  const from = `${day.slice(0, 7)}-01`;
  const someDayOfTheNext = addDays(from, 31);
  return { from, to: addDays(`${someDayOfTheNext.slice(0, 7)}-01`, -1) };
}

/** Months since the year 0. */
function monthNumber(day: CivilDate): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
}

/** 0 for Sunday to 6 for Saturday. */
function weekdayOf(day: CivilDate): number {
  return new Date(day).getUTCDay();
}

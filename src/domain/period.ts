import { addDays, type CivilDate } from './civil-date.js';

/** Periods that move with the day on which they are read (SPEC 6). */
export const PERIOD_PRESETS = ['today', 'this-week', 'this-month', 'last-month', 'last-90-days'] as const;

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
 * are whole, their days to come included, since surveys expire in them; the last 90 days end today.
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
  }
}

function monthOf(day: CivilDate): DayRange {
  const from = `${day.slice(0, 7)}-01`;
  const someDayOfTheNext = addDays(from, 31);
  return { from, to: addDays(`${someDayOfTheNext.slice(0, 7)}-01`, -1) };
}

/** 0 for Sunday to 6 for Saturday. */
function weekdayOf(day: CivilDate): number {
  return new Date(day).getUTCDay();
}

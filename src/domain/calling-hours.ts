import { addDays, dateAt, instantAt, weekdayOf } from './civil-date.js';

/** When customers are called (SPEC 5), in the company's zone. */
export interface CallingHours {
  /** Minutes since midnight, both inclusive. */
  readonly fromMinute: number;
  readonly untilMinute: number;
  /** Days of the week by ISO 8601 (1 is Monday), ascending, at least one. */
  readonly days: readonly number[];
}

export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;

const LAST_HOUR = 23;

/** The minute of the day that a text names, as `9:30`, `09:30` or `9h30`. Null for anything else. */
export function parseMinuteOfDay(text: string): number | null {
  const [, hours, minutes] = /^(\d{1,2})[:h](\d{2})(?::00)?$/.exec(text.trim()) ?? [];
  if (hours === undefined || Number(hours) > LAST_HOUR || Number(minutes) > 59) return null;
  return Number(hours) * 60 + Number(minutes);
}

/** A minute of the day as `09:30`. */
export function clockText(minuteOfDay: number): string {
  const [hours, minutes] = [Math.floor(minuteOfDay / 60), minuteOfDay % 60];
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}

/** The instant itself where customers are called at it, else the next at which they are: UTC epoch milliseconds. */
export function nextCallingMoment(at: number, { fromMinute, untilMinute, days }: CallingHours, zone: string): number {
  const today = dateAt(at, zone);
  const called = days.includes(weekdayOf(today));
  if (called && at <= instantAt(today, untilMinute, zone)) return Math.max(at, instantAt(today, fromMinute, zone));
  let day = addDays(today, 1);
  while (!days.includes(weekdayOf(day))) day = addDays(day, 1);
  return instantAt(day, fromMinute, zone);
}

import { type CompanyCalendar, calendarOf, type OwnHoliday } from '../domain/calendar.js';
import type { Locale } from '../domain/settings.js';
import type { Queryable } from './dialect.js';
import { nationalHolidays } from './national-holidays.js';
import { select } from './statements.js';

/** A holiday of the company's own as it is stored. */
export interface StoredHoliday extends OwnHoliday {
  readonly id: number;
  readonly version: number;
}

/**
 * The company's calendar as it stands in this transaction (SPEC 4): read it once where surveys are planned. National
 * holidays are named in the locale.
 */
export async function readCalendar(q: Queryable, locale: Locale = 'pt-BR'): Promise<CompanyCalendar> {
  return calendarOf(await listHolidays(q), (year) => nationalHolidays(year, locale));
}

/** The company's own holidays, by day. */
export async function listHolidays(q: Queryable): Promise<StoredHoliday[]> {
  const rows = await select<HolidayRow>(
    q,
    'select id, held_on, name, yearly, version from holidays order by held_on, id',
  );
  return rows.map(toHoliday);
}

interface HolidayRow {
  id: number;
  held_on: string;
  name: string;
  yearly: boolean | number;
  version: number;
}

function toHoliday({ id, held_on, name, yearly, version }: HolidayRow): StoredHoliday {
  return { id, on: held_on, name, yearly: Boolean(yearly), version };
}

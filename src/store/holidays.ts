import { type CompanyCalendar, calendarOf, type OwnHoliday } from '../domain/calendar.js';
import type { Locale } from '../domain/settings.js';
import { insertInOrder } from './batches.js';
import type { Target } from './configuration.js';
import type { Queryable } from './dialect.js';
import { nationalHolidays } from './national-holidays.js';
import { found } from './not-found.js';
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

/** Whether anything here counts business days: a rule does, or there are follow-ups, which are due in so many of them. */
export async function countsBusinessDays(q: Queryable): Promise<boolean> {
  const [row] = await select<{ counts: boolean | number }>(
    q,
    'select exists (select 1 from rules where business_days) or exists (select 1 from follow_ups) as counts',
  );
  return Boolean(row?.counts);
}

/** The company's own holidays, by day. */
export async function listHolidays(q: Queryable): Promise<StoredHoliday[]> {
  const rows = await select<HolidayRow>(
    q,
    'select id, held_on, name, yearly, version from holidays order by held_on, id',
  );
  return rows.map(toHoliday);
}

/** @throws NotFoundError */
export async function getHoliday(q: Queryable, id: number): Promise<StoredHoliday> {
  return toHoliday(found<HolidayRow>(await q('holidays').where({ id }).first(), 'holiday', id));
}

/** Adds holidays and returns their ids, in their order. Their days must be free: see `lockNames`. */
export async function insertHolidays(trx: Queryable, holidays: readonly OwnHoliday[], now: number): Promise<number[]> {
  const rows = holidays.map((holiday) => ({ ...columnsOf(holiday), created_at: now }));
  return insertInOrder(trx, 'holidays', rows);
}

/** Writes the holiday over the version that was read; false when somebody else wrote meanwhile. */
export async function updateHoliday(trx: Queryable, target: Target, holiday: OwnHoliday): Promise<boolean> {
  const { id, version } = target;
  const changed = await trx('holidays')
    .where({ id, version })
    .update({ ...columnsOf(holiday), version: version + 1 });
  return changed === 1;
}

/** Deletes the version that was read; false when somebody wrote meanwhile. */
export async function deleteHoliday(trx: Queryable, { id, version }: Target): Promise<boolean> {
  return (await trx('holidays').where({ id, version }).delete()) === 1;
}

function columnsOf({ on, name, yearly }: OwnHoliday) {
  return { held_on: on, name, yearly };
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

import type { FastifyRequest } from 'fastify';
import { holidaysOf } from '../../domain/calendar.js';
import { parseLocalDate, weekdayOf } from '../../domain/civil-date.js';
import type { Named } from '../../store/configuration.js';
import type { StoredHoliday } from '../../store/holidays.js';
import { nationalHolidays } from '../../store/national-holidays.js';
import { one } from '../../web/forms.js';
import type { Breadcrumb } from '../../web/view.js';
import { usageLinks } from '../config-panel.js';
import type { Together } from '../three-way.js';

export const BASE = '/config/calendar';

const FIRST_YEAR = 1900;
const LAST_YEAR = 2199;
const SATURDAY = 6;

/** The editor as typed. */
export interface TypedHoliday {
  readonly on: string;
  readonly name: string;
  readonly yearly: string;
}

/** Another day is another holiday, under another name. */
export const TOGETHER: Together<TypedHoliday> = [['on', 'name', 'yearly']];

export function readHoliday(body: unknown): TypedHoliday {
  return { on: one(body, 'on'), name: one(body, 'name'), yearly: one(body, 'yearly') };
}

export function formOf({ on, name, yearly }: StoredHoliday): TypedHoliday {
  return { on, name, yearly: yearly ? '1' : '' };
}

/** The year that the URL asks for; the current one when it asks for none that there is. */
export function yearOf(request: Pick<FastifyRequest, 'query' | 'today'>): number {
  const asked = one(request.query, 'year');
  const year = /^\d{4}$/.test(asked) ? Number(asked) : 0;
  return year >= FIRST_YEAR && year <= LAST_YEAR ? year : Number(request.today.slice(0, 4));
}

/** A year's holidays by day, the way to the years around it, and which rules look at them. */
export function yearModel(
  { t, formats, locale }: FastifyRequest,
  year: number,
  own: readonly StoredHoliday[],
  rules: readonly Named[],
) {
  const holidays = holidaysOf(year, own, (of) => nationalHolidays(of, locale));
  return {
    year: String(year),
    previous: year > FIRST_YEAR ? { label: String(year - 1), href: `${BASE}?year=${year - 1}` } : null,
    next: year < LAST_YEAR ? { label: String(year + 1), href: `${BASE}?year=${year + 1}` } : null,
    rules: usageLinks('/config/rules', rules),
    ownCount: t('calendar.ownCount', { count: holidays.filter(({ own }) => own !== null).length }),
    holidays: holidays.map(({ on, name, own }) => ({
      date: formats.date(on),
      weekday: formats.weekday(on),
      free: weekdayOf(on) >= SATURDAY,
      name,
      kind: t(own === null ? 'calendar.national' : own.yearly ? 'calendar.ownYearly' : 'calendar.own'),
      own: own !== null,
      href: own && `${BASE}/${own.id}`,
    })),
  };
}

/** A holiday as typed, in words. */
export function factsOf({ t, formats }: FastifyRequest, { on, name, yearly }: TypedHoliday) {
  const date = parseLocalDate(on);
  return [
    { label: t('calendar.day'), value: date === null ? on : formats.date(date) },
    { label: t('calendar.name'), value: name },
    { label: t('calendar.yearly'), value: t(yearly === '' ? 'operators.no' : 'operators.yes') },
  ];
}

/** The menu path of a page below *Calendário*. */
export function crumbs({ t }: FastifyRequest, title: string): Breadcrumb[] {
  return [{ label: t('navigation.configuration') }, { label: t('navigation.calendar'), href: BASE }, { label: title }];
}

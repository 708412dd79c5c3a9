import { createRequire } from 'node:module';
import type HolidayLibrary from 'date-holidays';
import type { Holiday } from '../domain/calendar.js';
import type { Locale } from '../domain/settings.js';

const LANGUAGES: Record<Locale, string> = { 'pt-BR': 'pt', en: 'en' };

/**
 * The library knows every country and takes a fifth of a second and 20 MB to load: only who asks for a holiday pays, and a server
 * whose company counts business days loads it before it listens.
 */
const load = createRequire(import.meta.url);
let library: HolidayLibrary | undefined;
const known = new Map<string, readonly Holiday[]>();

/**
 * Brazil's national public holidays of a year, by day; also those that move with Easter, and the law as it stood (20
 * November since 2024). Not the days that are optional or only for banks, as carnival and Corpus Christi: a company that
 * closes then adds them to its own.
 */
export function nationalHolidays(year: number, locale: Locale = 'pt-BR'): readonly Holiday[] {
  const key = `${year} ${locale}`;
  const holidays = known.get(key) ?? compute(year, LANGUAGES[locale]);
  known.set(key, holidays);
  return holidays;
}

function compute(year: number, language: string): readonly Holiday[] {
  library ??= new (load('date-holidays') as typeof HolidayLibrary)('BR', { types: ['public'] });
  return library.getHolidays(year, language).map(({ date, name }) => ({ on: date.slice(0, 10), name }));
}

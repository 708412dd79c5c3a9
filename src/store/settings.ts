import type { Locale } from '../domain/settings.js';
import type { Queryable } from './dialect.js';
import { select } from './statements.js';

/** What the company decides once for everybody. */
export interface Settings {
  companyName: string;
  /** IANA name; every civil date is a day of this zone (SPEC 4). */
  timeZone: string;
  locale: Locale;
  version: number;
}

const GET = 'select company_name as "companyName", time_zone as "timeZone", locale, version from settings where id = 1';

/** The settings; there is always exactly one row. */
export async function getSettings(q: Queryable): Promise<Settings> {
  const [row] = await select<Settings>(q, GET);
  if (row === undefined) throw new Error('the settings have lost their row');
  return row;
}

/** Writes the settings over the version that was read; false when somebody else wrote meanwhile. */
export async function updateSettings(trx: Queryable, settings: Settings): Promise<boolean> {
  const changed = await trx('settings')
    .where({ id: 1, version: settings.version })
    .update({
      company_name: settings.companyName,
      time_zone: settings.timeZone,
      locale: settings.locale,
      version: settings.version + 1,
    });
  return changed === 1;
}

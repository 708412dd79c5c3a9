import { nameKey } from '../domain/text.js';
import type { TextKey } from '../i18n/catalogue.js';
import type { ListParameters } from './list-parameters.js';

// The filter by the customer's city, whose key is '' for customers without one (domain/text, nameKey).

/** Having no city, as URLs say it: no key has a capital letter. */
export const NO_CITY = 'NONE';

/** The word of the only value that is no city's name. */
export const CITY_TEXTS: Readonly<Record<string, TextKey>> = { [NO_CITY]: 'panelFilters.noCity' };

/** The keys of the cities that `city` names; undefined where it names none. */
export function readCities(parameters: ListParameters): readonly string[] | undefined {
  const values = parameters.several('city', (value) => (value === NO_CITY ? value : nameKey(value) || null));
  return values?.map((value) => (value === NO_CITY ? '' : value));
}

/** The value of `city` that stands for a key. */
export function cityValue(key: string): string {
  return key === '' ? NO_CITY : key;
}

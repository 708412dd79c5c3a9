import type { Queryable } from '../store/dialect.js';
import { findCities, findCustomerNames, findNames } from '../store/names.js';
import { allOf, type Predicate } from '../store/predicate.js';
import { cityValue, NO_CITY } from './list-cities.js';

/** The names of what a filter picks. */
export interface PickedNames {
  /** The name of a parameter's value; undefined for what does not exist. */
  of(parameter: string, value: string): string | undefined;
  /** What was picked and does not exist. */
  readonly missing: readonly { readonly name: string; readonly value: string }[];
}

/** What one filter picked, and the names that were found. */
export interface Picked {
  readonly name: string;
  readonly picked: readonly string[];
  readonly names: readonly (readonly [value: string, name: string])[];
}

/** The names of all that the filters of a list pick. */
export function pickedNames(found: readonly Picked[]): PickedNames {
  const names = new Map(found.flatMap(({ name, names }) => names.map(([value, text]) => [`${name} ${value}`, text])));
  const missing = found.flatMap(({ name, picked }) =>
    picked.filter((value) => !names.has(`${name} ${value}`)).map((value) => ({ name, value })),
  );
  return { of: (parameter, value) => names.get(`${parameter} ${value}`), missing };
}

/** Looks up the records that a filter picks; nothing is read for one that picks none. */
export async function pickedRecords(
  q: Queryable,
  name: string,
  table: Parameters<typeof findNames>[1],
  ids: readonly number[] = [],
): Promise<Picked> {
  const rows = ids.length === 0 ? [] : await findNames(q, table, ids);
  return { name, picked: ids.map(String), names: rows.map((row) => [String(row.id), row.name]) };
}

/** `followed` says which follow-ups a customer has to have one of, where who asks may not look at any customer. */
export async function pickedCustomers(
  q: Queryable,
  ids: readonly number[] = [],
  followed: Predicate = allOf([]),
): Promise<Picked> {
  const rows = ids.length === 0 ? [] : await findCustomerNames(q, ids, followed);
  return { name: 'customer', picked: ids.map(String), names: rows.map((row) => [String(row.id), row.name]) };
}

export async function pickedCities(q: Queryable, keys: readonly string[] = []): Promise<Picked> {
  const rows = await findCities(
    q,
    keys.filter((key) => key !== ''),
  );
  // That there are customers without one is not asked: such a list may be empty.
  const names = [...rows.map(({ key, name }) => [key, name] as const), [NO_CITY, ''] as const];
  return { name: 'city', picked: keys.map(cityValue), names };
}

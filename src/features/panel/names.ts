import type { Queryable } from '../../store/dialect.js';
import { findCities, findGradeNames, findNames } from '../../store/names.js';
import type { GradeOfVersion } from '../../store/survey-filter.js';
import type { PanelFilter } from '../../store/survey-tabs.js';

/** The names of what a filter picks. */
export interface PickedNames {
  /** The name of a parameter's value; undefined for what does not exist. */
  of(parameter: string, value: string): string | undefined;
  /** What was picked and does not exist. */
  readonly missing: readonly { readonly name: string; readonly value: string }[];
}

/** Looks up the records that a filter picks; nothing is read for a filter that picks none. */
export async function pickedNames(q: Queryable, filter: PanelFilter): Promise<PickedNames> {
  const found = await Promise.all([
    records(q, 'seller', 'users', filter.sellerIds),
    records(q, 'operator', 'users', filter.operatorIds),
    records(q, 'product', 'products', filter.productIds),
    records(q, 'profile', 'profiles', filter.profileIds),
    records(q, 'rule', 'rules', filter.ruleIds),
    cities(q, filter.cities),
    grades(q, filter.grades),
  ]);
  const names = new Map(found.flatMap(({ name, names }) => names.map(([value, text]) => [`${name} ${value}`, text])));
  const missing = found.flatMap(({ name, picked }) =>
    picked.filter((value) => !names.has(`${name} ${value}`)).map((value) => ({ name, value })),
  );
  return { of: (parameter, value) => names.get(`${parameter} ${value}`), missing };
}

interface Found {
  readonly name: string;
  readonly picked: readonly string[];
  readonly names: readonly (readonly [value: string, name: string])[];
}

async function records(
  q: Queryable,
  name: string,
  table: Parameters<typeof findNames>[1],
  ids: readonly number[] = [],
): Promise<Found> {
  const rows = ids.length === 0 ? [] : await findNames(q, table, ids);
  return { name, picked: ids.map(String), names: rows.map((row) => [String(row.id), row.name]) };
}

async function cities(q: Queryable, keys: readonly string[] = []): Promise<Found> {
  const rows = keys.length === 0 ? [] : await findCities(q, keys);
  return { name: 'city', picked: keys, names: rows.map((row) => [row.key, row.name]) };
}

async function grades(q: Queryable, picked: readonly GradeOfVersion[] = []): Promise<Found> {
  const rows =
    picked.length === 0
      ? []
      : await findGradeNames(
          q,
          picked.map(({ versionId }) => versionId),
        );
  return {
    name: 'grade',
    picked: picked.map(({ versionId, position }) => `${versionId}.${position}`),
    names: rows.map(({ versionId, position, text, label }) => [`${versionId}.${position}`, `${text} ${label}`]),
  };
}

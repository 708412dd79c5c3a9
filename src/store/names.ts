import type { Queryable } from './dialect.js';
import { allOf, type Predicate } from './predicate.js';
import { select } from './statements.js';

/** Something to pick in a filter. */
export interface Name {
  readonly id: number;
  readonly name: string;
  readonly active: boolean;
}

/** Everybody, as sellers and operators; who was deactivated stays, since history names him. */
export function listUserNames(q: Queryable): Promise<Name[]> {
  return listNames(q, 'users');
}

export function listProductNames(q: Queryable): Promise<Name[]> {
  return listNames(q, 'products');
}

/** The records of a table in the order of their names; `where` narrows them, as SQL without bindings. */
export async function listNames(
  q: Queryable,
  table: 'users' | 'products' | 'profiles' | 'rules',
  where = 'true',
): Promise<Name[]> {
  const rows = await q(table).whereRaw(where).orderBy(['name_key', 'id']).select('id', 'name', 'deactivated_at');
  return rows.map((row) => ({ id: row.id, name: row.name, active: row.deactivated_at === null }));
}

/** The records among these ids that exist. */
export async function findNames(
  q: Queryable,
  table: 'users' | 'products' | 'profiles' | 'rules',
  ids: readonly number[],
): Promise<Name[]> {
  const rows = await q(table).whereIn('id', ids).select('id', 'name', 'deactivated_at');
  return rows.map((row) => ({ id: row.id, name: row.name, active: row.deactivated_at === null }));
}

/** The customers among these ids that exist; where that narrows, only those with a follow-up for which `followed` holds. */
export async function findCustomerNames(
  q: Queryable,
  ids: readonly number[],
  followed: Predicate,
): Promise<{ id: number; name: string }[]> {
  const query = q('customers')
    .whereIn('id', [...ids])
    .select('id', 'name');
  if (followed.sql === allOf([]).sql) return query;
  const his = `select customer_id from follow_ups where ${followed.sql}`;
  return query.whereRaw(`id in (${his})`, [...followed.bindings]);
}

/** A city that customers live in: its key (domain/text, nameKey), and its name as one of them writes it. */
export interface City {
  readonly key: string;
  readonly name: string;
}

/** The cities among these keys in which a customer lives. One of them is asked: a city may hold all there are. */
export async function findCities(q: Queryable, keys: readonly string[]): Promise<City[]> {
  const found = await Promise.all(
    keys.map((key) =>
      select<City>(q, 'select city_key as "key", city as name from customers where city_key = ? limit 1', [key]),
    ),
  );
  return found.flat();
}

/** What a grade is called, and what its version of the question asks. */
export interface GradeName {
  readonly versionId: number;
  readonly position: number;
  readonly text: string;
  readonly label: string;
}

/** All grades of the versions of questions among these ids that exist. */
export async function findGradeNames(q: Queryable, versionIds: readonly number[]): Promise<GradeName[]> {
  const rows = await q('grades')
    .join('question_versions', 'question_versions.id', 'grades.question_version_id')
    .whereIn('question_versions.id', [...versionIds])
    .orderBy(['question_versions.id', 'grades.position'])
    .select('question_versions.id', 'question_versions.text', 'grades.position', 'grades.label');
  return rows.map(({ id, ...row }) => ({ versionId: id, ...row }));
}

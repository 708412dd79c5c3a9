import type { Knex } from 'knex';
import { dialectOf, indexedBy, type Queryable } from './dialect.js';
import type { Plan } from './index-plan.js';
import { beyondKey, orderOf, type PageKey, type Stretch } from './key-paging.js';
import { allOf, type Predicate, predicate } from './predicate.js';

/** A row of a page, with what it is sorted by. */
export interface Chosen {
  readonly id: number;
  readonly sort_key: string | number;
}

export interface Statement {
  readonly sql: string;
  readonly bindings: readonly Knex.RawBinding[];
}

/** What rows are chosen from: a table, and what its list is sorted by, in SQL on its rows or on those that are joined. */
export interface Ordered {
  readonly table: 'surveys' | 'follow_ups' | 'signals';
  readonly column: string;
  readonly join?: string | undefined;
  /** Whether very many rows have one and the same sort key. */
  readonly shared?: true | undefined;
}

/** Selects the ids and sort keys of a stretch of the rows for which `where` holds, by its plan. */
export function chosenBy(
  q: Queryable,
  where: Predicate,
  ordered: Ordered,
  plan: Plan,
  stretch: Stretch,
): readonly Statement[] {
  return beyond(where, ordered, plan, stretch).map((part) => read(q, part, ordered, plan, stretch));
}

/** The same stretch of what several statements choose: each is read in the order of its own index, and these are merged. */
export function merged(each: readonly Statement[], stretch: Stretch): Statement {
  const [only] = each;
  if (only !== undefined && each.length === 1) return only;
  const union = each.map(({ sql }, index) => `select * from (${sql}) as branch${index}`).join(' union all ');
  return {
    sql: `select * from (${union}) as branches ${ending(['sort_key', 'id'], stretch)}`,
    bindings: each.flatMap(({ bindings }) => bindings),
  };
}

/**
 * The rows beyond the stretch's key. It stands before any other condition: of two bounds on one side SQLite seeks the
 * first, and would run through all that lies between them.
 */
function beyond(where: Predicate, ordered: Ordered, { walks }: Plan, { key, direction }: Stretch): Predicate[] {
  if (key === null) return [where];
  const { table, column, shared } = ordered;
  if (shared && walks) return beyondShared(where, ordered, key, direction);
  return [allOf([predicate(beyondKey([column, `${table}.id`], direction), [key.value, key.id]), where])];
}

/**
 * Where very many rows share a key: those of the key's own value apart. Of a comparison of pairs SQLite seeks the first
 * value only, and would run through all that share it.
 */
function beyondShared(
  where: Predicate,
  { table, column }: Ordered,
  { value, id }: PageKey,
  direction: Stretch['direction'],
): Predicate[] {
  const than = direction === 'desc' ? '<' : '>';
  return [
    allOf([predicate(`${column} = ? and ${table}.id ${than} ?`, [value, id]), where]),
    allOf([predicate(`${column} ${than} ?`, [value]), where]),
  ];
}

/** The beginning of a stretch among the rows for which `where` holds. */
function read(q: Queryable, where: Predicate, ordered: Ordered, { index, walks }: Plan, stretch: Stretch): Statement {
  const { table, column, join = '' } = ordered;
  const found = `select ${table}.id, ${column} as sort_key from ${table} ${indexedBy(q, table, index)} ${join}
    where ${where.sql}`;
  const { bindings } = where;
  if (dialectOf(q) === 'sqlite' || walks)
    return { sql: `${found} ${ending([column, `${table}.id`], stretch)}`, bindings };
  // PostgreSQL has no hints: what stands in a materialized query is not read in the order of what follows it.
  const sorted = `with found as materialized (${found}) select * from found`;
  return { sql: `${sorted} ${ending(['sort_key', 'id'], stretch)}`, bindings };
}

/** The limit stands literally: PostgreSQL plans for a tenth of the table when it is a parameter. */
function ending(columns: readonly [string, string], { direction, limit }: Stretch): string {
  return `order by ${orderOf(columns, direction)} limit ${limit}`;
}

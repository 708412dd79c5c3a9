import type { Knex } from 'knex';
import { dialectOf, indexedBy, type Queryable } from './dialect.js';
import { boundedDue } from './due-bound.js';
import { beyondKey, orderOf, type PageKey, type Stretch } from './key-paging.js';
import { allOf, type Hint, type Predicate, partWith, predicate, withPart } from './predicate.js';
import { columnOf, ORDERS, type SurveySort, statusAsked } from './survey-order.js';
import { type Plan, planFor } from './survey-plan.js';
import { hasStatus } from './survey-predicates.js';

/** A survey of a page, with what it is sorted by. */
export interface Chosen {
  readonly id: number;
  readonly sort_key: string | number;
}

interface Statement {
  readonly sql: string;
  readonly bindings: readonly Knex.RawBinding[];
}

/** Selects the ids and sort keys of a stretch of the list of `where`. */
export function chosen(
  q: Queryable,
  where: Predicate,
  { sort, count }: { readonly sort: SurveySort; readonly count?: number | undefined },
  stretch: Stretch,
): Statement {
  const each = branchesBy(sort, where).flatMap((branch) => {
    const plan = planFor(branch, { sort, size: stretch.limit, count });
    return beyond(boundedDue(q, branch), sort, plan, stretch).map((part) => read(q, part, sort, plan, stretch));
  });
  const [only] = each;
  if (only !== undefined && each.length === 1) return only;
  // Each is read in the order of its own index, and these are merged.
  const union = each.map(({ sql }, index) => `select * from (${sql}) as branch${index}`).join(' union all ');
  return {
    sql: `select * from (${union}) as branches ${ending(['sort_key', 'id'], stretch)}`,
    bindings: each.flatMap(({ bindings }) => bindings),
  };
}

/** The statuses of which each is read by itself; by status, those of open surveys too. */
function branchesBy(sort: SurveySort, where: Predicate): readonly Predicate[] {
  const branches = where.branches ?? [where];
  if (sort !== 'status') return branches;
  return branches.flatMap((branch) => {
    const open = partWith(branch, isOpenStatus);
    if (open === undefined) return [branch];
    return OPEN_STATUSES.map((status) => withPart(branch, open, hasStatus(status, open.hint.today)));
  });
}

const OPEN_STATUSES = ['scheduled', 'due', 'inconsistent'] as const;

function isOpenStatus(hint: Hint): hint is Extract<Hint, { status: unknown }> {
  return 'status' in hint && hint.status === 'open';
}

/**
 * The surveys beyond the stretch's key. It stands before any other condition: of two bounds on one side SQLite seeks the
 * first, and would run through all that lies between them.
 */
function beyond(where: Predicate, sort: SurveySort, { walks }: Plan, { key, direction }: Stretch): Predicate[] {
  if (key === null) return [where];
  const { shared } = ORDERS[sort];
  const column = columnOf(sort, statusAsked(where));
  if (shared && walks) return beyondShared(where, column, key, direction);
  return [allOf([predicate(beyondKey([column, 'surveys.id'], direction), [key.value, key.id]), where])];
}

/**
 * Where very many surveys share a key: those of the key's own value apart. Of a comparison of pairs SQLite seeks the first
 * value only, and would run through all that share it.
 */
function beyondShared(where: Predicate, column: string, { value, id }: PageKey, direction: Stretch['direction']) {
  const than = direction === 'desc' ? '<' : '>';
  return [
    allOf([predicate(`${column} = ? and surveys.id ${than} ?`, [value, id]), where]),
    allOf([predicate(`${column} ${than} ?`, [value]), where]),
  ];
}

/** The beginning of a stretch among the surveys for which `where` holds. */
function read(q: Queryable, where: Predicate, sort: SurveySort, plan: Plan, stretch: Stretch): Statement {
  const { join = '' } = ORDERS[sort];
  const column = columnOf(sort, statusAsked(where));
  const found = `select surveys.id, ${column} as sort_key from surveys ${indexedBy(q, plan.index)} ${join} where ${where.sql}`;
  const { bindings } = where;
  if (dialectOf(q) === 'sqlite' || plan.walks)
    return { sql: `${found} ${ending([column, 'surveys.id'], stretch)}`, bindings };
  // PostgreSQL has no hints: what stands in a materialized query is not read in the order of what follows it.
  const sorted = `with found as materialized (${found}) select * from found`;
  return { sql: `${sorted} ${ending(['sort_key', 'id'], stretch)}`, bindings };
}

/** The limit stands literally: PostgreSQL plans for a tenth of the table when it is a parameter. */
function ending(columns: readonly [string, string], { direction, limit }: Stretch): string {
  return `order by ${orderOf(columns, direction)} limit ${limit}`;
}

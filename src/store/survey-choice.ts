import type { Knex } from 'knex';
import { dialectOf, type Queryable } from './dialect.js';
import { boundedDue } from './due-bound.js';
import { beyondKey, orderOf, type Stretch } from './key-paging.js';
import type { Predicate } from './predicate.js';
import { ORDERS, type SurveySort } from './survey-order.js';
import { type Plan, planFor } from './survey-plan.js';

interface Statement {
  readonly sql: string;
  readonly bindings: readonly Knex.RawBinding[];
}

/** The ids and sort keys of a stretch of the list of `where`, as a select to be joined. */
export function chosen(
  q: Queryable,
  where: Predicate,
  { sort, count }: { readonly sort: SurveySort; readonly count?: number | undefined },
  stretch: Stretch,
): Statement {
  const branches = where.branches ?? [where];
  const each = branches.map((branch) => {
    const plan = planFor(branch, { sort, size: stretch.limit, count });
    return from(q, boundedDue(q, branch), sort, plan, stretch);
  });
  const [only] = each;
  if (only !== undefined && each.length === 1) return only;
  // Each way of being open or settled is read in the order of its own index, and these are merged.
  const union = each.map(({ sql }, index) => `select * from (${sql}) as branch${index}`).join(' union all ');
  return {
    sql: `select * from (${union}) as branches ${ending(['sort_key', 'id'], stretch)}`,
    bindings: each.flatMap(({ bindings }) => bindings),
  };
}

/** The beginning of the stretch among the surveys for which `where` holds. */
function from(q: Queryable, where: Predicate, sort: SurveySort, plan: Plan, stretch: Stretch): Statement {
  const { column, join = '' } = ORDERS[sort];
  const { key, direction } = stretch;
  const columns = [column, 'surveys.id'] as const;
  const beyond = key === null ? '' : `and ${beyondKey(columns, direction)}`;
  const bindings = key === null ? where.bindings : [...where.bindings, key.value, key.id];
  const select = `select surveys.id, ${column} as sort_key from surveys`;
  const sqlite = dialectOf(q) === 'sqlite';
  const index = sqlite && plan.index !== null ? `indexed by surveys_${plan.index}` : '';
  const found = `${select} ${index} ${join} where ${where.sql} ${beyond}`;
  if (sqlite || plan.walks) return { sql: `${found} ${ending(columns, stretch)}`, bindings };
  // PostgreSQL has no hints: what stands in a materialized query is not read in the order of what follows it.
  const sorted = `with found as materialized (${found}) select * from found`;
  return { sql: `${sorted} ${ending(['sort_key', 'id'], stretch)}`, bindings };
}

/** The limit stands literally: PostgreSQL plans for a tenth of the table when it is a parameter. */
function ending(columns: readonly [string, string], { direction, limit }: Stretch): string {
  return `order by ${orderOf(columns, direction)} limit ${limit}`;
}

import type { Signal } from '../domain/grades.js';
import type { Dialect } from './dialect.js';
import type { Reading } from './pieced-readings.js';
import { allOf, type Predicate, predicate } from './predicate.js';
import type { ResultFilter, ResultScope } from './results.js';

/** The follow-ups of one kind that were opened in a period. `days` are those from opening to the end, of all solved ones. */
export interface FollowUpRow {
  readonly kind: Signal;
  readonly opened: number;
  /** Ended otherwise than by being discarded: resolved, won or lost. */
  readonly solved: number;
  readonly discarded: number;
  readonly days: number;
  readonly won: number;
  readonly won_cents: number;
}

/** FollowUpRow[] by kind: of what was opened in the period, whatever has become of it since. */
export function followUpReading(dialect: Dialect, { period, filter }: ResultScope): Reading {
  const where = allOf([
    predicate('follow_ups.opened_on >= ? and follow_ups.opened_on <= ?', [period.from, period.to]),
    ...narrowing(filter),
  ]);
  const days = dialect === 'sqlite' ? 'julianday(ended_on) - julianday(opened_on)' : 'ended_on - opened_on';
  return {
    sql: `select kind, count(*) as opened, count(*) filter (where ending <> 'discarded') as solved,
        count(*) filter (where ending = 'discarded') as discarded, count(*) filter (where ending = 'won') as won,
        cast(coalesce(sum(case when ending <> 'discarded' then ${days} end), 0) as bigint) as days,
        cast(coalesce(sum(won_cents), 0) as bigint) as won_cents
      from follow_ups where ${where.sql} group by kind`,
    bindings: where.bindings,
  };
}

/** By who owns them, by the sale that they came from, the rule of its survey, and where the customer lives. */
function narrowing({ sellerIds, operatorIds, productIds, profileIds, ruleIds, cities }: ResultFilter): Predicate[] {
  const among = (values: readonly (number | string)[] | undefined, sql: (marks: string) => string): Predicate[] =>
    values === undefined ? [] : [predicate(sql(values.map(() => '?').join(', ')), values)];
  const of = (parent: 'sale' | 'survey' | 'customer', column: string) => (marks: string) =>
    `exists (select 1 from ${parent}s where ${parent}s.id = follow_ups.${parent}_id and ${parent}s.${column} in (${marks}))`;
  return [
    ...among(operatorIds, (marks) => `follow_ups.owner_id in (${marks})`),
    ...among(sellerIds, of('sale', 'seller_id')),
    ...among(productIds, of('sale', 'product_id')),
    ...among(
      profileIds,
      (marks) => `exists (select 1 from sales join products on products.id = sales.product_id
        where sales.id = follow_ups.sale_id and products.profile_id in (${marks}))`,
    ),
    ...among(ruleIds, of('survey', 'rule_id')),
    ...among(cities, of('customer', 'city_key')),
  ];
}

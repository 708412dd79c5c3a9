import type { Signal } from '../domain/grades.js';
import type { DayRange } from '../domain/period.js';
import type { Dialect } from './dialect.js';
import type { Reading } from './pieced-readings.js';
import { allOf, type Predicate, predicate } from './predicate.js';
import type { ResultFilter, ResultScope } from './results.js';

/**
 * The follow-ups of one kind that a period is about: `opened` were opened in it; the rest ended in it, whenever they were
 * opened. `days` are those from opening to the end, of all solved ones.
 */
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

/** FollowUpRow[] by kind: each fact in the period of its own day. What both began and ended in it is in both parts. */
export function followUpReading(dialect: Dialect, { period, filter }: ResultScope): Reading {
  const parts = narrowing(filter);
  const { sql: opened, bindings } = allOf([happened('opened_on', period), ...parts]);
  // What the index of the ended ones is chosen by.
  const { sql: ended, bindings: more } = allOf([predicate(ENDED), happened('ended_on', period), ...parts]);
  const days = dialect === 'sqlite' ? 'julianday(ended_on) - julianday(opened_on)' : 'ended_on - opened_on';
  return {
    sql: `select kind, sum(opened) as opened, sum(solved) as solved, sum(discarded) as discarded, sum(won) as won,
        cast(sum(days) as bigint) as days, cast(sum(won_cents) as bigint) as won_cents
      from (
        select kind, 1 as opened, 0 as solved, 0 as discarded, 0 as won, 0 as days, 0 as won_cents
        from follow_ups where ${opened}
        union all
        select kind, 0, ${one("ending <> 'discarded'")}, ${one("ending = 'discarded'")}, ${one("ending = 'won'")},
          case when ending <> 'discarded' then ${days} else 0 end, coalesce(won_cents, 0)
        from follow_ups where ${ended}
      ) as facts group by kind`,
    bindings: [...bindings, ...more],
  };
}

const ENDED = 'follow_ups.ended_at is not null';

function one(condition: string): string {
  return `case when ${condition} then 1 else 0 end`;
}

function happened(day: 'opened_on' | 'ended_on', { from, to }: DayRange): Predicate {
  return predicate(`follow_ups.${day} >= ? and follow_ups.${day} <= ?`, [from, to]);
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

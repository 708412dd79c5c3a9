import type { Signal } from '../domain/grades.js';
import type { Dialect } from './dialect.js';
import { followUpsMatching } from './follow-up-predicates.js';
import type { Reading } from './pieced-readings.js';
import { allOf, type Predicate, predicate } from './predicate.js';
import type { ResultScope } from './results.js';

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
export function followUpReading(dialect: Dialect, scope: ResultScope): Reading {
  const { sql: opened, bindings } = happened('opened', scope);
  // What the index of the ended ones is chosen by.
  const { sql: ended, bindings: more } = allOf([predicate(ENDED), happened('ended', scope)]);
  // A period leaves fewer than a city or an owner, of whom there may be ten years.
  const by = (index: string) => (dialect === 'sqlite' ? `indexed by follow_ups_${index}` : '');
  const days = dialect === 'sqlite' ? 'julianday(ended_on) - julianday(opened_on)' : 'ended_on - opened_on';
  return {
    sql: `select kind, sum(opened) as opened, sum(solved) as solved, sum(discarded) as discarded, sum(won) as won,
        cast(sum(days) as bigint) as days, cast(sum(won_cents) as bigint) as won_cents
      from (
        select kind, 1 as opened, 0 as solved, 0 as discarded, 0 as won, 0 as days, 0 as won_cents
        from follow_ups ${by('opened')} where ${opened}
        union all
        select kind, 0, ${one("ending <> 'discarded'")}, ${one("ending = 'discarded'")}, ${one("ending = 'won'")},
          case when ending <> 'discarded' then ${days} else 0 end, coalesce(won_cents, 0)
        from follow_ups ${by('ended')} where ${ended}
      ) as facts group by kind`,
    bindings: [...bindings, ...more],
  };
}

const ENDED = 'follow_ups.ended_at is not null';

function one(condition: string): string {
  return `case when ${condition} then 1 else 0 end`;
}

/** By the predicates of the list that a number opens; what that does not know, rule and profile, opens none. */
function happened(of: 'opened' | 'ended', { period, filter, today }: ResultScope): Predicate {
  const { operatorIds, sellerIds, productIds, cities, ruleIds, profileIds } = filter;
  const listed = {
    period: { of, ...period },
    ...(operatorIds !== undefined && { ownerIds: operatorIds }),
    ...(sellerIds !== undefined && { sellerIds }),
    ...(productIds !== undefined && { productIds }),
    ...(cities !== undefined && { cities }),
  };
  return allOf([followUpsMatching(listed, today), ...ofRules(ruleIds), ...ofProfiles(profileIds)]);
}

/** Of the survey that they came from. */
function ofRules(ids: readonly number[] | undefined): Predicate[] {
  if (ids === undefined) return [];
  const some = ids.map(() => '?').join(', ');
  return [
    predicate(
      `exists (select 1 from surveys where surveys.id = follow_ups.survey_id and surveys.rule_id in (${some}))`,
      ids,
    ),
  ];
}

/** Of the product that the sale is of, which has the profile now. */
function ofProfiles(ids: readonly number[] | undefined): Predicate[] {
  if (ids === undefined) return [];
  const some = ids.map(() => '?').join(', ');
  return [predicate(`follow_ups.product_id in (select id from products where profile_id in (${some}))`, ids)];
}

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

/**
 * FollowUpRow[] by kind: each fact in the period of its own day. What both began and ended in it is in both parts. Added up
 * where it is read: all of a year handed on row by row would take three times as long. The values of those that were won
 * stand in no index, and are few.
 */
export function followUpReading(dialect: Dialect, scope: ResultScope): Reading {
  const { sql: opened, bindings } = happened('opened', scope);
  // What the index of the ended ones is chosen by.
  const { sql: ended, bindings: more } = allOf([predicate(ENDED), happened('ended', scope)]);
  // A period leaves fewer than a city or an owner, of whom there may be ten years.
  const by = (index: string) => (dialect === 'sqlite' ? `indexed by follow_ups_${index}` : '');
  const days = dialect === 'sqlite' ? 'julianday(ended_on) - julianday(opened_on)' : 'ended_on - opened_on';
  return {
    sql: `select kind, ${FACTS.map((fact) => `cast(sum(${fact}) as bigint) as ${fact}`).join(', ')}
      from (
        select kind, count(*) as opened, 0 as solved, 0 as discarded, 0 as won, 0 as days, 0 as won_cents
        from follow_ups ${by('opened')} where ${opened} group by kind
        union all
        select kind, 0, ${count("ending <> 'discarded'")}, ${count("ending = 'discarded'")}, ${count("ending = 'won'")},
          coalesce(sum(${days}) filter (where ending <> 'discarded'), 0), 0
        from follow_ups ${by('ended')} where ${ended} group by kind
        union all
        select kind, 0, 0, 0, 0, 0, coalesce(sum(won_cents), 0)
        from follow_ups ${by('ended')} where ${ended} and ending = 'won' group by kind
      ) as facts group by kind`,
    bindings: [...bindings, ...more, ...more],
  };
}

const FACTS = ['opened', 'solved', 'discarded', 'won', 'days', 'won_cents'] as const satisfies (keyof FollowUpRow)[];

const ENDED = 'follow_ups.ended_at is not null';

function count(condition: string): string {
  return `count(*) filter (where ${condition})`;
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

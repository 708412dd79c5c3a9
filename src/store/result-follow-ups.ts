import type { Signal } from '../domain/grades.js';
import type { Dialect } from './dialect.js';
import { followUpsMatching } from './follow-up-predicates.js';
import type { PiecedReading, Reading } from './pieced-readings.js';
import { allOf, type Predicate, predicate } from './predicate.js';
import { inPieces, type ResultScope } from './results.js';

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
 * FollowUpRow[] by kind: each fact in the period of its own day. What both began and ended in it is in both parts. In pieces
 * that are remembered, but where more than the follow-ups themselves narrows it.
 */
export function followUpReading(dialect: Dialect, scope: ResultScope): Reading | PiecedReading {
  if (scope.filter.ruleIds !== undefined) return read(dialect, scope);
  return inPieces(scope, { of: 'followUps', keys: ['kind'], read: (some) => read(dialect, some) });
}

/**
 * Each part is added up where it is read: all of a year handed on row by row would take three times as long. What was won
 * for stands in no index, and few are won.
 */
function read(dialect: Dialect, scope: ResultScope): Reading {
  const { sql: opened, bindings } = happened('opened', scope);
  // What the index of the ended ones is chosen by.
  const { sql: ended, bindings: more } = allOf([predicate(ENDED), happened('ended', scope)]);
  // A period leaves fewer than a city or an owner, of whom there may be ten years.
  const by = (index: string) => (dialect === 'sqlite' ? `indexed by follow_ups_${index}` : '');
  const days = dialect === 'sqlite' ? 'julianday(ended_on) - julianday(opened_on)' : 'ended_on - opened_on';
  return {
    sql: `select kind, ${FACTS.map((fact) => `cast(sum(${fact}) as bigint) as ${fact}`).join(', ')}
      from (
        select ${KIND} as kind, count(*) as opened, 0 as solved, 0 as discarded, 0 as won, 0 as days, 0 as won_cents
        from follow_ups ${by('opened')} where ${opened} group by ${KIND}
        union all
        select ${KIND}, 0, ${count("ending <> 'discarded'")}, ${count("ending = 'discarded'")},
          ${count("ending = 'won'")}, coalesce(sum(${days}) filter (where ending <> 'discarded'), 0), 0
        from follow_ups ${by('ended')} where ${ended} group by ${KIND}
        union all
        select ${KIND}, 0, 0, 0, 0, 0, coalesce(sum(won_cents), 0)
        from follow_ups ${by('ended')} where ${ended} and ending = 'won' group by ${KIND}
      ) as facts group by kind`,
    bindings: [...bindings, ...more, ...more],
  };
}

const FACTS = ['opened', 'solved', 'discarded', 'won', 'days', 'won_cents'] as const satisfies (keyof FollowUpRow)[];

/** No column: PostgreSQL would read all that ever ended in the order of their kinds, to spare itself the grouping. */
const KIND = "(follow_ups.kind || '')";

const ENDED = 'follow_ups.ended_at is not null';

function count(condition: string): string {
  return `count(*) filter (where ${condition})`;
}

/** By the predicates of the list that a number opens. */
function happened(of: 'opened' | 'ended', { period, filter, today }: ResultScope): Predicate {
  const { operatorIds: ownerIds, ...others } = filter;
  return followUpsMatching(
    { period: { of, ...period }, ...others, ...(ownerIds !== undefined && { ownerIds }) },
    today,
  );
}

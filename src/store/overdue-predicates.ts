import { type CivilDate, daysBetween } from '../domain/civil-date.js';
import { allOf, type Predicate, predicate } from './predicate.js';
import { isLate } from './survey-predicates.js';

// Inconsistencies over time (SPEC 6), by the facts. A survey came up as one when its last day was over, unless it had ended by
// then; it was settled as one when it was executed or closed after that day, or its expiry was moved after that day. So it can
// have been one that is none today, and more than once; one whose sale is cancelled never was any (SPEC 3).

/** What a period of inconsistencies is about: their last days, or the days on which they were settled. */
export const OVERDUE_PARTS = ['overdue', 'settlement'] as const;

export type OverduePart = (typeof OVERDUE_PARTS)[number];

/** Both ends inclusive; either may be open. */
interface Range<V> {
  readonly from: V | null;
  readonly to: V | null;
}

/** The surveys that came up as inconsistencies in a period, open still or not, or that were settled as such in it. */
export function wasOverdue(part: OverduePart, days: Range<CivilDate>, today: CivilDate): Predicate {
  const each = part === 'overdue' ? cameUp(days, today) : settled(days);
  const ids = each.map(({ sql }) => `select surveys.id from surveys where ${sql}`);
  return predicate(
    `surveys.id in (${ids.join(' union all ')})`,
    each.flatMap(({ bindings }) => bindings),
    { looksUp: true },
  );
}

function cameUp(days: Range<CivilDate>, today: CivilDate): Predicate[] {
  const last = within('surveys.expires_on', days);
  return [
    allOf([predicate('surveys.settled_at is null and surveys.expires_on < ?', [today]), last]),
    allOf([EXECUTED_AFTER, last]),
    allOf([predicate("surveys.outcome = 'closed'"), last, closedAfter({ from: null, to: null })]),
    extendedAfter(within('was_expires_on', days)),
  ];
}

function settled(days: Range<CivilDate>): Predicate[] {
  // Indexes hold the moment: in each time zone it lies within a day of the civil date.
  const moment = within('surveys.settled_at', {
    from: days.from === null ? null : midnightOf(days.from) - DAY_MS,
    to: days.to === null ? null : midnightOf(days.to) + 2 * DAY_MS,
  });
  return [
    allOf([EXECUTED_AFTER, moment, within('surveys.executed_on', days)]),
    allOf([predicate("surveys.outcome = 'closed'"), moment, closedAfter(days)]),
    extendedAfter(within('extended_on', days)),
  ];
}

/**
 * A claim that outlives the last day lets a survey be executed after it (SPEC 5). No survey expires before its original
 * expiry: that it is late follows, and is said for the sake of the index of these.
 */
const EXECUTED_AFTER = allOf([isLate(), predicate('surveys.executed_on > surveys.expires_on')]);

/** Whether the closure of a survey that stands came after its last day, on one of some days. */
function closedAfter(days: Range<CivilDate>): Predicate {
  const { sql, bindings } = within('closures.closed_on', days);
  return predicate(
    `exists (select 1 from closures where closures.survey_id = surveys.id and closures.reopened_at is null
      and closures.closed_on > surveys.expires_on and ${sql})`,
    bindings,
  );
}

function extendedAfter({ sql, bindings }: Predicate): Predicate {
  return predicate(
    `surveys.id in (select survey_id from extensions where extended_on > was_expires_on and ${sql})
      and (surveys.outcome is null or surveys.outcome <> 'cancelled')`,
    bindings,
  );
}

function within<V extends string | number>(column: string, { from, to }: Range<V>): Predicate {
  return allOf([
    ...(from === null ? [] : [predicate(`${column} >= ?`, [from])]),
    ...(to === null ? [] : [predicate(`${column} <= ?`, [to])]),
  ]);
}

const DAY_MS = 86_400_000;

/** UTC epoch milliseconds of the day's first moment in Greenwich. */
function midnightOf(day: CivilDate): number {
  return daysBetween('1970-01-01', day) * DAY_MS;
}

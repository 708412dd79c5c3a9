import { addDays } from '../domain/civil-date.js';
import type { Closed, ExecutedAfter } from '../domain/overdue.js';
import type { Dialect } from './dialect.js';
import type { PiecedReading, Reading } from './pieced-readings.js';
import { allOf, predicate } from './predicate.js';
import { inPieces, partOf, type ResultScope } from './results.js';
import { listedOn } from './survey-tabs.js';

// Inconsistencies that were settled, by the facts: a survey that was closed, or executed under a claim that outlived
// midnight, after its last day. One that a manager extended is no inconsistency any more (SPEC 4).

/** What ended after its last day, of a period and before it. */
export interface OverdueRows {
  readonly closed: readonly Closed[];
  readonly executed: readonly ExecutedAfter[];
}

/** The readings whose tables are `closed` and `executed`; `since` is the instant at which the period begins. */
export function overdueReadings(
  dialect: Dialect,
  scope: ResultScope,
  since: number,
): [closed: Reading, executed: Reading | PiecedReading] {
  return [closedSince(dialect, scope, since), executedAfter(dialect, scope)];
}

/** Closed[]: the surveys closed since `since` (an instant) whose last day may have been over by then. */
function closedSince(dialect: Dialect, { period, filter, today }: ResultScope, since: number): Reading {
  const closed = listedOn('pending', { userId: 0, today, filter, chips: ['closed'] });
  const where = allOf([predicate('surveys.settled_at >= ? and surveys.expires_on <= ?', [since, period.to]), closed]);
  const from = dialect === 'sqlite' ? 'surveys indexed by surveys_closed' : 'surveys';
  return {
    sql: `select expires_on as "expiresOn", settled_at as "settledAt" from ${from} where ${where.sql}`,
    bindings: where.bindings,
  };
}

/** ExecutedAfter[]: the surveys executed after their last day; a claim outlives it by days at most. */
function executedAfter(dialect: Dialect, { period, filter, today }: ResultScope): Reading | PiecedReading {
  const from = dialect === 'sqlite' ? 'surveys indexed by surveys_executed_by_expires_on' : 'surveys';
  return inPieces(
    { period: { from: addDays(period.from, -31), to: period.to }, filter, today },
    {
      keys: ['expiresOn', 'executedOn'],
      read: (scope) => {
        const where = allOf([predicate('surveys.executed_on > surveys.expires_on'), partOf('executed', scope)]);
        return {
          sql: `select expires_on as "expiresOn", executed_on as "executedOn", count(*) as count from ${from}
          where ${where.sql} group by expires_on, executed_on`,
          bindings: where.bindings,
        };
      },
    },
  );
}

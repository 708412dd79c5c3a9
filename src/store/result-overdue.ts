import { addDays, type CivilDate } from '../domain/civil-date.js';
import type { EndedAfter, ExtendedAfter } from '../domain/overdue.js';
import type { Dialect } from './dialect.js';
import type { PiecedReading, Reading } from './pieced-readings.js';
import { allOf, predicate } from './predicate.js';
import { inPieces, partOf, type ResultScope } from './results.js';
import { listedOn, ofOperators } from './survey-tabs.js';

// Inconsistencies that are none any more, by the facts that store/overdue-predicates lists them by.

/** What ended after its last day, of a period and before it, and what was given another one. */
export interface OverdueRows {
  readonly ended: readonly EndedAfter[];
  readonly extended: readonly ExtendedAfter[];
}

/** The readings whose tables are of the closed, of the executed, and of the extended ones, for `overdueRows`. */
export function overdueReadings(dialect: Dialect, scope: ResultScope): (Reading | PiecedReading)[] {
  return [closedAfter(dialect, scope), executedAfter(dialect, scope), extendedAfter(scope)];
}

/** Of the tables of `overdueReadings`. */
export function overdueRows(
  [closed = [], executed = [], extended = []]: readonly (readonly unknown[])[],
  today: CivilDate,
): OverdueRows {
  const rows = extended as readonly ExtendedRow[];
  return { ended: [...closed, ...executed] as EndedAfter[], extended: rows.map((row) => extendedOf(row, today)) };
}

/** The surveys closed after their last day, since the period began: of a last day before its end. */
function closedAfter(dialect: Dialect, { period, filter, today }: ResultScope): Reading {
  const where = allOf([
    predicate('surveys.expires_on <= ?', [period.to]),
    listedOn('pending', { userId: 0, today, filter, chips: ['closed'] }),
    predicate('closures.reopened_at is null and closures.closed_on > surveys.expires_on'),
    predicate('closures.closed_on >= ?', [period.from]),
  ]);
  // Said to SQLite by the order: those of the index that ended in time are looked up too, but nothing is sorted.
  const from = dialect === 'sqlite' ? 'surveys indexed by surveys_closed cross join closures' : 'surveys join closures';
  return {
    sql: `select surveys.expires_on as "expiresOn", closures.closed_on as "endedOn", count(*) as count
      from ${from} on closures.survey_id = surveys.id
      where ${where.sql} group by surveys.expires_on, closures.closed_on`,
    bindings: where.bindings,
  };
}

/** The surveys executed after their last day; a claim outlives it by days at most. */
function executedAfter(dialect: Dialect, { period, filter, today }: ResultScope): Reading | PiecedReading {
  const from = dialect === 'sqlite' ? 'surveys indexed by surveys_executed_by_expires_on' : 'surveys';
  return inPieces(
    { period: { from: addDays(period.from, -31), to: period.to }, filter, today },
    {
      keys: ['expiresOn', 'endedOn'],
      read: (scope) => {
        const where = allOf([predicate('surveys.executed_on > surveys.expires_on'), partOf('executed', scope)]);
        return {
          sql: `select expires_on as "expiresOn", executed_on as "endedOn", count(*) as count from ${from}
          where ${where.sql} group by expires_on, executed_on`,
          bindings: where.bindings,
        };
      },
    },
  );
}

/**
 * The surveys whose expiry was moved when it was over, since the period began: managers' work. Who is responsible for one is
 * no fact of it, so that they are read as they are where an operator narrows them.
 */
function extendedAfter({ period, filter, today }: ResultScope): Reading | PiecedReading {
  const to = period.to < today ? today : period.to;
  const scope = { period: { from: period.from, to }, filter, today };
  if (filter.operatorIds !== undefined) return extendedIn(scope);
  return inPieces(scope, { of: 'extensions', keys: EXTENDED, read: extendedIn });
}

const EXTENDED = ['surveyId', 'isOpen', 'expiresOn', 'extendedOn', 'otherExpiresOn', 'otherEndedOn'] as const;

/** As the store reads them: what is open does not say which day it is. */
type ExtendedRow = ExtendedAfter & { readonly isOpen: 0 | 1 };

/** Nothing of it depends on the day on which it is looked at. */
function extendedIn({ period, filter }: ResultScope): Reading {
  const where = allOf([
    predicate('extensions.extended_on > extensions.was_expires_on'),
    predicate('extensions.extended_on >= ? and extensions.extended_on <= ?', [period.from, period.to]),
    predicate("surveys.outcome is null or surveys.outcome <> 'cancelled'"),
    ofOperators(filter),
  ]);
  const ended = `case when surveys.outcome = 'executed' then surveys.executed_on
    when surveys.outcome = 'closed' then (select closures.closed_on from closures
      where closures.survey_id = surveys.id and closures.reopened_at is null) end`;
  const others = `exists (select 1 from extensions as others where others.survey_id = extensions.survey_id
    and others.id <> extensions.id and others.extended_on > others.was_expires_on)`;
  return {
    sql: `select case when several then id end as "surveyId", case when outcome is null then 1 else 0 end as "isOpen",
        was_expires_on as "expiresOn", extended_on as "extendedOn",
        case when outcome is null or expires_on < ended_on then expires_on end as "otherExpiresOn",
        case when expires_on < ended_on then ended_on end as "otherEndedOn", count(*) as count
      from (select surveys.id, surveys.outcome, surveys.expires_on, extensions.was_expires_on, extensions.extended_on,
          ${ended} as ended_on, ${others} as several
        from extensions join surveys on surveys.id = extensions.survey_id where ${where.sql}) as facts
      group by 1, 2, 3, 4, 5, 6`,
    bindings: where.bindings,
  };
}

/** The last day of one that is open is over when today is another one. */
function extendedOf({ isOpen, ...row }: ExtendedRow, today: CivilDate): ExtendedAfter {
  const isKept = isOpen === 1 && row.otherExpiresOn !== null && row.otherExpiresOn >= today;
  return isKept ? { ...row, otherExpiresOn: null } : row;
}

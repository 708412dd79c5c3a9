import { merged, NO_RESULTS, type ResultGroup } from '../domain/result-group.js';
import { NO_SURVEYS } from '../domain/results.js';
import type { ClosureReason } from '../domain/survey-change.js';
import type { Dialect } from './dialect.js';
import type { LongReads } from './long-reads.js';
import type { PiecedReading, Reading, Table } from './pieced-readings.js';
import { type FollowUpRow, followUpReading } from './result-follow-ups.js';
import { type OverdueRows, overdueReadings, overdueRows } from './result-overdue.js';
import { type ResultSignals, signalReading } from './result-signals.js';
import {
  type ExecutedRow,
  type GradeRow,
  type Ranked,
  ResultReadings,
  type ResultScope,
  type SaidRow,
} from './results.js';
import type { RuleDuty } from './rule-operators.js';

/** Groups by what they are of: a day, an id, or the key of a city. */
export type Groups = ReadonlyMap<string | number, ResultGroup>;

/** What a period came to. */
export interface PeriodResults {
  readonly days: Groups;
  readonly grades: readonly GradeRow[];
  readonly followUps: readonly FollowUpRow[];
  readonly signals: readonly ResultSignals[];
  readonly reasons: readonly { readonly reason: ClosureReason; readonly count: number }[];
}

interface CountRow {
  readonly key: string | number;
  readonly count: number;
}

interface DutyRow {
  readonly rule_id: number;
  readonly seller_id: number;
  readonly assigned_to: number | null;
  readonly count: number;
}

/** Reads results, each call in one moment and off the thread that answers requests. */
export class ResultReader {
  readonly #reads: Pick<LongReads, 'all'>;
  readonly #readings: ResultReadings;
  readonly #dialect: Dialect;

  constructor(reads: Pick<LongReads, 'all'>, dialect: Dialect) {
    this.#reads = reads;
    this.#dialect = dialect;
    this.#readings = new ResultReadings(dialect);
  }

  /** Everything of several periods: the one that is looked at, and the one before. */
  async periods(scopes: readonly ResultScope[]): Promise<PeriodResults[]> {
    const tables = await this.#reads.all(scopes.flatMap((scope) => this.#periodReadings(scope)));
    return scopes.map((_, index) => periodOf(tables.slice(index * 7, index * 7 + 7)));
  }

  /** A period and the one before, and what was overdue in it and is no more. */
  async overview(
    scope: ResultScope,
    before: ResultScope,
  ): Promise<{ periods: readonly [PeriodResults, PeriodResults]; overdue: OverdueRows }> {
    const tables = await this.#reads.all([
      ...this.#periodReadings(scope),
      ...this.#periodReadings(before),
      ...overdueReadings(this.#dialect, scope),
    ]);
    return {
      periods: [periodOf(tables.slice(0, 7)), periodOf(tables.slice(7, 14))],
      overdue: overdueRows(tables.slice(14), scope.today),
    };
  }

  /** The surveys of several periods by their days of expiry, without their answers. */
  async days(scopes: readonly ResultScope[]): Promise<Groups[]> {
    const tables = await this.#reads.all(scopes.flatMap((scope) => this.#groupReadings(scope, 'day')));
    return scopes.map((_, index) => {
      const [executed, closed, open] = tables.slice(index * 3, index * 3 + 3);
      return groupsOf(executed as ExecutedRow[], closed as CountRow[], open as CountRow[]);
    });
  }

  /** Groups by seller, product, city or rule, with the grades of some versions by the same. */
  async ranked(scope: ResultScope, by: Exclude<Ranked, 'operator'>, versions: readonly number[]) {
    const [executed, closed, open, grades = []] = await this.#reads.all([
      ...this.#groupReadings(scope, by),
      ...this.#gradeReading(scope, by, versions),
    ]);
    const groups = groupsOf(executed as ExecutedRow[], closed as CountRow[], open as CountRow[]);
    return { groups, grades: grades as readonly GradeRow[] };
  }

  /**
   * Groups by operator: who executed it, or else is responsible for it now. What several are responsible for counts for
   * each of them.
   */
  async rankedByOperator(scope: ResultScope, versions: readonly number[], duties: ReadonlyMap<number, RuleDuty>) {
    const [executed, closed, open, grades = []] = await this.#reads.all([
      this.#readings.executed(scope, 'operator'),
      this.#readings.unexecutedByDuty('closed', scope),
      this.#readings.unexecutedByDuty('inconsistent', scope),
      ...this.#gradeReading(scope, 'operator', versions),
    ]);
    const wanted = scope.filter.operatorIds;
    const shared = (rows: readonly DutyRow[]) => sharedOut(rows, duties, wanted);
    const groups = groupsOf(executed as ExecutedRow[], shared(closed as DutyRow[]), shared(open as DutyRow[]));
    return { groups, grades: grades as readonly GradeRow[] };
  }

  /** Grades of some versions by the day of expiry. */
  async gradesByDay(scope: ResultScope, versions: readonly number[]): Promise<readonly GradeRow[]> {
    const [grades = []] = await this.#reads.all(this.#gradeReading(scope, 'day', versions));
    return grades as readonly GradeRow[];
  }

  /** Grades of every version. */
  async grades(scopes: readonly ResultScope[]): Promise<readonly (readonly GradeRow[])[]> {
    return (await this.#reads.all(scopes.map((scope) => this.#readings.grades(scope)))) as readonly GradeRow[][];
  }

  /** In how many surveys something was said in answers to some versions of questions. */
  async said(scope: ResultScope, versions: readonly number[]): Promise<SaidRow> {
    const [[row] = []] = await this.#reads.all([this.#readings.said(scope, versions)]);
    if (row === undefined) throw new Error('a count without groups gives one row');
    return row as SaidRow;
  }

  #periodReadings(scope: ResultScope): (Reading | PiecedReading)[] {
    const readings = this.#readings;
    return [
      ...this.#groupReadings(scope, 'day'),
      readings.grades(scope),
      readings.reasons(scope),
      followUpReading(this.#dialect, scope),
      signalReading(this.#dialect, scope),
    ];
  }

  #groupReadings(scope: ResultScope, by: Exclude<Ranked, 'operator'> | 'day'): (Reading | PiecedReading)[] {
    const readings = this.#readings;
    return [
      readings.executed(scope, by),
      readings.unexecuted('closed', scope, by),
      readings.unexecuted('inconsistent', scope, by),
    ];
  }

  #gradeReading(scope: ResultScope, by: Ranked | 'day', versions: readonly number[]): (Reading | PiecedReading)[] {
    return versions.length === 0 ? [] : [this.#readings.grades(scope, { versions, by })];
  }
}

/** Of the tables of #periodReadings. */
function periodOf(tables: readonly Table[]): PeriodResults {
  const [executed, closed, open, grades, reasons, followUps, signals] = tables;
  return {
    days: groupsOf(executed as ExecutedRow[], closed as CountRow[], open as CountRow[]),
    grades: grades as GradeRow[],
    reasons: reasons as PeriodResults['reasons'],
    followUps: followUps as readonly FollowUpRow[],
    signals: signals as readonly ResultSignals[],
  };
}

function groupsOf(executed: readonly ExecutedRow[], closed: readonly CountRow[], open: readonly CountRow[]): Groups {
  const groups = new Map<string | number, ResultGroup>();
  const add = (key: string | number, group: ResultGroup) =>
    groups.set(key, merged([groups.get(key) ?? NO_RESULTS, group]));
  for (const row of executed)
    add(row.key, {
      tally: { ...NO_SURVEYS, executed: row.executed, onTime: row.on_time },
      scores: [{ graded: row.graded, executions: row.executed, sum: row.sum }],
      attempts: row.attempts,
      tried: [
        row.executed - row.tried_once - row.tried_twice - row.tried_more,
        row.tried_once,
        row.tried_twice,
        row.tried_more,
      ],
      days: row.days,
    });
  for (const { key, count } of closed) add(key, { ...NO_RESULTS, tally: { ...NO_SURVEYS, closed: count } });
  for (const { key, count } of open) add(key, { ...NO_RESULTS, tally: { ...NO_SURVEYS, inconsistent: count } });
  return groups;
}

function sharedOut(
  rows: readonly DutyRow[],
  duties: ReadonlyMap<number, RuleDuty>,
  wanted: readonly number[] | undefined,
): CountRow[] {
  return rows.flatMap(({ rule_id, seller_id, assigned_to, count }) => {
    const duty = duties.get(rule_id) ?? { operators: [], sellerRuns: false };
    const own = duty.sellerRuns ? [seller_id] : [];
    const responsible = assigned_to === null ? [...new Set([...duty.operators, ...own])] : [assigned_to];
    return responsible.filter((id) => wanted === undefined || wanted.includes(id)).map((key) => ({ key, count }));
  });
}

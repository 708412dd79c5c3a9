import type { CivilDate } from '../domain/civil-date.js';
import type { DayRange } from '../domain/period.js';
import { piecesOf } from '../domain/pieces.js';
import { OPINIONS, type Opinion } from '../domain/results.js';
import type { Dialect } from './dialect.js';
import type { Dated, PiecedReading, Reading } from './pieced-readings.js';
import { allOf, type Predicate, predicate } from './predicate.js';
import { listedOn, type PanelFilter } from './survey-tabs.js';

// What Resultados adds up (SPEC 6), in readings for store/long-reads. The surveys are those of the panel's lists, by the
// panel's own predicates, so that every figure is the count of the list behind it.

/** What results are narrowed to; what is left out does not narrow. */
export type ResultFilter = Pick<
  PanelFilter,
  'sellerIds' | 'operatorIds' | 'productIds' | 'profileIds' | 'ruleIds' | 'cities'
>;

/** The surveys of results: those that expire in the period and are past or settled, not cancelled. */
export interface ResultScope {
  readonly period: DayRange;
  readonly filter: ResultFilter;
  readonly today: CivilDate;
}

/** Of those, the executed ones, the ones closed without an answer, and the inconsistencies. */
export type ResultPart = 'executed' | 'closed' | 'inconsistent';

/** The list of the panel that a part is. */
export function partOf(part: ResultPart, { period, filter, today }: ResultScope): Predicate {
  const scope = { userId: 0, today, filter: { ...filter, period: { of: 'expiry' as const, ...period } } };
  switch (part) {
    case 'executed':
      return listedOn('executed', { ...scope, chips: [] });
    case 'closed':
      return listedOn('pending', { ...scope, chips: ['closed'] });
    case 'inconsistent':
      return listedOn('inconsistent', { ...scope, chips: [] });
  }
}

/** What results are grouped by. */
export const RANKED = ['seller', 'operator', 'product', 'city', 'rule'] as const;

export type Ranked = (typeof RANKED)[number];

const COLUMNS: Record<Ranked, string> = {
  seller: 'seller_id',
  operator: 'executed_by',
  product: 'product_id',
  city: 'city_key',
  rule: 'rule_id',
};

/** Executed surveys that have one key, and equally many graded questions. */
export interface ExecutedRow {
  readonly key: string | number;
  readonly graded: number;
  readonly executed: number;
  readonly on_time: number;
  readonly sum: number;
  readonly attempts: number;
  /** Those with one attempt before, with two, and with three or more. */
  readonly tried_once: number;
  readonly tried_twice: number;
  readonly tried_more: number;
  readonly days: number;
}

/** Builds the readings of one engine. */
export class ResultReadings {
  readonly #dialect: Dialect;

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  /** ExecutedRow[], by the day of expiry or by what is ranked; days are those from opening to execution. */
  executed(scope: ResultScope, by: Ranked | 'day'): Reading | PiecedReading {
    const column = by === 'day' ? 'expires_on' : COLUMNS[by];
    const days = DAYS_WAITED[this.#dialect];
    const read = (some: ResultScope) => {
      const where = partOf('executed', some);
      return {
        sql: `select ${column} as "key", score_count as graded, count(*) as executed, sum(score_sum) as sum,
          count(*) filter (where executed_on <= original_expires_on) as on_time, sum(attempt_count) as attempts,
          count(*) filter (where attempt_count = 1) as tried_once, count(*) filter (where attempt_count = 2) as tried_twice,
          count(*) filter (where attempt_count > 2) as tried_more, cast(sum(${days}) as bigint) as days
        from ${this.#from('executed')} where ${where.sql} group by ${column}, score_count`,
        bindings: where.bindings,
      };
    };
    return inPieces(scope, { keys: ['key', 'graded'], read });
  }

  /** { key, count }[] of the surveys that were not executed, by the day of expiry or by what is ranked. */
  unexecuted(part: 'closed' | 'inconsistent', scope: ResultScope, by: Exclude<Ranked, 'operator'> | 'day'): Reading {
    const where = partOf(part, scope);
    const column = by === 'day' ? 'expires_on' : COLUMNS[by];
    return {
      sql: `select ${column} as "key", count(*) as count from ${this.#from(part)} where ${where.sql} group by ${column}`,
      bindings: where.bindings,
    };
  }

  /** { rule_id, seller_id, assigned_to, count }[]: what says who is responsible for a survey. */
  unexecutedByDuty(part: 'closed' | 'inconsistent', scope: ResultScope): Reading {
    const where = partOf(part, scope);
    const duty = 'rule_id, seller_id, assigned_to';
    return {
      sql: `select ${duty}, count(*) as count from ${this.#from(part)} where ${where.sql} group by ${duty}`,
      bindings: where.bindings,
    };
  }

  /** { reason, count }[] of the surveys that were closed without an answer. */
  reasons(scope: ResultScope): Reading {
    const where = partOf('closed', scope);
    return {
      sql: `select closures.reason, count(*) as count from ${this.#from('closed')}
        join closures on closures.survey_id = surveys.id and closures.reopened_at is null
        where ${where.sql} group by closures.reason`,
      bindings: where.bindings,
    };
  }

  /**
   * GradeRow[]: how often each grade of each version of a question was given. `versions` narrows to some of them; `by` is a
   * group besides, the day of expiry or what is ranked.
   */
  grades(
    scope: ResultScope,
    { versions, by }: { versions?: readonly number[]; by?: Ranked | 'day' } = {},
  ): Reading | PiecedReading {
    const some =
      versions === undefined ? [] : [predicate(`answers.question_version_id in (${marks(versions)})`, versions)];
    const column = by === 'day' ? 'surveys.expires_on' : by && `surveys.${COLUMNS[by]}`;
    const group = column === undefined ? '' : `, ${column}`;
    // Said to SQLite by the order: each survey's grades stand together, and all of a question's are many.
    const join = this.#dialect === 'sqlite' ? 'cross join answers indexed by answers_graded' : 'join answers';
    const keys = ['version', 'position', ...(column === undefined ? [] : ['key'])];
    const read = (piece: ResultScope) => {
      const where = allOf([predicate("answers.state = 'graded'"), ...some, partOf('executed', piece)]);
      return {
        sql: `select question_version_id as version, grade_position as position, count(*) as count
          ${column === undefined ? '' : `, ${column} as "key"`}
        from ${this.#from('executed')} ${join} on answers.execution_id = surveys.execution_id
        where ${where.sql} group by question_version_id, grade_position${group}`,
        bindings: where.bindings,
      };
    };
    return inPieces(scope, { keys, read });
  }

  /**
   * One SaidRow: in how many surveys something was said in answers to some versions, of which one survey may hold several.
   */
  said(scope: ResultScope, versions: readonly number[]): Reading | PiecedReading {
    const join = this.#dialect === 'sqlite' ? 'cross join answers indexed by answers_graded' : 'join answers';
    const each = Object.entries(OPINIONS).map(([opinion, { positions }]) => {
      return `max(case when grade_position in (${positions.join(', ')}) then 1 else 0 end) as ${opinion}`;
    });
    const sums = Object.keys(OPINIONS).map((opinion) => `count(*) filter (where ${opinion} = 1) as ${opinion}`);
    const read = (piece: ResultScope) => {
      const some = predicate(`answers.question_version_id in (${marks(versions)})`, versions);
      const where = allOf([predicate("answers.state = 'graded'"), some, partOf('executed', piece)]);
      return {
        sql: `select count(*) as surveys, ${sums.join(', ')} from (select surveys.execution_id, ${each.join(', ')}
          from ${this.#from('executed')} ${join} on answers.execution_id = surveys.execution_id
          where ${where.sql} group by surveys.execution_id) as those`,
        bindings: where.bindings,
      };
    };
    return inPieces(scope, { keys: [], read });
  }

  #from(part: ResultPart): string {
    return this.#dialect === 'sqlite' ? `surveys indexed by surveys_${INDEXES[part]}` : 'surveys';
  }
}

/**
 * A sum over executed surveys of the scope, or over others of its period, in pieces that are remembered; not where a profile
 * narrows it, since which products it has is no fact of a survey.
 */
export function inPieces(
  scope: ResultScope,
  {
    of = 'surveys',
    keys,
    read,
  }: Pick<PiecedReading, 'keys'> & {
    readonly of?: Dated;
    readonly read: (scope: ResultScope) => Reading;
  },
): Reading | PiecedReading {
  if (scope.filter.profileIds !== undefined) return read(scope);
  const pieces = piecesOf(scope.period, scope.today);
  return { of, keys, pieces: pieces.map((days) => ({ ...read({ ...scope, period: days }), days })) };
}

/** In how many surveys each was said, and in how many anything was; only opinions of the kind of the versions mean something. */
export type SaidRow = Readonly<Record<Opinion | 'surveys', number>>;

/** A grade of a version, and how often it was given. */
export interface GradeRow {
  readonly version: number;
  readonly position: number;
  readonly count: number;
  readonly key?: string | number;
}

/** Keyed by expiry, with all that is filtered and added up. */
const INDEXES: Record<ResultPart, string> = {
  executed: 'executed_by_expires_on',
  closed: 'closed',
  inconsistent: 'open',
};

const DAYS_WAITED: Record<Dialect, string> = {
  sqlite: '(julianday(executed_on) - julianday(opens_on))',
  postgres: '(executed_on - opens_on)',
};

function marks(values: readonly unknown[]): string {
  return values.map(() => '?').join(', ');
}

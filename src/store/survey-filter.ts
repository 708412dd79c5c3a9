import { type CivilDate, daysBetween } from '../domain/civil-date.js';
import { OPINIONS, type Opinion } from '../domain/results.js';
import type { ClosureReason } from '../domain/survey-change.js';
import { OVERDUE_PARTS } from './overdue-predicates.js';
import { allOf, anyOf, lookingUp, lookingUpBy, type Predicate, predicate } from './predicate.js';
import { isLate, isOnTime, isResponsible } from './survey-predicates.js';
import { mentioning } from './text-search.js';

/** Which date a period is about: the sale's closing, the survey's opening or expiry, or its execution. */
export const DATES = ['closing', 'opening', 'expiry', 'execution'] as const;

export type DateOf = (typeof DATES)[number];

/** The same, and when a survey came up or was settled as an inconsistency: of these *Inconsistências* alone has a list. */
export const PERIODS = [...DATES, ...OVERDUE_PARTS] as const;

export type PeriodOf = (typeof PERIODS)[number];

/** A grade of a version of a question; its position counts from 1. */
export interface GradeOfVersion {
  readonly versionId: number;
  readonly position: number;
}

/** What a list of surveys is narrowed to; what is left out does not narrow. All of it together holds. */
export interface SurveyFilter {
  /** Both ends inclusive; either may be open. */
  readonly period?: { readonly of: DateOf; readonly from: CivilDate | null; readonly to: CivilDate | null };
  readonly sellerIds?: readonly number[];
  readonly productIds?: readonly number[];
  /** The profile that the survey's product has now. */
  readonly profileIds?: readonly number[];
  readonly ruleIds?: readonly number[];
  /** Responsible for the survey now. */
  readonly responsibleIds?: readonly number[];
  /** Who ran it; an annulled execution does not count. */
  readonly executedByIds?: readonly number[];
  readonly customerIds?: readonly number[];
  /** Keys of the customer's city (domain/text, nameKey). */
  readonly cities?: readonly string[];
  /** The score of the standing execution, from −100 to 100, both ends inclusive; either may be open. */
  readonly score?: { readonly from: number | null; readonly to: number | null };
  /** Fora do prazo: executed after the original expiry. */
  readonly late?: true;
  /** Executed by the original expiry. */
  readonly onTime?: true;
  /** Why a survey was closed without an answer; one that was reopened is not closed. */
  readonly reasons?: readonly ClosureReason[];
  /** Grades that the standing execution holds, any of them. */
  readonly grades?: readonly GradeOfVersion[];
  /** What the standing execution says in its answers to NPS and CSAT questions, any of them. */
  readonly opinions?: readonly Opinion[];
  /** Run by the sale's own seller. */
  readonly bySeller?: true;
  readonly withoutPhone?: true;
  /** How many attempts were made: 0, 1, 2, and 3 for three or more. */
  readonly attempts?: readonly number[];
  /** Words, each found in the customer's name, phones or document, or in the sale's external id. */
  readonly text?: string;
}

/** The surveys that a filter leaves, whatever their status. Of several values of one part, any may hold. */
export function matches(filter: SurveyFilter): Predicate {
  const parts: Predicate[] = [];
  const { sellerIds, productIds, profileIds, ruleIds, responsibleIds, executedByIds, cities, attempts } = filter;
  if (sellerIds !== undefined) parts.push(oneOf('seller_id', sellerIds, 0.02));
  if (productIds !== undefined) parts.push(oneOf('product_id', productIds, 0.06));
  if (profileIds !== undefined) parts.push(ofProfiles(profileIds));
  if (ruleIds !== undefined) parts.push(oneOf('rule_id', ruleIds, 0.2));
  if (filter.period !== undefined) parts.push(inPeriod(filter.period));
  if (responsibleIds !== undefined) parts.push(anyOf(responsibleIds.map(isResponsible)));
  if (executedByIds !== undefined) parts.push(oneOf('executed_by', executedByIds, 0.05));
  if (filter.customerIds !== undefined) parts.push(ofCustomers(filter.customerIds));
  if (cities !== undefined) parts.push(oneOf('city_key', cities, 0.01));
  if (filter.score !== undefined) parts.push(scored(filter.score));
  if (filter.late) parts.push(isLate());
  if (filter.onTime) parts.push(isOnTime());
  if (filter.reasons !== undefined) parts.push(lookingUp(closedFor(filter.reasons)));
  if (filter.grades !== undefined) parts.push(answered(filter.grades.map(gradedAs)));
  if (filter.opinions !== undefined) parts.push(answered(filter.opinions.map(sayingSo)));
  if (filter.bySeller) parts.push(predicate('surveys.by_seller', [], { key: 'by_seller', share: 0.04, ordered: true }));
  if (filter.withoutPhone) parts.push(lacksPhone());
  if (attempts !== undefined) parts.push(attempted(attempts));
  if (filter.text !== undefined) parts.push(mentioning(filter.text, 'surveys.sale_id'));
  return allOf(parts);
}

/** `share` is about how many of the surveys one value leaves: guesses, to choose between indexes by. */
function oneOf(column: string, values: readonly (number | string)[], share: number): Predicate {
  const hint = { key: column, share: share * values.length, ordered: values.length === 1 };
  const [only] = values;
  if (values.length === 1 && only !== undefined) return predicate(`surveys.${column} = ?`, [only], hint);
  return predicate(`surveys.${column} in (${values.map(() => '?').join(', ')})`, values, hint);
}

function ofProfiles(ids: readonly number[]): Predicate {
  const some = ids.map(() => '?').join(', ');
  const hint = { key: 'product_id', share: 0.3 * ids.length, ordered: false };
  return predicate(`surveys.product_id in (select id from products where profile_id in (${some}))`, ids, hint);
}

function ofCustomers(ids: readonly number[]): Predicate {
  const some = ids.map(() => '?').join(', ');
  return predicate(`surveys.customer_id in (${some})`, ids, { key: 'customer_id', share: 0, ordered: false });
}

function lacksPhone(): Predicate {
  return predicate('not surveys.has_phone', [], { key: 'no_phone', share: 0.03, ordered: true });
}

function closedFor(reasons: readonly ClosureReason[]): Predicate {
  const some = reasons.map(() => '?').join(', ');
  return predicate(
    `exists (select 1 from closures where closures.survey_id = surveys.id and closures.reopened_at is null
      and closures.reason in (${some}))`,
    reasons,
  );
}

/** A condition on answers; with a sign before its columns, which an index by them is not taken for. */
type OfAnswers = (sign: '' | '+') => Predicate;

/**
 * The standing execution has an answer for which one of the conditions holds. Who looks at few surveys reads the answers of
 * each, that stand together; a grade's own answers are those of all surveys.
 */
function answered(conditions: readonly OfAnswers[]): Predicate {
  const exist = ({ sql, bindings }: Predicate) =>
    predicate(`exists (select 1 from answers where answers.execution_id = surveys.execution_id and ${sql})`, bindings);
  const among = ({ sql, bindings }: Predicate) =>
    predicate(`surveys.execution_id in (select answers.execution_id from answers where ${sql})`, bindings);
  return lookingUpBy(
    'execution_id',
    anyOf(conditions.map((condition) => exist(condition('+')))),
    anyOf(conditions.map((condition) => among(condition('')))),
  );
}

function gradedAs({ versionId, position }: GradeOfVersion): OfAnswers {
  return (sign) =>
    predicate(
      `answers.state = 'graded' and ${sign}answers.question_version_id = ? and ${sign}answers.grade_position = ?`,
      [versionId, position],
    );
}

function sayingSo(opinion: Opinion): OfAnswers {
  const { kind, positions } = OPINIONS[opinion];
  return (sign) =>
    predicate(
      `answers.state = 'graded'
        and ${sign}answers.question_version_id in (select id from question_versions where kind = ?)
        and ${sign}answers.grade_position in (${positions.join(', ')})`,
      [kind],
    );
}

/** The condition of the partial index stands literally wherever it follows from the values. */
function attempted(values: readonly number[]): Predicate {
  const exact = values.filter((value) => value < MANY_ATTEMPTS);
  const some: Predicate[] = exact.map((value) => predicate('surveys.attempt_count = ?', [value]));
  if (exact.length < values.length) some.push(predicate(`surveys.attempt_count >= ${MANY_ATTEMPTS}`));
  if (values.includes(0)) return anyOf(some);
  const { sql, bindings } = allOf([predicate('surveys.attempt_count > 0'), anyOf(some)]);
  const ordered = exact.length === 1 && values.length === 1;
  return predicate(sql, bindings, { key: 'attempt_count', share: 0.03, ordered });
}

const MANY_ATTEMPTS = 3;

/** An execution without a grade has no score: its key lies before the worst (store/surveys, scoreKey). */
function scored({ from, to }: NonNullable<SurveyFilter['score']>): Predicate {
  const [least, most] = [from ?? -100, to ?? 100];
  const hint = { key: 'score_key', share: (most - least + 1) / 201, ordered: false };
  return predicate('surveys.score_key >= ? and surveys.score_key <= ?', [least, most], hint);
}

function inPeriod({ of, from, to }: NonNullable<SurveyFilter['period']>): Predicate {
  const column = COLUMNS[of];
  const bounds = between(`surveys.${column}`, from, to);
  // The index is by the moment: in each time zone it lies within a day of the civil date (migration 20261124_000001).
  if (of === 'execution') {
    const [start, end] = [
      from === null ? null : midnightOf(from) - DAY_MS,
      to === null ? null : midnightOf(to) + 2 * DAY_MS,
    ];
    bounds.push(...between('surveys.settled_at', start, end));
  }
  const { sql, bindings } = allOf(bounds);
  return predicate(sql, bindings, { key: column, share: shareOf(from, to), ordered: of === 'execution' });
}

function between<V extends string | number>(column: string, from: V | null, to: V | null): Predicate[] {
  const bounds: Predicate[] = [];
  if (from !== null) bounds.push(predicate(`${column} >= ?`, [from]));
  if (to !== null) bounds.push(predicate(`${column} <= ?`, [to]));
  return bounds;
}

/** UTC epoch milliseconds of the day's first moment in Greenwich. */
function midnightOf(day: CivilDate): number {
  return daysBetween('1970-01-01', day) * DAY_MS;
}

const DAY_MS = 86_400_000;

/** Of ten years; with an open end it is all of them or none. */
function shareOf(from: CivilDate | null, to: CivilDate | null): number | null {
  return from === null || to === null ? null : Math.min(1, (daysBetween(from, to) + 1) / 3650);
}

const COLUMNS: Record<DateOf, string> = {
  closing: 'closed_on',
  opening: 'opens_on',
  expiry: 'expires_on',
  execution: 'executed_on',
};

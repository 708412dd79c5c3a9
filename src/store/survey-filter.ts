import type { CivilDate } from '../domain/civil-date.js';
import { allOf, anyOf, not, type Predicate, predicate } from './predicate.js';
import { searched } from './search-words.js';
import { hasPhone, isLate, isResponsible } from './survey-predicates.js';

/** Which date a period is about: the sale's closing, the survey's opening or expiry, or its execution. */
export const PERIODS = ['closing', 'opening', 'expiry', 'execution'] as const;

export type PeriodOf = (typeof PERIODS)[number];

/** What a list of surveys is narrowed to; what is left out does not narrow. All of it together holds. */
export interface SurveyFilter {
  /** Both ends inclusive; either may be open. */
  readonly period?: { readonly of: PeriodOf; readonly from: CivilDate | null; readonly to: CivilDate | null };
  readonly sellerIds?: readonly number[];
  readonly productIds?: readonly number[];
  /** The profile that the survey's product has now. */
  readonly profileIds?: readonly number[];
  readonly ruleIds?: readonly number[];
  /** Responsible for the survey now. */
  readonly responsibleIds?: readonly number[];
  /** Who ran it; an annulled execution does not count. */
  readonly executedByIds?: readonly number[];
  /** Keys of the customer's city (domain/text, nameKey). */
  readonly cities?: readonly string[];
  /** The score of the standing execution, from −100 to 100, both ends inclusive; either may be open. */
  readonly score?: { readonly from: number | null; readonly to: number | null };
  /** Fora do prazo: executed after the original expiry. */
  readonly late?: true;
  /** Run by the sale's own seller. */
  readonly bySeller?: true;
  readonly withoutPhone?: true;
  /** Words, each found in the customer's name, phones or document, or in the sale's external id. */
  readonly text?: string;
}

/** The surveys that a filter leaves, whatever their status. Of several values of one part, any may hold. */
export function matches(filter: SurveyFilter): Predicate {
  const parts: Predicate[] = [];
  const { sellerIds, productIds, profileIds, ruleIds, responsibleIds, executedByIds, cities } = filter;
  if (sellerIds !== undefined) parts.push(oneOf('surveys.seller_id', sellerIds));
  if (productIds !== undefined) parts.push(oneOf('surveys.product_id', productIds));
  if (profileIds !== undefined) parts.push(ofProfiles(profileIds));
  if (ruleIds !== undefined) parts.push(oneOf('surveys.rule_id', ruleIds));
  if (filter.period !== undefined) parts.push(inPeriod(filter.period));
  if (responsibleIds !== undefined) parts.push(anyOf(responsibleIds.map(isResponsible)));
  if (executedByIds !== undefined) parts.push(standingExecution(oneOf('executions.executed_by', executedByIds)));
  if (cities !== undefined) parts.push(inCities(cities));
  if (filter.score !== undefined) parts.push(scored(filter.score));
  if (filter.late) parts.push(isLate());
  if (filter.bySeller) parts.push(standingExecution(predicate('executions.by_seller')));
  if (filter.withoutPhone) parts.push(not(hasPhone()));
  if (filter.text !== undefined) parts.push(...searched(filter.text, mentions));
  return allOf(parts);
}

function oneOf(column: string, values: readonly (number | string)[]): Predicate {
  const [only] = values;
  if (values.length === 1 && only !== undefined) return predicate(`${column} = ?`, [only]);
  return predicate(`${column} in (${values.map(() => '?').join(', ')})`, values);
}

function ofProfiles(ids: readonly number[]): Predicate {
  const { sql, bindings } = oneOf('profile_id', ids);
  return predicate(`surveys.product_id in (select id from products where ${sql})`, bindings);
}

function inCities(keys: readonly string[]): Predicate {
  const { sql, bindings } = oneOf('customers.city_key', keys);
  return predicate(
    `exists (select 1 from sales join customers on customers.id = sales.customer_id
      where sales.id = surveys.sale_id and ${sql})`,
    bindings,
  );
}

/** The mean weight between the bounds, without a division: an execution without a grade has no score. */
function scored({ from, to }: NonNullable<SurveyFilter['score']>): Predicate {
  const bounds = [predicate('executions.score_count > 0')];
  if (from !== null) bounds.push(predicate('executions.score_sum >= ? * executions.score_count', [from]));
  if (to !== null) bounds.push(predicate('executions.score_sum <= ? * executions.score_count', [to]));
  return standingExecution(allOf(bounds));
}

function inPeriod({ of, from, to }: NonNullable<SurveyFilter['period']>): Predicate {
  const column = COLUMNS[of];
  const bounds: Predicate[] = [];
  if (from !== null) bounds.push(predicate(`${column} >= ?`, [from]));
  if (to !== null) bounds.push(predicate(`${column} <= ?`, [to]));
  const { sql, bindings } = allOf(bounds);
  return of === 'execution' ? standingExecution({ sql, bindings }) : predicate(sql, bindings);
}

const COLUMNS: Record<PeriodOf, string> = {
  closing: 'surveys.closed_on',
  opening: 'surveys.opens_on',
  expiry: 'surveys.expires_on',
  execution: 'executions.executed_on',
};

function standingExecution({ sql, bindings }: Predicate): Predicate {
  return predicate(
    `surveys.id in (select executions.survey_id from executions where executions.annulled_at is null and ${sql})`,
    bindings,
  );
}

/** The pattern in what the customer is found by, or in the sale's own id. */
function mentions(pattern: string): Predicate {
  return predicate(
    `exists (select 1 from sales join customers on customers.id = sales.customer_id where sales.id = surveys.sale_id
      and (customers.search_text like ? escape '\\' or lower(sales.external_id) like ? escape '\\'))`,
    [pattern, pattern],
  );
}

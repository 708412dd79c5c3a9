import type { CivilDate } from '../domain/civil-date.js';
import { allOf, type Predicate, predicate } from './predicate.js';
import { searched } from './search-words.js';
import { isResponsible } from './survey-predicates.js';

/** Which date a period is about: the sale's closing, the survey's opening or expiry, or its execution. */
export const PERIODS = ['closing', 'opening', 'expiry', 'execution'] as const;

export type PeriodOf = (typeof PERIODS)[number];

/** What a list of surveys is narrowed to; what is left out does not narrow. All of it together holds. */
export interface SurveyFilter {
  /** Both ends inclusive; either may be open. */
  readonly period?: { readonly of: PeriodOf; readonly from: CivilDate | null; readonly to: CivilDate | null };
  readonly sellerId?: number;
  readonly productId?: number;
  readonly ruleId?: number;
  /** Responsible for the survey now. */
  readonly responsibleId?: number;
  /** Who ran it; an annulled execution does not count. */
  readonly executedBy?: number;
  /** Words, each found in the customer's name, phones or document, or in the sale's external id. */
  readonly text?: string;
}

/** The surveys that a filter leaves, whatever their status. */
export function matches(filter: SurveyFilter): Predicate {
  const { period, sellerId, productId, ruleId, responsibleId, executedBy, text } = filter;
  const parts: Predicate[] = [];
  if (sellerId !== undefined) parts.push(predicate('surveys.seller_id = ?', [sellerId]));
  if (productId !== undefined) parts.push(predicate('surveys.product_id = ?', [productId]));
  if (ruleId !== undefined) parts.push(predicate('surveys.rule_id = ?', [ruleId]));
  if (period !== undefined) parts.push(inPeriod(period));
  if (responsibleId !== undefined) parts.push(isResponsible(responsibleId));
  if (executedBy !== undefined) parts.push(standingExecution('executions.executed_by = ?', [executedBy]));
  if (text !== undefined) parts.push(...searched(text, mentions));
  return allOf(parts);
}

function inPeriod({ of, from, to }: NonNullable<SurveyFilter['period']>): Predicate {
  const column = COLUMNS[of];
  const bounds: Predicate[] = [];
  if (from !== null) bounds.push(predicate(`${column} >= ?`, [from]));
  if (to !== null) bounds.push(predicate(`${column} <= ?`, [to]));
  const { sql, bindings } = allOf(bounds);
  return of === 'execution' ? standingExecution(sql, bindings) : predicate(sql, bindings);
}

const COLUMNS: Record<PeriodOf, string> = {
  closing: 'surveys.closed_on',
  opening: 'surveys.opens_on',
  expiry: 'surveys.expires_on',
  execution: 'executions.executed_on',
};

function standingExecution(sql: string, bindings: Predicate['bindings']): Predicate {
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

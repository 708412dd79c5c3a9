import type { CivilDate } from '../domain/civil-date.js';
import type { Outcome } from '../domain/scheduler.js';
import type { Score } from '../domain/score.js';
import type { Queryable } from './dialect.js';
import { type Page, type PageKey, readPage } from './key-paging.js';
import type { Predicate } from './predicate.js';

/** What a list of surveys shows in a row. */
export interface SurveyRow {
  readonly id: number;
  readonly saleId: number;
  readonly saleExternalId: string | null;
  readonly opensOn: CivilDate;
  readonly expiresOn: CivilDate;
  readonly originalExpiresOn: CivilDate;
  readonly closedOn: CivilDate;
  readonly settledAt: number | null;
  readonly outcome: Outcome | null;
  readonly customer: { readonly id: number; readonly name: string; readonly phone: string | null };
  readonly productName: string;
  readonly sellerName: string;
  readonly ruleName: string;
  /** The operator that the survey was given to alone; null while it is its rule's. */
  readonly assignedTo: string | null;
  /** The execution that stands, of an executed survey. */
  readonly execution: {
    readonly by: string;
    readonly on: CivilDate;
    readonly bySeller: boolean;
    readonly score: Score;
  } | null;
}

/** Columns by which a list is sorted. `settled` is only for lists of surveys that are settled. */
export const SURVEY_SORTS = [
  'expiry',
  'settled',
  'customer',
  'product',
  'seller',
  'closing',
  'rule',
  'executor',
  'score',
] as const;

export type SurveySort = (typeof SURVEY_SORTS)[number];

const SORT_COLUMNS: Record<SurveySort, string> = {
  expiry: 'surveys.expires_on',
  settled: 'surveys.settled_at',
  customer: 'customers.name_key',
  product: 'products.name_key',
  seller: 'sellers.name_key',
  closing: 'surveys.closed_on',
  rule: 'rules.name_key',
  executor: 'executors.name_key',
  // An execution without a grade has no score, and comes before the worst.
  score: 'coalesce(executions.score_sum * 1.0 / nullif(executions.score_count, 0), -101.0)',
};

export interface SurveyListOptions {
  readonly sort: SurveySort;
  readonly descending: boolean;
  readonly size: number;
  readonly key: PageKey | null;
}

/** One page of the surveys for which `where` holds. */
export async function listSurveys(
  q: Queryable,
  where: Predicate,
  options: SurveyListOptions,
): Promise<Page<SurveyRow>> {
  const page = await readPage<Row>(() => selectRows(q, options.sort).whereRaw(where.sql, [...where.bindings]), {
    ...options,
    columns: [SORT_COLUMNS[options.sort], 'surveys.id'],
    keyOf: (row) => [row.sort_key, row.id],
  });
  return { ...page, rows: page.rows.map(toSurveyRow) };
}

/** The first day on which one of the surveys opens; null when there is none. */
export async function findSoonestOpening(q: Queryable, where: Predicate): Promise<CivilDate | null> {
  const row = await q('surveys')
    .whereRaw(where.sql, [...where.bindings])
    .min('opens_on as soonest')
    .first();
  return row?.soonest ?? null;
}

/** All joins are left joins, so that SQLite starts from the surveys and reads them in the order of their index. */
function selectRows(q: Queryable, sort: SurveySort) {
  return q('surveys')
    .leftJoin('sales', 'sales.id', 'surveys.sale_id')
    .leftJoin('customers', 'customers.id', 'sales.customer_id')
    .leftJoin('products', 'products.id', 'surveys.product_id')
    .leftJoin('users as sellers', 'sellers.id', 'surveys.seller_id')
    .leftJoin('rules', 'rules.id', 'surveys.rule_id')
    .leftJoin('users as assignees', 'assignees.id', 'surveys.assigned_to')
    .leftJoin('executions', (on) =>
      on.on('executions.survey_id', 'surveys.id').andOn(q.raw('executions.annulled_at is null')),
    )
    .leftJoin('users as executors', 'executors.id', 'executions.executed_by')
    .select('surveys.*', 'sales.external_id', 'sales.customer_id', 'customers.name as customer_name')
    .select(q.raw('coalesce(customers.phone1, customers.phone2, customers.phone3) as customer_phone'))
    .select('products.name as product_name', 'sellers.name as seller_name', 'rules.name as rule_name')
    .select('assignees.name as assignee_name', 'executors.name as executor_name', 'executions.executed_on')
    .select('executions.by_seller', 'executions.score_sum', 'executions.score_count')
    .select(q.raw(`${SORT_COLUMNS[sort]} as sort_key`));
}

interface Row {
  id: number;
  sale_id: number;
  external_id: string | null;
  opens_on: string;
  expires_on: string;
  original_expires_on: string;
  closed_on: string;
  settled_at: number | null;
  outcome: Outcome | null;
  customer_id: number;
  customer_name: string;
  customer_phone: string | null;
  product_name: string;
  seller_name: string;
  rule_name: string;
  assignee_name: string | null;
  executor_name: string | null;
  executed_on: string | null;
  by_seller: boolean | number | null;
  score_sum: number | null;
  score_count: number | null;
  sort_key: string | number;
}

function toSurveyRow(row: Row): SurveyRow {
  return {
    id: row.id,
    saleId: row.sale_id,
    saleExternalId: row.external_id,
    opensOn: row.opens_on,
    expiresOn: row.expires_on,
    originalExpiresOn: row.original_expires_on,
    closedOn: row.closed_on,
    settledAt: row.settled_at,
    outcome: row.outcome,
    customer: { id: row.customer_id, name: row.customer_name, phone: row.customer_phone },
    productName: row.product_name,
    sellerName: row.seller_name,
    ruleName: row.rule_name,
    assignedTo: row.assignee_name,
    execution: toExecution(row),
  };
}

function toExecution(row: Row): SurveyRow['execution'] {
  if (row.executor_name === null || row.executed_on === null) return null;
  return {
    by: row.executor_name,
    on: row.executed_on,
    bySeller: Boolean(row.by_seller),
    score: { sum: row.score_sum ?? 0, count: row.score_count ?? 0 },
  };
}

import type { CivilDate } from '../domain/civil-date.js';
import type { Outcome } from '../domain/scheduler.js';
import type { Score } from '../domain/score.js';
import { dialectOf, type Queryable } from './dialect.js';
import { type ReadRows, readingAt } from './statements.js';

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
  readonly customer: {
    readonly id: number;
    readonly name: string;
    readonly phone: string | null;
    readonly city: string | null;
  };
  readonly productName: string;
  readonly sellerId: number;
  readonly sellerName: string;
  readonly ruleName: string;
  /** The operator that the survey was given to alone; null while it is its rule's. */
  readonly assignedTo: string | null;
  /** How many times the customer was called in vain. */
  readonly attempts: number;
  /** The execution that stands, of an executed survey. */
  readonly execution: {
    readonly by: string;
    readonly on: CivilDate;
    readonly bySeller: boolean;
    readonly score: Score;
  } | null;
}

/** The surveys of a page, in the order of their ids here; PostgreSQL plans the joins once, whatever the list was. */
export async function readRows(
  q: Queryable,
  ids: readonly number[],
  read: ReadRows = readingAt(q),
): Promise<SurveyRow[]> {
  if (ids.length === 0) return [];
  const postgres = dialectOf(q) === 'postgres';
  const rows = await read<Row>(`${ROWS} where surveys.id ${postgres ? AMONG.postgres : AMONG.sqlite}`, [
    postgres ? `{${ids.join()}}` : JSON.stringify(ids),
  ]);
  const byId = new Map(rows.map((row) => [row.id, toSurveyRow(row)]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

const AMONG = { sqlite: 'in (select value from json_each(?))', postgres: '= any(cast(? as integer[]))' };

const ROWS = `select surveys.id, surveys.sale_id, surveys.opens_on, surveys.expires_on,
  surveys.original_expires_on, surveys.closed_on, surveys.settled_at, surveys.outcome, surveys.customer_id, surveys.seller_id,
  surveys.executed_on, surveys.by_seller, surveys.score_sum, surveys.score_count, surveys.attempt_count, sales.external_id,
  customers.name as customer_name, customers.city, coalesce(customers.phone1, customers.phone2, customers.phone3) as customer_phone,
  products.name as product_name, sellers.name as seller_name, rules.name as rule_name,
  assignees.name as assignee_name, executors.name as executor_name
  from surveys
  left join sales on sales.id = surveys.sale_id
  left join customers on customers.id = surveys.customer_id
  left join products on products.id = surveys.product_id
  left join users as sellers on sellers.id = surveys.seller_id
  left join rules on rules.id = surveys.rule_id
  left join users as assignees on assignees.id = surveys.assigned_to
  left join users as executors on executors.id = surveys.executed_by`;

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
  city: string | null;
  attempt_count: number;
  product_name: string;
  seller_id: number;
  seller_name: string;
  rule_name: string;
  assignee_name: string | null;
  executor_name: string | null;
  executed_on: string | null;
  by_seller: boolean | number | null;
  score_sum: number | null;
  score_count: number | null;
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
    customer: { id: row.customer_id, name: row.customer_name, phone: row.customer_phone, city: row.city },
    productName: row.product_name,
    sellerId: row.seller_id,
    sellerName: row.seller_name,
    ruleName: row.rule_name,
    assignedTo: row.assignee_name,
    attempts: row.attempt_count,
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

import type { CivilDate } from '../domain/civil-date.js';
import type { CommissionFacts, ScoredExecution } from '../domain/commission.js';
import { daysOf, type Month } from '../domain/month.js';
import { selectIn } from './batches.js';
import type { Queryable } from './dialect.js';
import { select } from './statements.js';

/** A sale as a statement needs it. */
export interface SaleFacts extends CommissionFacts {
  readonly saleId: number;
  readonly productId: number;
  readonly closedOn: CivilDate;
  readonly valueCents: number;
  /** UTC epoch milliseconds. */
  readonly recordedAt: number;
  /** Surveys that are still open: while there are any, a line is provisional. */
  readonly openSurveys: number;
}

/** The sales of a seller that closed in a month. */
export interface SalesOf {
  readonly sellerId: number;
  readonly month: Month;
}

/** A place in their order, which is that of their closing dates: just behind a sale. */
export interface SaleKey {
  readonly closedOn: CivilDate;
  readonly saleId: number;
}

/** Behind that many sales after a place, or from the beginning; null when there are not so many. An index alone is read. */
export async function findSaleKey(
  q: Queryable,
  { sellerId, month }: SalesOf,
  count: number,
  after: SaleKey | null = null,
): Promise<SaleKey | null> {
  const [row] = await select<{ id: number; closed_on: CivilDate }>(
    q,
    `select sales.id, sales.closed_on from sales where ${IN_ORDER} order by sales.closed_on, sales.id limit 1 offset ?`,
    [...inOrder({ sellerId, month }, after), count - 1],
  );
  return row === undefined ? null : { closedOn: row.closed_on, saleId: row.id };
}

/** What `inOrder` gives the values of: the sales behind a place. */
export const IN_ORDER = `sales.seller_id = ? and sales.closed_on between ? and ?
  and (sales.closed_on, sales.id) > (?, ?)`;

export function inOrder({ sellerId, month }: SalesOf, after: SaleKey | null): (string | number)[] {
  const { from, to } = daysOf(month);
  return [sellerId, from, to, after?.closedOn ?? from, after?.saleId ?? 0];
}

/** So many of the sales behind a place, in their order. */
export async function listSaleFacts(
  q: Queryable,
  of: SalesOf,
  { after, limit }: { readonly after: SaleKey | null; readonly limit: number },
): Promise<SaleFacts[]> {
  const rows = await select<FactsRow>(q, `${factsSql(IN_ORDER)} limit ?`, [...inOrder(of, after), limit]);
  return rows.map(toFacts);
}

/** These sales, by their ids. */
export async function listSaleFactsOf(q: Queryable, saleIds: Iterable<number>): Promise<SaleFacts[]> {
  const rows = await selectIn(saleIds, (some) =>
    select<FactsRow>(q, factsSql(`sales.id in (${some.map(() => '?').join(', ')})`), some),
  );
  return rows.map(toFacts);
}

/** Who sold anything in a month. */
export async function listSellersOf(q: Queryable, month: Month): Promise<number[]> {
  const { from, to } = daysOf(month);
  const rows = await select<{ id: number }>(
    q,
    `select id from users where exists (select 1 from sales where seller_id = users.id and closed_on between ? and ?)
      order by id`,
    [from, to],
  );
  return rows.map(({ id }) => id);
}

/**
 * One row per sale, its executions as `id:operator:sum:count` in one text (nothing where there is none): many
 * sales are read at once. Of surveys it names what `surveys_commission_facts` holds and nothing else.
 */
function factsSql(where: string): string {
  return `select sales.id, sales.seller_id, sales.product_id, sales.closed_on, sales.value_cents, sales.recorded_at,
      sales.commission_base_cents, sales.commission_reversed,
      count(surveys.sale_id) - count(surveys.settled_at) as open_surveys,
      string_agg(surveys.execution_id || ':' || surveys.executed_by || ':' || surveys.score_sum || ':'
        || surveys.score_count, ',') as executions
    from sales left join surveys on surveys.sale_id = sales.id
    where ${where} group by sales.closed_on, sales.id order by sales.closed_on, sales.id`;
}

interface FactsRow {
  id: number;
  seller_id: number;
  product_id: number;
  closed_on: CivilDate;
  value_cents: number;
  recorded_at: number;
  commission_base_cents: number | null;
  commission_reversed: boolean | number | null;
  open_surveys: number;
  executions: string | null;
}

function toFacts(row: FactsRow): SaleFacts {
  return {
    saleId: row.id,
    sellerId: row.seller_id,
    productId: row.product_id,
    closedOn: row.closed_on,
    valueCents: row.value_cents,
    recordedAt: row.recorded_at,
    baseCents: row.commission_base_cents,
    reversed: Boolean(row.commission_reversed),
    openSurveys: row.open_surveys,
    executions: row.executions === null ? [] : row.executions.split(',').map(toExecution).sort(byId),
  };
}

/** The engines put them together in an order of their own. */
function byId(a: ScoredExecution, b: ScoredExecution): number {
  return a.id - b.id;
}

function toExecution(text: string): ScoredExecution {
  const [id = 0, executedBy = 0, sum = 0, count = 0] = text.split(':').map(Number);
  return { id, executedBy, score: { sum, count } };
}

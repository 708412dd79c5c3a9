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

/** The sales of a seller that closed in a month, in the order of their closing dates. */
export async function listSaleFacts(q: Queryable, sellerId: number, month: Month): Promise<SaleFacts[]> {
  const { from, to } = daysOf(month);
  const where = 'sales.seller_id = ? and sales.closed_on between ? and ?';
  return (await select<FactsRow>(q, factsSql(where), [sellerId, from, to])).map(toFacts);
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
 * One row per sale, its executions as `id:operator:sum:count` in one text (nothing where there is none): a hundred
 * thousand sales are read at once. Of surveys it names what `surveys_commission_facts` holds and nothing else.
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
    executions: row.executions === null ? [] : row.executions.split(',').map(toExecution),
  };
}

function toExecution(text: string): ScoredExecution {
  const [id = 0, executedBy = 0, sum = 0, count = 0] = text.split(':').map(Number);
  return { id, executedBy, score: { sum, count } };
}

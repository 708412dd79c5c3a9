import type { CivilDate } from '../domain/civil-date.js';
import type { Quality } from '../domain/commission.js';
import type { AdjustmentCause, SettledFacts } from '../domain/commission-adjustment.js';
import { groupedBy } from '../domain/grouped.js';
import type { Month } from '../domain/month.js';
import { insertAll, insertInOrder, selectIn } from './batches.js';
import type { Queryable } from './dialect.js';

/** A line of a statement, of an open month as computed or of a closed one as frozen. */
export interface StatementLine {
  readonly kind: 'sale' | 'adjustment';
  /** Whose statement it stands in. */
  readonly sellerId: number;
  /** What was settled for the sale before: 0 on a line of the sale's own month. */
  readonly beforeCents: number;
  /** What the sale pays; for a sale without a base 0, and `facts.baseCents` is null. */
  readonly afterCents: number;
  /** After minus before. */
  readonly amountCents: number;
  /** Why it is adjusted; none on a line of the sale's own month. */
  readonly causes: readonly AdjustmentCause[];
  readonly facts: SettledFacts;
  /** The sale's closing date then; null on a line that was frozen before dates were. */
  readonly closedOn: CivilDate | null;
  readonly quality: Quality | null;
  /** Those of `facts.executionIds` that Q is made of. */
  readonly counted: readonly number[];
  /** How many surveys were open: with any, an open month's line is provisional. */
  readonly openSurveys: number;
}

export interface FrozenLine extends StatementLine {
  readonly id: number;
  readonly month: Month;
}

/** Freezes lines of statements that stand already. */
export async function insertLines(trx: Queryable, month: Month, lines: readonly StatementLine[]): Promise<void> {
  const ids = await insertInOrder(
    trx,
    'commission_lines',
    lines.map((line) => columnsOf(month, line)),
  );
  const executions = lines.flatMap(({ facts, counted }, index) =>
    facts.executionIds.map((id) => ({ line_id: ids[index], execution_id: id, counted: counted.includes(id) })),
  );
  await insertAll(trx, 'commission_line_executions', executions);
}

/** The lines of one kind of a frozen statement. */
export interface FrozenLinesOf {
  readonly month: Month;
  readonly sellerId: number;
  readonly kind: StatementLine['kind'];
}

/** Some of them, in the order in which they were frozen. */
export async function listFrozenLines(
  q: Queryable,
  of: FrozenLinesOf,
  { skip, limit }: { readonly skip: number; readonly limit: number },
): Promise<FrozenLine[]> {
  const rows: LineRow[] = await q('commission_lines').where(columnsNaming(of)).orderBy('id').offset(skip).limit(limit);
  return withExecutions(q, rows);
}

export async function countFrozenLines(q: Queryable, of: FrozenLinesOf): Promise<number> {
  const [row] = await q('commission_lines').where(columnsNaming(of)).count({ lines: '*' });
  return Number(row?.lines);
}

function columnsNaming({ month, sellerId, kind }: FrozenLinesOf) {
  return { month, seller_id: sellerId, kind };
}

/** The frozen lines of sales, in the order in which they were frozen. */
export async function listFrozenLinesOf(q: Queryable, saleIds: readonly number[]): Promise<FrozenLine[]> {
  const rows: LineRow[] = await selectIn(saleIds, (some) =>
    q('commission_lines').whereIn('sale_id', some).orderBy('id'),
  );
  return withExecutions(q, rows);
}

async function withExecutions(q: Queryable, rows: readonly LineRow[]): Promise<FrozenLine[]> {
  const executions = await listExecutions(
    q,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => toLine(row, executions.get(row.id) ?? []));
}

async function listExecutions(q: Queryable, lineIds: readonly number[]): Promise<Map<number, ExecutionRow[]>> {
  const rows: ExecutionRow[] = await selectIn(lineIds, (some) =>
    q('commission_line_executions').whereIn('line_id', some).orderBy(['line_id', 'execution_id']),
  );
  return groupedBy(rows, ({ line_id }) => line_id);
}

interface ExecutionRow {
  line_id: number;
  execution_id: number;
  counted: boolean | number;
}

function columnsOf(month: Month, { facts, quality, ...line }: StatementLine) {
  return {
    month,
    seller_id: line.sellerId,
    sale_id: facts.saleId,
    kind: line.kind,
    before_cents: line.beforeCents,
    after_cents: line.afterCents,
    amount_cents: line.amountCents,
    causes: line.causes.join(','),
    sale_month: facts.saleMonth,
    closed_on: line.closedOn,
    sale_seller_id: facts.sellerId,
    product_id: facts.productId,
    value_cents: facts.valueCents,
    base_cents: facts.baseCents,
    reversed: facts.reversed,
    quality_numerator: quality === null ? null : String(quality.numerator),
    quality_denominator: quality === null ? null : String(quality.denominator),
    open_surveys: line.openSurveys,
  };
}

interface LineRow extends Omit<ReturnType<typeof columnsOf>, 'reversed'> {
  id: number;
  reversed: boolean | number;
}

function toLine(row: LineRow, executions: readonly ExecutionRow[]): FrozenLine {
  const { quality_numerator: numerator, quality_denominator: denominator } = row;
  return {
    id: row.id,
    month: row.month,
    kind: row.kind,
    sellerId: row.seller_id,
    beforeCents: row.before_cents,
    afterCents: row.after_cents,
    amountCents: row.amount_cents,
    causes: row.causes === '' ? [] : (row.causes.split(',') as AdjustmentCause[]),
    facts: {
      saleId: row.sale_id,
      sellerId: row.sale_seller_id,
      productId: row.product_id,
      valueCents: row.value_cents,
      baseCents: row.base_cents,
      reversed: Boolean(row.reversed),
      saleMonth: row.sale_month,
      executionIds: executions.map(({ execution_id }) => execution_id),
    },
    quality:
      numerator === null || denominator === null
        ? null
        : { numerator: BigInt(numerator), denominator: BigInt(denominator) },
    counted: executions.filter(({ counted }) => Boolean(counted)).map(({ execution_id }) => execution_id),
    closedOn: row.closed_on,
    openSurveys: row.open_surveys,
  };
}

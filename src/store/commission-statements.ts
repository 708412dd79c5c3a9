import type { StatementTotals } from '../domain/commission-totals.js';
import type { Month } from '../domain/month.js';
import { insertAll } from './batches.js';
import type { Queryable } from './dialect.js';

/** A seller's statement of a month in figures, in centavos. */
export interface Statement extends StatementTotals {
  readonly month: Month;
  readonly sellerId: number;
  /** How many sales of the month it has. */
  readonly lineCount: number;
  /** What quality added to the lines, or took away: their difference to factor 1. */
  readonly effectCents: number;
}

/** A statement of a closed month. */
export interface FrozenStatement extends Statement {
  /** Null until it is paid. */
  readonly paid: { readonly by: number; readonly at: number } | null;
}

/** The frozen statements of these months, or of a seller; the last month first. */
export async function listFrozenStatements(
  q: Queryable,
  { from, to, sellerId }: { readonly from?: Month; readonly to?: Month; readonly sellerId?: number },
): Promise<FrozenStatement[]> {
  const query = q('commission_statements')
    .leftJoin('commission_payments', (join) =>
      join
        .on('commission_payments.month', 'commission_statements.month')
        .andOn('commission_payments.seller_id', 'commission_statements.seller_id'),
    )
    .select('commission_statements.*', 'paid_by', 'paid_at')
    .orderBy([{ column: 'commission_statements.month', order: 'desc' }, 'commission_statements.seller_id']);
  if (from !== undefined) query.where('commission_statements.month', '>=', from);
  if (to !== undefined) query.where('commission_statements.month', '<=', to);
  if (sellerId !== undefined) query.where('commission_statements.seller_id', sellerId);
  const rows: StatementRow[] = await query;
  return rows.map(toStatement);
}

/** Freezes statements; their lines and the month follow in the same transaction. */
export async function insertStatements(trx: Queryable, statements: readonly Statement[]): Promise<void> {
  const rows = statements.map((statement) => ({
    month: statement.month,
    seller_id: statement.sellerId,
    line_count: statement.lineCount,
    lines_cents: statement.linesCents,
    effect_cents: statement.effectCents,
    adjustments_cents: statement.adjustmentsCents,
    carried_in_cents: statement.carriedInCents,
    payable_cents: statement.payableCents,
    carried_out_cents: statement.carriedOutCents,
  }));
  await insertAll(trx, 'commission_statements', rows);
}

/** Notes that a closed statement was paid; false when it was noted before. */
export async function insertPayment(
  trx: Queryable,
  paid: { readonly month: Month; readonly sellerId: number; readonly by: number; readonly at: number },
): Promise<boolean> {
  const row = { month: paid.month, seller_id: paid.sellerId, paid_by: paid.by, paid_at: paid.at };
  const inserted = await trx('commission_payments')
    .insert(row)
    .onConflict(['month', 'seller_id'])
    .ignore()
    .returning('month');
  return inserted.length === 1;
}

interface StatementRow {
  month: Month;
  seller_id: number;
  line_count: number;
  lines_cents: number;
  effect_cents: number;
  adjustments_cents: number;
  carried_in_cents: number;
  payable_cents: number;
  carried_out_cents: number;
  paid_by: number | null;
  paid_at: number | null;
}

function toStatement(row: StatementRow): FrozenStatement {
  return {
    month: row.month,
    sellerId: row.seller_id,
    lineCount: row.line_count,
    linesCents: row.lines_cents,
    effectCents: row.effect_cents,
    adjustmentsCents: row.adjustments_cents,
    carriedInCents: row.carried_in_cents,
    payableCents: row.payable_cents,
    carriedOutCents: row.carried_out_cents,
    paid: row.paid_by === null || row.paid_at === null ? null : { by: row.paid_by, at: row.paid_at },
  };
}

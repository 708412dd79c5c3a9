import { createHash } from 'node:crypto';
import { sumCents, totalsOf } from '../domain/commission-totals.js';
import type { Month } from '../domain/month.js';
import { breathe } from './batches.js';
import type { Queryable } from './dialect.js';
import { listOpenMonths, type OpenStatement } from './open-statements.js';

/** What a month comes to when it closes. */
export interface ClosingTotals {
  readonly month: Month;
  readonly sales: number;
  /** Centavos, of all statements. */
  readonly payableCents: number;
  /** Lines that are frozen though surveys of their sales are open, adjustments among them. */
  readonly provisional: number;
  /** Sales that pay nothing because they have no base. */
  readonly withoutBase: number;
  /** Differs as soon as any figure of any seller does (`digestOf`). */
  readonly digest: string;
}

/** What closing months would freeze. */
export interface Closing {
  readonly months: readonly ClosingTotals[];
  /** Differs as soon as any figure of any seller does: the form that closes carries it. */
  readonly digest: string;
}

/**
 * What closing these open months would freeze on today's facts, the earliest open one first and in their order: what one of
 * them leaves to be taken off goes into the next.
 */
export async function foreseeClosing(q: Queryable, months: readonly Month[]): Promise<Closing> {
  const carried = new Map<number, number>();
  const closing: ClosingTotals[] = [];
  const hash = createHash('sha256');
  for (const [index, statements] of (await listOpenMonths(q, months)).entries()) {
    const month = months[index] ?? '';
    const paid = statements.map((statement) => ({ ...statement, payableCents: payableAfter(statement, carried) }));
    const digest = digestOf(month, paid);
    hash.update(digest);
    const sum = (of: (statement: OpenStatement) => number) => sumCents(statements.map((statement) => of(statement)));
    closing.push({
      month,
      sales: sum(({ lineCount }) => lineCount),
      payableCents: sumCents(paid.map(({ payableCents }) => payableCents)),
      provisional: sum(
        ({ provisional, adjustments }) => provisional + adjustments.filter(({ openSurveys }) => openSurveys > 0).length,
      ),
      withoutBase: sum(({ withoutBase }) => withoutBase),
      digest,
    });
    await breathe();
  }
  return { months: closing, digest: hash.digest('base64url') };
}

/**
 * Of the statements of a month, in any order. What a seller without sales and adjustments still owes is no figure of the
 * month: it goes on to the next, and is known when those before have closed.
 */
export function digestOf(month: Month, statements: readonly OpenStatement[]): string {
  const some = statements.filter(({ lineCount, adjustments }) => lineCount > 0 || adjustments.length > 0);
  const figures = some.map(figuresOf).sort(([a = 0], [b = 0]) => a - b);
  return createHash('sha256')
    .update(JSON.stringify([month, figures]))
    .digest('base64url');
}

/** What a page shows of a statement, or adds up. */
function figuresOf(statement: OpenStatement): readonly number[] {
  const { sellerId, lineCount, linesCents, effectCents, adjustmentsCents, provisional, withoutBase, payableCents } =
    statement;
  return [sellerId, lineCount, linesCents, effectCents, adjustmentsCents, provisional, withoutBase, payableCents];
}

/** What the seller is paid, given what the months before carried over, which is noted for the next. */
function payableAfter(statement: OpenStatement, carried: Map<number, number>): number {
  const { sellerId, linesCents, adjustmentsCents, carriedInCents } = statement;
  const before = sumCents([carriedInCents, carried.get(sellerId) ?? 0]);
  const { payableCents, carriedOutCents } = totalsOf(linesCents, adjustmentsCents, before);
  carried.set(sellerId, carriedOutCents);
  return payableCents;
}

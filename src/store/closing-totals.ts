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
    const payable = statements.map((statement) => payableAfter(statement, carried));
    hash.update(JSON.stringify([month, statements.map(figuresOf), payable]));
    const sum = (of: (statement: OpenStatement) => number) => sumCents(statements.map((statement) => of(statement)));
    closing.push({
      month,
      sales: sum(({ lineCount }) => lineCount),
      payableCents: sumCents(payable),
      provisional: sum(
        ({ provisional, adjustments }) => provisional + adjustments.filter(({ openSurveys }) => openSurveys > 0).length,
      ),
      withoutBase: sum(({ withoutBase }) => withoutBase),
    });
    await breathe();
  }
  return { months: closing, digest: hash.digest('base64url') };
}

/** What a page shows of a statement, or adds up. */
function figuresOf(statement: OpenStatement): readonly number[] {
  const { sellerId, lineCount, linesCents, effectCents, adjustmentsCents, provisional, withoutBase } = statement;
  return [sellerId, lineCount, linesCents, effectCents, adjustmentsCents, provisional, withoutBase];
}

/** What the seller is paid, given what the months before carried over, which is noted for the next. */
function payableAfter(statement: OpenStatement, carried: Map<number, number>): number {
  const { sellerId, linesCents, adjustmentsCents, carriedInCents } = statement;
  const before = sumCents([carriedInCents, carried.get(sellerId) ?? 0]);
  const { payableCents, carriedOutCents } = totalsOf(linesCents, adjustmentsCents, before);
  carried.set(sellerId, carriedOutCents);
  return payableCents;
}

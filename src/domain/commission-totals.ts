import { sumOfIntegers } from './exact-integers.js';

/** The totals of a seller's statement of one month, in centavos (SPEC 7). */
export interface StatementTotals {
  /** Sum of the lines of the sales that closed in the month. */
  readonly linesCents: number;
  /** Sum of the signed adjustments; not in a month that others have to close before. */
  readonly adjustmentsCents: number;
  /** What the month before left to be taken off: 0 or negative. */
  readonly carriedInCents: number;
  /** Never below zero. */
  readonly payableCents: number;
  /** What is left to be taken off later: 0 or negative. */
  readonly carriedOutCents: number;
}

/** The sum of amounts in centavos, exact. */
export function sumCents(amounts: Iterable<number>): number {
  return sumOfIntegers(amounts);
}

/** What is paid and what is carried over: the total to pay is never below zero (SPEC 7). */
export function totalsOf(linesCents: number, adjustmentsCents: number, carriedInCents: number): StatementTotals {
  const total = sumCents([linesCents, adjustmentsCents, carriedInCents]);
  const parts = { linesCents, adjustmentsCents, carriedInCents };
  if (total < 0) return { ...parts, payableCents: 0, carriedOutCents: total };
  return { ...parts, payableCents: total, carriedOutCents: 0 };
}

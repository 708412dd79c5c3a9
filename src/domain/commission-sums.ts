import type { CommissionPolicy } from './commission-policy.js';
import { sumCents } from './commission-totals.js';
import { quotientHalfUp } from './exact-integers.js';

/**
 * Scores are added up in parts of this size: every number of answers up to 12 divides it, so that the mean of an execution
 * is a whole number of them.
 */
export const SCORE_PARTS = 27_720;

/** Sales with their executions added up, each at the same place of three lists. */
export interface SummedSales {
  /** Centavos; 0 for a sale that pays nothing, because it has no base or was reversed. */
  readonly baseCents: readonly number[];
  /** How many executions count for Q. */
  readonly executions: readonly number[];
  /** The sum of their means, in parts of SCORE_PARTS. */
  readonly scoreParts: readonly number[];
}

/** What some sales come to, in centavos. */
export interface SummedCents {
  readonly linesCents: number;
  /** What quality added, or took away: the difference to factor 1. */
  readonly effectCents: number;
}

/** What the sales come to: the sum of what `commissionOf` says of each of them. */
export function centsOfSummed(
  { baseCents, executions, scoreParts }: SummedSales,
  policy: CommissionPolicy,
): SummedCents {
  const effects = baseCents.map((base, index) =>
    effectOf({ base, executions: executions[index] ?? 0, parts: scoreParts[index] ?? 0 }, policy),
  );
  const effectCents = sumCents(effects);
  return { linesCents: sumCents([sumCents(baseCents), effectCents]), effectCents };
}

/**
 * What quality adds to a base, rounded half up to the centavo: since the base is whole, base + base × k × Q / 100 rounds as
 * base × (1 + k × Q / 100) does (SPEC 7).
 */
function effectOf(sale: { base: number; executions: number; parts: number }, policy: CommissionPolicy): number {
  const { base, executions, parts } = sale;
  if (executions === 0 || (policy.bonusOnly && parts < 0)) return 0;
  // k is in ten-thousandths, Q in hundredths of the largest weight.
  return quotientHalfUp([base, policy.k, parts], [1_000_000, SCORE_PARTS, executions]);
}

import type { CommissionPolicy } from './commission-policy.js';
import { divideHalfUp, greatestDivisor } from './rounding.js';
import type { Score } from './score.js';

/** An execution that stands, as a commission looks at it. */
export interface ScoredExecution {
  readonly id: number;
  /** Who ran the survey. */
  readonly executedBy: number;
  readonly score: Score;
}

/** What the commission of one sale depends on, besides the policy of the month in which it closed (SPEC 7). */
export interface CommissionFacts {
  readonly sellerId: number;
  /** Centavos, copied onto the sale; null: *sem base*. */
  readonly baseCents: number | null;
  /** The sale was cancelled with *estornar a comissão*. */
  readonly reversed: boolean;
  /** Every execution of the sale that stands, in any order. */
  readonly executions: readonly ScoredExecution[];
}

/** Q as a ratio of integers in lowest terms; the denominator is positive. */
export interface Quality {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** A commission with all that it was made of. */
export interface Commission {
  /** Null when no execution counts: the base is paid. */
  readonly quality: Quality | null;
  /** The ids of the executions that Q is made of. */
  readonly counted: readonly number[];
  /** Centavos; null for a sale without a base, which pays nothing yet. */
  readonly cents: number | null;
}

/** The commission of a sale (SPEC 7), exact: one rounding, half up, to the centavo. */
export function commissionOf(facts: CommissionFacts, policy: CommissionPolicy): Commission {
  const counting = facts.executions.filter((execution) => counts(execution, facts.sellerId, policy));
  const quality = qualityOf(counting.map(({ score }) => score));
  return { quality, counted: counting.map(({ id }) => id), cents: centsOf(facts, quality, policy) };
}

/** An execution without a score is left out; so is the seller's own, where the policy says so. */
function counts({ score, executedBy }: ScoredExecution, sellerId: number, { ownSurvey }: CommissionPolicy): boolean {
  return score.count > 0 && !(ownSurvey === 'leave-out' && executedBy === sellerId);
}

/** The mean of the means, in −100..100: each execution weighs the same, however many questions it had. Null of none. */
export function qualityOf(scores: readonly Score[]): Quality | null {
  if (scores.length === 0) return null;
  let numerator = 0n;
  let denominator = 1n;
  for (const { sum, count } of scores) {
    numerator = numerator * BigInt(count) + BigInt(sum) * denominator;
    denominator *= BigInt(count);
  }
  return inLowestTerms(numerator, denominator * BigInt(scores.length));
}

function inLowestTerms(numerator: bigint, denominator: bigint): Quality {
  const common = greatestDivisor(numerator < 0n ? -numerator : numerator, denominator);
  return { numerator: numerator / common, denominator: denominator / common };
}

/** What a base pays with that Q, which need not be in lowest terms: centavos, null without a base. */
export function centsOf(
  { baseCents, reversed }: Pick<CommissionFacts, 'baseCents' | 'reversed'>,
  quality: Quality | null,
  policy: CommissionPolicy,
): number | null {
  if (reversed) return 0;
  if (baseCents === null || quality === null) return baseCents;
  const { numerator, denominator } = multiplierOf(quality, policy);
  return Number(divideHalfUp(BigInt(baseCents) * numerator, denominator));
}

/** k is in ten-thousandths and Q in hundredths of the largest weight: 1 + k × Q / 100 is (10⁶ + k × Q) / 10⁶. */
const ONE = 1_000_000n;

/** What the base is multiplied with, in lowest terms: 1 without Q, and never below 1 with *somente bônus*. */
export function factorOf(quality: Quality | null, policy: CommissionPolicy): Quality {
  if (quality === null) return { numerator: 1n, denominator: 1n };
  const { numerator, denominator } = multiplierOf(quality, policy);
  return inLowestTerms(numerator, denominator);
}

function multiplierOf({ numerator, denominator }: Quality, { k, bonusOnly }: CommissionPolicy): Quality {
  if (bonusOnly && numerator < 0n) return { numerator: 1n, denominator: 1n };
  return { numerator: ONE * denominator + BigInt(k) * numerator, denominator: ONE * denominator };
}

/** What quality adds to a commission, or takes away: its difference to factor 1. Nothing without a base, or when reversed. */
export function effectOfQuality(
  { baseCents, reversed }: Pick<CommissionFacts, 'baseCents' | 'reversed'>,
  { cents }: Pick<Commission, 'cents'>,
): number {
  if (reversed || baseCents === null || cents === null) return 0;
  return Number(BigInt(cents) - BigInt(baseCents));
}

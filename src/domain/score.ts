import { divideHalfUp } from './rounding.js';

/**
 * The score of an execution, or of many added together: the mean is `sum / count`, kept as the pair so that nothing is
 * rounded before it is printed (SPEC 5, STYLE 11). A count of 0 has no mean.
 */
export interface Score {
  readonly sum: number;
  readonly count: number;
}

/** The score of answers: those with a weight count; "não se aplica" and *sem resposta* (weight null) are left out. */
export function scoreOf(answers: Iterable<{ readonly weight: number | null }>): Score {
  let sum = 0;
  let count = 0;
  for (const { weight } of answers) {
    if (weight === null) continue;
    sum += weight;
    count += 1;
  }
  return { sum, count };
}

/**
 * The mean for printing, rounded half up (towards +∞) to `decimals` places in exact integer arithmetic: {5, 2} is 3
 * with none, and {−5, 2} is −2. Null when nothing was graded.
 */
export function roundedScore({ sum, count }: Score, decimals: number): number | null {
  if (count === 0) return null;
  const scale = 10 ** decimals;
  return Number(divideHalfUp(BigInt(sum) * BigInt(scale), BigInt(count))) / scale;
}

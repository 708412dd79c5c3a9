/** What many samples of one figure come to, in the samples' own unit. */
export interface Summary {
  readonly p50: number;
  readonly p99: number;
  readonly samples: number;
}

/** The smallest sample that at least `share` (0 to 1) of the samples do not exceed. @throws RangeError without samples */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const found = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (found === undefined) throw new RangeError('no samples');
  return found;
}

export function summaryOf(samples: readonly number[]): Summary {
  return { p50: percentile(samples, 0.5), p99: percentile(samples, 0.99), samples: samples.length };
}

/** One sample, in milliseconds. */
export interface Sample {
  /** As the clock on the wall says. */
  readonly ms: number;
  /** How long the server's side kept a processor busy; NaN where that is not known. */
  readonly cpu: number;
}

/** What many samples of one figure come to. */
export interface Summary {
  /** Of the wall clock, as is p99. */
  readonly p50: number;
  readonly p99: number;
  /** Median processor time; null where it is not known. */
  readonly cpu: number | null;
  readonly samples: number;
}

/** The smallest sample that at least `share` (0 to 1) of the samples do not exceed. @throws RangeError without samples */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const found = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (found === undefined) throw new RangeError('no samples');
  return found;
}

export function summaryOf(samples: readonly Sample[]): Summary {
  const times = samples.map(({ ms }) => ms);
  const cpu = percentile(
    samples.map((sample) => sample.cpu),
    0.5,
  );
  return {
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    cpu: Number.isNaN(cpu) ? null : cpu,
    samples: samples.length,
  };
}

/** The sample of a figure that has no processor time of its own. */
export function timed(ms: number): Sample {
  return { ms, cpu: Number.NaN };
}

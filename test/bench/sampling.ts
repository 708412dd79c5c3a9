import { performance } from 'node:perf_hooks';
import { type Sample, type Summary, summaryOf } from './statistics.js';

/** How many samples: never less than `LEAST`, and none is begun after `forMs`, a fifth of which may warm up. */
export interface Amount {
  readonly warmUp: number;
  readonly atMost: number;
  readonly forMs: number;
}

const LEAST = 3;

export const USUAL: Amount = { warmUp: 20, atMost: 200, forMs: 2_500 };

/** For measures of which there are many. */
export const SHORT: Amount = { warmUp: 5, atMost: 60, forMs: 800 };

/** For what takes a write before each sample. */
export const COSTLY: Amount = { warmUp: 2, atMost: 40, forMs: 1_500 };

/** Takes samples one after the other; `sample` is told their number, from 0, and says what it measured. */
export async function sampled(sample: (n: number) => Promise<Sample>, amount: Amount = USUAL): Promise<Summary> {
  const { warmUp, atMost, forMs } = amount;
  const started = performance.now();
  const spent = () => performance.now() - started;
  let taken = 0;
  while (taken < warmUp && (taken === 0 || spent() < forMs / 5)) await sample(taken++);
  const samples: Sample[] = [];
  while (samples.length < atMost && (samples.length < LEAST || spent() < forMs)) samples.push(await sample(taken++));
  return summaryOf(samples);
}

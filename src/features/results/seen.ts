import { isSmallSample, type Ratio, ratio } from '../../domain/results.js';
import type { ResultQuery } from './query.js';

/**
 * A mean of weights as far as who looks may see it. Who records grades does not see what they weigh (SPEC 5), and of one survey
 * or of a few the mean would tell him: of these he sees none (decision 36).
 */
export function seenMean({ own }: Pick<ResultQuery, 'own'>, mean: Ratio, sample: number): Ratio {
  return own === 'operator' && isSmallSample(sample) ? ratio(0, 0) : mean;
}

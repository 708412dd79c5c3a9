import { scaleBand, scaleLinear } from 'd3-scale';
import { rounded } from './frame.js';

/** A bar of a ranking or of a distribution; a value of null has no bar, and says "—". */
export interface Bar {
  readonly value: number | null;
}

/** Where a bar lies, in units of a view box of 100 by 10; `below` where the value is negative. */
export interface BarPicture {
  readonly x: number;
  readonly width: number;
  readonly below: boolean;
  /** Where zero lies. */
  readonly zero: number;
}

/**
 * Bars that lie beside the words and numbers of their own table rows, all on one scale: from 0, or from the lowest negative
 * value; `domain` where what is measured has ends. The table is the picture's text: a bar needs no other.
 */
export function barsFor(
  bars: readonly Bar[],
  domain: readonly [number, number] | null = null,
): readonly (BarPicture | null)[] {
  const values = bars.map(({ value }) => value ?? 0);
  const [low, high] = domain ?? [Math.min(0, ...values), Math.max(0, ...values)];
  const x = scaleLinear([low, high === low ? low + 1 : high], [0, 100]).clamp(true);
  const zero = rounded(x(0));
  return bars.map(({ value }) => {
    if (value === null) return null;
    const end = rounded(x(value));
    return { x: Math.min(zero, end), width: rounded(Math.abs(end - zero)), below: value < 0, zero };
  });
}

/** A column of a small spread, in units of a view box of 110 by 30. */
export interface SpreadBar {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Columns beside the numbers of their own table row, the highest as high as there is room; what is 0 has a foot. */
export function spreadFor(counts: readonly number[]): readonly SpreadBar[] {
  const x = scaleBand(
    counts.map((_, index) => index),
    [0, 110],
  ).padding(0.2);
  const y = scaleLinear([0, Math.max(1, ...counts)], [0, 29]);
  return counts.map((count, index) => {
    const height = rounded(1 + y(count));
    return { x: rounded(x(index) ?? 0), y: rounded(30 - height), width: rounded(x.bandwidth()), height };
  });
}

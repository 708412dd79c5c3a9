import type { Quality } from './commission.js';
import { divideHalfUp } from './rounding.js';

/** A ratio as people write it. */
export interface RatioText {
  /** Rounded half up to the places asked for, without zeros at the end that were not asked for: `1,04`, `−8,73`. */
  readonly text: string;
  /** Whether `text` is all of it, and not rounded. */
  readonly exact: boolean;
}

/** Writes a ratio with at most `decimals` places, exactly where it has no more, and at least `least`, as a column wants it. */
export function ratioText(
  { numerator, denominator }: Quality,
  decimals: number,
  separator: ',' | '.',
  least = 0,
): RatioText {
  const scale = 10n ** BigInt(decimals);
  const scaled = divideHalfUp(numerator * scale, denominator);
  const exact = scaled * denominator === numerator * scale;
  const absolute = scaled < 0n ? -scaled : scaled;
  const whole = String(absolute / scale);
  const places = String(absolute % scale)
    .padStart(decimals, '0')
    .replace(/0+$/, '')
    .padEnd(least, '0');
  const sign = scaled < 0n ? '−' : '';
  return { text: `${sign}${whole}${places === '' ? '' : `${separator}${places}`}`, exact };
}

import { divideHalfUp } from './rounding.js';

// The one place where amounts are computed with numbers: bigints take ten times as long, and a month may have a hundred
// thousand sales. A product or a sum of integers that comes out as a safe integer was exact on the way: once a part of it
// has reached 2^53, rounding cannot bring it back below, unless a factor is 0. All else is computed with bigints.

/** Three integers that are multiplied. */
export type Product = readonly [number, number, number];

/** A product divided by another, which is positive, rounded half up: exact. */
export function quotientHalfUp([a, b, c]: Product, [d, e, f]: Product): number {
  const divisor = 2 * d * e * f;
  const doubled = 2 * a * b * c;
  const dividend = doubled + d * e * f;
  if (!Number.isSafeInteger(divisor) || !Number.isSafeInteger(doubled) || !Number.isSafeInteger(dividend))
    return Number(divideHalfUp(BigInt(a) * BigInt(b) * BigInt(c), BigInt(d) * BigInt(e) * BigInt(f)));
  const remainder = dividend % divisor;
  const quotient = (dividend - remainder) / divisor;
  return remainder < 0 ? quotient - 1 : quotient;
}

/** The sum of integers, exact. */
export function sumOfIntegers(integers: Iterable<number>): number {
  let sum = 0;
  let exact = 0n;
  for (const integer of integers) {
    const next = sum + integer;
    if (Number.isSafeInteger(next)) sum = next;
    else {
      exact += BigInt(sum) + BigInt(integer);
      sum = 0;
    }
  }
  return exact === 0n ? sum : Number(exact + BigInt(sum));
}

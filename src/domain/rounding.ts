/**
 * The quotient rounded half up, towards +∞: 2.5 → 3, −2.5 → −2. Exact, because it never leaves the integers; the one
 * rounding of weights, scores and money (SPEC 2, 5, 7). The divisor must be positive.
 */
export function divideHalfUp(dividend: bigint, divisor: bigint): bigint {
  return floorDivide(2n * dividend + divisor, 2n * divisor);
}

/** BigInt's own division truncates towards zero. */
function floorDivide(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return dividend < quotient * divisor ? quotient - 1n : quotient;
}

/** The greatest number that divides both, which are not negative; of 0 and another the other. */
export function greatestDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestDivisor(b, a % b);
}

import fc from 'fast-check';
import t from 'tap';
import { type Product, quotientHalfUp, sumOfIntegers } from '../../src/domain/exact-integers.js';

const LIMIT = 2 ** 53;

/** The quotient as a fraction says it, looked for from its definition: the whole q with q ≤ x + ½ < q + 1. */
function byDefinition(dividend: Product, divisor: Product): bigint {
  const [n, d] = [product(dividend), product(divisor)];
  let q = (2n * n + d) / (2n * d);
  while (q * 2n * d > 2n * n + d) q -= 1n;
  while ((q + 1n) * 2n * d <= 2n * n + d) q += 1n;
  return q;
}

function product([a, b, c]: Product): bigint {
  return BigInt(a) * BigInt(b) * BigInt(c);
}

t.test('a quotient is rounded half up', async (t) => {
  for (const [dividend, divisor, expected] of [
    [[5, 1, 1], [2, 1, 1], 3],
    [[-5, 1, 1], [2, 1, 1], -2],
    [[-7, 1, 1], [2, 1, 1], -3],
    [[7, 1, 1], [3, 1, 1], 2],
    [[-7, 1, 1], [3, 1, 1], -2],
    [[-8, 1, 1], [3, 1, 1], -3],
    [[6, 1, 1], [3, 1, 1], 2],
    [[-6, 1, 1], [3, 1, 1], -2],
    [[0, 9, 9], [7, 1, 1], 0],
    [[1, 1, 1], [3, 1, 1], 0],
    [[-1, 1, 1], [3, 1, 1], 0],
    [[2, 3, 5], [7, 11, 13], 0],
    [[20, 30, -50], [7, 11, 13], -30],
    [[5, 1, 1], [2, 1, 2], 1],
    [[5, 1, 1], [2, 2, 1], 1],
    [[5, 1, 1], [1, 2, 2], 1],
  ] as const)
    t.equal(quotientHalfUp(dividend, divisor), expected, `${dividend.join(' × ')} ÷ ${divisor.join(' × ')}`);
});

t.test('it is exact on either side of what a number holds', async (t) => {
  for (const [dividend, divisor] of [
    [
      [LIMIT / 2 - 1, 1, 1],
      [1, 1, 1],
    ],
    [
      [LIMIT / 2, 1, 1],
      [1, 1, 1],
    ],
    [
      [LIMIT / 2 - 3, 1, 1],
      [5, 1, 1],
    ],
    [
      [LIMIT - 1, 1, 1],
      [1, 1, 1],
    ],
    [
      [-LIMIT + 1, 1, 1],
      [2, 1, 1],
    ],
    // 3 × 94,906,267² is above 2^53, and no number holds it.
    [
      [94_906_267, 94_906_267, 3],
      [94_906_267, 2, 1],
    ],
    [
      [94_906_267, 94_906_267, -3],
      [94_906_267, 2, 1],
    ],
    [
      [3, 94_906_267, 94_906_267],
      [1, 94_906_267, 3],
    ],
    [
      [LIMIT - 1, LIMIT - 1, 0],
      [1, 1, 1],
    ],
    [
      [1, 1, 1],
      [LIMIT / 2, 1, 1],
    ],
    [
      [LIMIT / 4, 1, 1],
      [LIMIT / 2, 1, 1],
    ],
    // Half of the divisor added to twice the dividend is odd and above 2^53: as a number it were a multiple of 18.
    [
      [LIMIT / 2 - 3, 1, 1],
      [9, 1, 1],
    ],
    [
      [10 ** 12, 10_000, 1_000_000],
      [1_000_000, 27_720, 1_000],
    ],
  ] as const)
    t.equal(BigInt(quotientHalfUp(dividend, divisor)), byDefinition(dividend, divisor), `${dividend} ÷ ${divisor}`);
});

t.test('whatever is divided, it is what bigints say', async (t) => {
  const [base, weight] = [fc.oneof(fc.nat(10 ** 6), fc.nat({ max: 2 ** 31 - 1 })), fc.nat(10_000)];
  const parts = fc.integer({ min: -30_000_000, max: 30_000_000 });
  const property = fc.property(fc.tuple(base, weight, parts), fc.integer({ min: 1, max: 40 }), (dividend, count) => {
    const divisor = [1_000_000, 27_720, count] as const;
    return BigInt(quotientHalfUp(dividend, divisor)) === byDefinition(dividend, divisor);
  });
  fc.assert(property, { numRuns: 20_000 });
  t.pass();
});

t.test('a sum is exact, on its way too', async (t) => {
  t.equal(sumOfIntegers([]), 0);
  t.equal(sumOfIntegers([5200, -200, 1]), 5001);
  t.equal(sumOfIntegers(new Set([3, 4])), 7);
  t.equal(sumOfIntegers([LIMIT - 1, 2, -2, -2]), LIMIT - 3);
  t.equal(sumOfIntegers([LIMIT - 1, LIMIT - 1, 3, -LIMIT + 1, -LIMIT + 1]), 3);
  t.equal(sumOfIntegers([-LIMIT + 1, -2, LIMIT - 1]), -2);
  t.equal(sumOfIntegers([LIMIT - 1, 2, -LIMIT + 1, -1]), 1, 'when all of it was too much for a number');
  const integers = fc.array(fc.integer({ min: -(2 ** 52), max: 2 ** 52 }), { maxLength: 12 });
  const property = fc.property(integers, (some) => {
    // What brings the sum back to where a number holds it.
    const total = some.reduce((sum, one) => sum + BigInt(one), 0n);
    const back = some.map((one) => -one);
    return sumOfIntegers([...some, ...back, 17]) === 17 && (total > LIMIT || Number(total) === sumOfIntegers(some));
  });
  fc.assert(property, { numRuns: 2_000 });
});

import fc from 'fast-check';
import t from 'tap';
import { divideHalfUp } from '../../src/domain/rounding.js';

t.test('a half is rounded towards +∞', async (t) => {
  const rows: [bigint, bigint, bigint][] = [
    [5n, 2n, 3n],
    [-5n, 2n, -2n],
    [-25n, 2n, -12n],
    [-1n, 2n, 0n],
    [1n, 2n, 1n],
    [1n, 3n, 0n],
    [2n, 3n, 1n],
    [-1n, 3n, 0n],
    [-2n, 3n, -1n],
    [-4n, 2n, -2n],
    [0n, 7n, 0n],
  ];
  for (const [dividend, divisor, expected] of rows)
    t.equal(divideHalfUp(dividend, divisor), expected, `${dividend} / ${divisor}`);
});

t.test('the result lies less than half a step below the quotient, and at most half a step above', async () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.bigInt({ min: 1n, max: 10n ** 12n }), (n, d) => {
      const twiceError = 2n * (divideHalfUp(n, d) * d - n);
      return twiceError > -d && twiceError <= d;
    }),
  );
});

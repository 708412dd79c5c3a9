import t from 'tap';
import { sumCents, totalsOf } from '../../src/domain/commission-totals.js';

t.test('amounts are added exactly', async (t) => {
  t.equal(sumCents([]), 0);
  t.equal(sumCents([5200, -200, 1]), 5001);
  t.equal(sumCents([2 * 10 ** 12, 2 * 10 ** 12, -1]), 3_999_999_999_999);
});

t.test('the total to pay is never below zero, and the rest is carried over', async (t) => {
  for (const [lines, adjustments, carriedIn, payable, carriedOut] of [
    [5000, 0, 0, 5000, 0],
    [5000, -2000, -1000, 2000, 0],
    [5000, -2000, -3000, 0, 0],
    [5000, -2000, -3001, 0, -1],
    [0, 0, -7000, 0, -7000],
    [0, 1, 0, 1, 0],
    [0, -1, 0, 0, -1],
  ] as const)
    t.same(totalsOf(lines, adjustments, carriedIn), {
      linesCents: lines,
      adjustmentsCents: adjustments,
      carriedInCents: carriedIn,
      payableCents: payable,
      carriedOutCents: carriedOut,
    });
});

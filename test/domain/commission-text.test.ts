import t from 'tap';
import { ratioText } from '../../src/domain/commission-text.js';

t.test('a ratio is written with no more places than it has', async (t) => {
  for (const [numerator, denominator, decimals, text, exact] of [
    [20n, 1n, 2, '20', true],
    [26n, 25n, 4, '1,04', true],
    [550n, 63n, 2, '8,73', false],
    [-550n, 63n, 2, '−8,73', false],
    [-1n, 2n, 2, '−0,5', true],
    [1n, 3n, 2, '0,33', false],
    [-1n, 1000n, 2, '0', false],
    [199n, 200n, 2, '1', false],
    [0n, 1n, 2, '0', true],
    [100n, 1n, 2, '100', true],
  ] as const)
    t.same(ratioText({ numerator, denominator }, decimals, ','), { text, exact }, `${numerator}/${denominator}`);
  t.equal(ratioText({ numerator: 26n, denominator: 25n }, 4, '.').text, '1.04');
  for (const [denominator, text] of [
    [26n, '1,00'],
    [13n, '2,00'],
    [20n, '1,30'],
    [3n, '8,6667'],
  ] as const)
    t.equal(ratioText({ numerator: 26n, denominator }, 4, ',', 2).text, text, 'and with at least as many as asked for');
});

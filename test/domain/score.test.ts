import fc from 'fast-check';
import t from 'tap';
import { roundedScore, scoreOf } from '../../src/domain/score.js';

const weights = fc.integer({ min: -100, max: 100 });
const answers = fc.array(fc.record({ weight: fc.option(weights) }), { maxLength: 30 });

t.test('a score adds the weights of what was graded, and counts it', async (t) => {
  t.same(scoreOf([{ weight: 100 }, { weight: -50 }, { weight: 0 }]), { sum: 50, count: 3 });
  t.same(scoreOf([{ weight: 60 }, { weight: null }]), { sum: 60, count: 1 }, 'not what was left without a grade');
  t.same(scoreOf([{ weight: null }]), { sum: 0, count: 0 });
  t.same(scoreOf([]), { sum: 0, count: 0 });
});

t.test('a score is printed rounded half up', async (t) => {
  const rows: [number, number, number, number | null][] = [
    [50, 3, 0, 17],
    [50, 3, 1, 16.7],
    [50, 3, 2, 16.67],
    [5, 2, 0, 3],
    [-5, 2, 0, -2],
    [-50, 3, 1, -16.7],
    [1, 8, 2, 0.13],
    [-1, 8, 2, -0.12],
    [-1, 3, 0, 0],
    [100, 1, 1, 100],
    [0, 4, 1, 0],
    [0, 0, 1, null],
  ];
  for (const [sum, count, decimals, expected] of rows)
    t.equal(roundedScore({ sum, count }, decimals), expected, `${sum} / ${count} to ${decimals} decimals`);
});

t.test('the mean lies within −100 and 100, and no grade weighs more than the best or less than the worst', async () => {
  fc.assert(
    fc.property(answers, fc.nat(4), (answers, decimals) => {
      const graded = answers.flatMap(({ weight }) => (weight === null ? [] : [weight]));
      const mean = roundedScore(scoreOf(answers), decimals);
      if (graded.length === 0) return mean === null;
      return mean !== null && mean >= Math.min(...graded) && mean <= Math.max(...graded) && Math.abs(mean) <= 100;
    }),
  );
});

t.test('what has no grade never changes a score, nor does the order of the answers', async () => {
  fc.assert(
    fc.property(answers, (answers) => {
      const score = JSON.stringify(scoreOf(answers));
      const graded = answers.filter(({ weight }) => weight !== null);
      return JSON.stringify(scoreOf(graded)) === score && JSON.stringify(scoreOf(answers.toReversed())) === score;
    }),
  );
});

t.test('zero is printed without a sign', async () => {
  fc.assert(
    fc.property(
      weights,
      fc.integer({ min: 1, max: 500 }),
      (sum, count) => !Object.is(roundedScore({ sum, count }, 1), -0),
    ),
  );
});

import t from 'tap';
import { tonesOf } from '../../../src/features/results/versions.js';

t.test('as many versions as can be told apart have looks of their own, the latest of more than those', async (t) => {
  for (const [count, tones] of [
    [0, []],
    [1, [1]],
    [6, [1, 2, 3, 4, 5, 6]],
    [7, [0, 0, 1, 2, 4, 5, 6]],
    [9, [0, 0, 0, 0, 1, 2, 4, 5, 6]],
  ] as const)
    t.same(tonesOf(count), tones, `${count}`);
});

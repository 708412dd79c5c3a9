import fc from 'fast-check';
import t from 'tap';
import { percentile, summaryOf, timed } from './statistics.js';

t.test('a percentile is the smallest sample that so many do not exceed', async (t) => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  t.equal(percentile(hundred, 0.5), 50);
  t.equal(percentile(hundred, 0.99), 99);
  t.equal(percentile(hundred, 1), 100);
  t.equal(percentile([3, 1, 2], 0.5), 2);
  t.equal(percentile([7], 0.99), 7);
  t.throws(() => percentile([], 0.5), RangeError);
});

t.test('at least the share lies at or below the percentile, and less than it lies below', async () => {
  const samples = fc.array(fc.integer(), { minLength: 1 });
  const share = fc.integer({ min: 1, max: 100 }).map((percent) => percent / 100);
  fc.assert(
    fc.property(samples, share, (samples, share) => {
      const found = percentile(samples, share);
      const within = (test: (value: number) => boolean) => samples.filter(test).length;
      return (
        within((value) => value <= found) >= share * samples.length &&
        within((value) => value < found) < share * samples.length
      );
    }),
  );
});

t.test('a summary says how many samples it is of', async (t) => {
  t.same(summaryOf([1, 2, 3].map((ms) => ({ ms, cpu: ms / 2 }))), { p50: 2, p99: 3, cpu: 1, samples: 3 });
  t.same(summaryOf([timed(4)]), { p50: 4, p99: 4, cpu: null, samples: 1 });
});

import t from 'tap';
import {
  daysOf,
  isMonth,
  monthNumber,
  monthOf,
  monthsBetween,
  nextMonth,
  previousMonth,
} from '../../src/domain/month.js';

t.test('months, their days and their neighbours', async (t) => {
  for (const [text, expected] of [
    ['2026-01', true],
    ['2026-12', true],
    ['2026-00', false],
    ['2026-13', false],
    ['2026-1', false],
    ['2200-01', false],
    ['2026-01-01', false],
  ] as const)
    t.equal(isMonth(text), expected, text);
  t.equal(monthOf('2026-02-28'), '2026-02');
  t.same(daysOf('2026-02'), { from: '2026-02-01', to: '2026-02-28' });
  t.same(daysOf('2024-02'), { from: '2024-02-01', to: '2024-02-29' });
  t.same(daysOf('2026-12'), { from: '2026-12-01', to: '2026-12-31' });
  t.equal(monthNumber('2026-07'), 202607);
  t.equal(nextMonth('2026-12'), '2027-01');
  t.equal(nextMonth('2026-02'), '2026-03');
  t.equal(previousMonth('2026-01'), '2025-12');
  t.same(monthsBetween('2025-11', '2026-02'), ['2025-11', '2025-12', '2026-01', '2026-02']);
  t.same(monthsBetween('2026-02', '2026-01'), []);
});

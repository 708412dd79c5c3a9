import fc from 'fast-check';
import t from 'tap';
import { addDays, daysBetween } from '../../src/domain/civil-date.js';
import { isPeriodPreset, PERIOD_PRESETS, periodBefore, presetRange } from '../../src/domain/period.js';

t.test('a preset means whole days of the calendar, counted from today', async (t) => {
  for (const [preset, today, from, to] of [
    ['today', '2026-07-10', '2026-07-10', '2026-07-10'],
    ['this-week', '2026-07-10', '2026-07-05', '2026-07-11'],
    ['this-week', '2026-07-05', '2026-07-05', '2026-07-11'],
    ['this-week', '2026-07-11', '2026-07-05', '2026-07-11'],
    ['this-week', '2027-01-01', '2026-12-27', '2027-01-02'],
    ['this-month', '2026-07-10', '2026-07-01', '2026-07-31'],
    ['this-month', '2026-02-28', '2026-02-01', '2026-02-28'],
    ['this-month', '2028-02-01', '2028-02-01', '2028-02-29'],
    ['this-month', '2026-12-31', '2026-12-01', '2026-12-31'],
    ['last-month', '2026-07-31', '2026-06-01', '2026-06-30'],
    ['last-month', '2026-01-01', '2025-12-01', '2025-12-31'],
    ['last-month', '2028-03-31', '2028-02-01', '2028-02-29'],
    ['last-90-days', '2026-07-10', '2026-04-12', '2026-07-10'],
    ['last-12-months', '2026-07-10', '2025-08-01', '2026-07-31'],
    ['last-12-months', '2026-12-31', '2026-01-01', '2026-12-31'],
    ['last-12-months', '2026-01-01', '2025-02-01', '2026-01-31'],
  ] as const)
    t.same(presetRange(preset, today), { from, to }, `${preset} on ${today}`);
});

t.test('every preset begins no later than it ends, and today lies in all but last month', async () => {
  const day = fc.integer({ min: 0, max: 30_000 }).map((days) => addDays('1990-01-01', days));
  fc.assert(
    fc.property(day, fc.constantFrom(...PERIOD_PRESETS), (today, preset) => {
      const { from, to } = presetRange(preset, today);
      const within = from <= today && today <= to;
      const days = daysBetween(from, to) + 1;
      const lengths = { today: [1], 'this-week': [7], 'last-90-days': [90], 'last-12-months': [365, 366] }[
        preset as 'today'
      ] ?? [28, 29, 30, 31];
      return from <= to && within === (preset !== 'last-month') && lengths.includes(days);
    }),
  );
});

t.test('what is no preset is none', async (t) => {
  t.ok(PERIOD_PRESETS.every(isPeriodPreset));
  for (const text of ['', 'interval', 'TODAY', 'constructor']) t.notOk(isPeriodPreset(text), text);
});

t.test('a period is compared with the one before it: months with months, days with as many days', async (t) => {
  for (const [from, to, before, until] of [
    ['2026-07-01', '2026-07-31', '2026-06-01', '2026-06-30'],
    ['2026-03-01', '2026-03-31', '2026-02-01', '2026-02-28'],
    ['2026-01-01', '2026-03-31', '2025-10-01', '2025-12-31'],
    ['2026-01-01', '2026-12-31', '2025-01-01', '2025-12-31'],
    ['2026-07-10', '2026-07-10', '2026-07-09', '2026-07-09'],
    ['2026-07-05', '2026-07-11', '2026-06-28', '2026-07-04'],
    ['2026-07-01', '2026-07-30', '2026-06-01', '2026-06-30'],
    ['2026-04-12', '2026-07-10', '2026-01-12', '2026-04-11'],
  ] as const)
    t.same(periodBefore({ from, to }), { from: before, to: until }, `${from} to ${to}`);
});

import fc from 'fast-check';
import t from 'tap';
import { addDays, type CivilDate, daysBetween } from '../../src/domain/civil-date.js';
import { datedFrom, extensionSteps, isRedatedBy } from '../../src/domain/survey-story.js';

const EXTENSIONS: readonly (readonly [CivilDate, readonly CivilDate[], readonly string[]])[] = [
  ['2026-07-11', [], []],
  ['2026-07-11', ['2026-07-20'], ['2026-07-11 → 2026-07-20']],
  ['2026-07-11', ['2026-07-15', '2026-07-20'], ['2026-07-11 → 2026-07-15', '2026-07-15 → 2026-07-20']],
  ['2026-07-16', ['2026-07-15', '2026-07-20'], ['2026-07-16 → 2026-07-20']],
  ['2026-07-20', ['2026-07-20'], []],
];

t.test('extensions are told from day to day, without those that a re-dating has overtaken', async (t) => {
  for (const [original, days, told] of EXTENSIONS)
    t.same(
      extensionSteps(
        original,
        days.map((expiresOn) => ({ expiresOn })),
      ).map(({ from, expiresOn }) => `${from} → ${expiresOn}`),
      told,
    );
});

t.test('a correction moves the dates of an open survey only', async (t) => {
  const spans = [
    { from: 10, until: 20 },
    { from: 30, until: null },
  ];
  const moved = [9, 10, 19, 20, 29, 30, 99].filter((at) => isRedatedBy({ at }, spans));
  t.same(moved, [9, 20, 29]);
});

t.test('the dates are counted from the closing date that last moved them', async (t) => {
  const corrected = { at: 15, from: '2026-07-01', to: '2026-07-04' };
  t.equal(datedFrom('2026-07-04', [corrected], []), '2026-07-04');
  t.equal(datedFrom('2026-07-04', [corrected], [{ from: 10, until: null }]), '2026-07-01');
});

t.test('whatever was corrected when, N stays N', async () => {
  const day = fc.integer({ min: -30, max: 30 });
  const step = fc.record({ days: day, open: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 8 }), fc.nat(20), (steps, startDays) => {
      let closedOn = '2026-07-01';
      let opensOn = addDays(closedOn, startDays);
      const corrections = [];
      const spans = [];
      for (const [at, { days, open }] of steps.entries()) {
        const to = addDays(closedOn, days);
        corrections.push({ at, from: closedOn, to });
        if (open) opensOn = addDays(opensOn, days);
        else spans.push({ from: at, until: at + 1 });
        closedOn = to;
      }
      return daysBetween(datedFrom(closedOn, corrections, spans), opensOn) === startDays;
    }),
  );
});

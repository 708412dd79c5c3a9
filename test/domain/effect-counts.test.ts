import { deepEqual } from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import type { SaleEffects, StandingDates } from '../../src/domain/configuration-effects.js';
import {
  counted,
  countsOf,
  type EffectCounts,
  fingerprintOf,
  NOTHING_CHANGES,
  together,
} from '../../src/domain/effect-counts.js';

const TODAY = '2026-07-10';
const dates = (opensOn: string, expiresOn: string): StandingDates => {
  return { opensOn, expiresOn, originalExpiresOn: expiresOn, businessExpiryDays: null };
};
const SCHEDULED = dates('2026-07-11', '2026-07-12');
const DUE = dates('2026-07-10', '2026-07-10');
const OVERDUE = dates('2026-07-08', '2026-07-09');

/** A sale that loses two surveys of five, and gets one. */
const SALE: SaleEffects = {
  before: [SCHEDULED, DUE, DUE, OVERDUE, OVERDUE],
  after: [SCHEDULED, SCHEDULED, SCHEDULED, DUE],
  redated: [
    { id: 1, dates: SCHEDULED, moved: true },
    { id: 2, dates: DUE, moved: false },
  ],
  removed: [4, 5],
  kept: [3],
  created: [{ ...DUE, ruleId: 1 }],
  reached: true,
};
const COUNTS: EffectCounts = {
  sales: 1,
  before: { scheduled: 1, due: 2, inconsistent: 2 },
  after: { scheduled: 3, due: 1, inconsistent: 0 },
  created: 1,
  removed: 2,
  kept: 1,
  redated: 1,
};

t.test('a sale is counted with its open surveys before and after; one that is not reached is not', async (t) => {
  t.same(counted(NOTHING_CHANGES, SALE, TODAY), COUNTS);
  t.same(counted(COUNTS, SALE, TODAY), together(COUNTS, COUNTS));
  t.same(counted(COUNTS, { ...SALE, reached: false }, TODAY), COUNTS);
});

t.test('the counts are one line, which says them again', async (t) => {
  t.equal(fingerprintOf(COUNTS), '1-1-2-2-3-1-0-1-2-1-1');
  for (const text of [
    '',
    '1',
    '1-1-2-2-3-1-0-1-2-1',
    '1-1-2-2-3-1-0-1-2-1-1-1',
    ' 1-1-2-2-3-1-0-1-2-1-1',
    `${'1-'.repeat(10)}x`,
  ])
    t.equal(countsOf(text), null, JSON.stringify(text));
});

const number = fc.nat(1_000_000);
const plain = { noNullPrototype: true } as const;
const statuses = fc.record({ scheduled: number, due: number, inconsistent: number }, plain);
const some: fc.Arbitrary<EffectCounts> = fc.record(
  {
    sales: number,
    before: statuses,
    after: statuses,
    created: number,
    removed: number,
    kept: number,
    redated: number,
  },
  plain,
);

t.test('each number has its place in the line, and parts add up number by number', async () => {
  const numbers = (counts: EffectCounts) => fingerprintOf(counts).split('-').map(Number);
  fc.assert(
    fc.property(some, some, (a, b) => {
      deepEqual(countsOf(fingerprintOf(a)), a);
      deepEqual(
        numbers(together(a, b)),
        numbers(a).map((count, index) => count + (numbers(b)[index] ?? 0)),
      );
    }),
  );
});

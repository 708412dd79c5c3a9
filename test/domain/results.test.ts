import fc from 'fast-check';
import t from 'tap';
import { bucketAt, bucketsOf } from '../../src/domain/buckets.js';
import { addDays } from '../../src/domain/civil-date.js';
import { merged, NO_RESULTS } from '../../src/domain/result-group.js';
import {
  csat,
  executionRate,
  isSmallSample,
  kindFigure,
  meanScore,
  NO_SURVEYS,
  type NpsTally,
  nps,
  npsTally,
  OPINIONS,
  type Opinion,
  onTimeRate,
  ratio,
  responseRate,
  rounded,
  type ScoreGroup,
  type SurveyTally,
  scoredIn,
  together,
} from '../../src/domain/results.js';

t.test('rates are those of the definition', async (t) => {
  for (const [executed, onTime, closed, inconsistent, execution, response, punctual] of [
    [0, 0, 0, 0, null, null, null],
    [8, 6, 1, 1, 80, 88.9, 60],
    [0, 0, 5, 0, 0, 0, 0],
    [0, 0, 0, 5, 0, null, 0],
    [3, 3, 0, 0, 100, 100, 100],
    [1, 0, 0, 2, 33.3, 100, 0],
    [2, 1, 0, 1, 66.7, 100, 33.3],
  ] as const) {
    const tally = { executed, onTime, closed, inconsistent };
    const percent = [executionRate(tally), responseRate(tally), onTimeRate(tally)].map((rate) => rounded(rate, 100, 1));
    t.same(percent, [execution, response, punctual], JSON.stringify(tally));
  }
});

/** Counts by the grades 0 to 10. */
const ofGrades = (counts: readonly number[]) => counts.map((count, index) => ({ position: index + 1, count }));

t.test('NPS is promoters less detractors', async (t) => {
  for (const [grades, expected, what] of [
    [[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], null, 'nobody answered'],
    [[0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1], 100, '9 and 10 are promoters'],
    [[1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0], -100, '0 and 6 are detractors'],
    [[0, 0, 0, 0, 0, 0, 0, 3, 4, 0, 0], 0, '7 and 8 are neither'],
    [[0, 0, 0, 0, 0, 0, 1, 1, 0, 1, 0], 0, '6, 7 and 9'],
    [[0, 0, 0, 0, 0, 0, 1, 0, 1, 2, 2], 50, 'four, one and one of six'],
    [[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], -45, 'five less seven of eleven is −45.45'],
    [[0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0], -50, 'a half'],
    [[1, 0, 0, 0, 0, 0, 0, 199, 0, 0, 0], 0, '−0.5 goes up to 0'],
  ] as const)
    t.equal(rounded(nps(npsTally(ofGrades(grades))), 100, 0), expected, what);
});

t.test('what a grade says is the same in figures and in lists', async (t) => {
  const positionsOf = (...some: Opinion[]) => some.flatMap((one) => [...OPINIONS[one].positions]).sort((a, b) => a - b);
  t.same(positionsOf('promoter', 'passive', 'detractor'), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], 'each once');
  t.same(positionsOf('satisfied', 'unsatisfied'), [1, 2, 3, 4, 5], 'each once');
  const sides = { promoter: 'promoters', passive: 'passives', detractor: 'detractors' } as const;
  for (const [opinion, side] of Object.entries(sides) as [keyof typeof sides, keyof NpsTally][])
    for (const position of OPINIONS[opinion].positions)
      t.equal(npsTally([{ position, count: 1 }])[side], 1, `${side} ${position}`);
  for (const position of positionsOf('satisfied', 'unsatisfied')) {
    const satisfied = (OPINIONS.satisfied.positions as readonly number[]).includes(position);
    t.equal(rounded(csat([{ position, count: 1 }]), 1, 0), satisfied ? 1 : 0, `${position}`);
  }
});

t.test('CSAT is the share of the top two of five', async (t) => {
  for (const [grades, expected] of [
    [[0, 0, 0, 0, 0], null],
    [[0, 0, 0, 1, 1], 100],
    [[1, 1, 1, 0, 0], 0],
    [[1, 1, 1, 1, 1], 40],
    [[0, 0, 1, 2, 0], 66.7],
  ] as const)
    t.equal(rounded(csat(ofGrades(grades)), 100, 1), expected, grades.join());
});

t.test('only questions of a kind have its figure', async (t) => {
  const grades = ofGrades([0, 0, 0, 1, 1]);
  t.equal(kindFigure(null, grades), null);
  t.same(kindFigure('csat', grades), ratio(2, 2));
  t.same(kindFigure('nps', grades), ratio(-2, 2));
});

t.test('the mean score is the mean of the scores of executions', async (t) => {
  const group = (graded: number, executions: number, sum: number): ScoreGroup => ({ graded, executions, sum });
  t.equal(rounded(meanScore([]), 1, 1), null);
  t.equal(rounded(meanScore([group(0, 5, 0)]), 1, 1), null, 'nothing was graded');
  t.equal(rounded(meanScore([group(2, 1, 50), group(2, 1, 150)]), 1, 1), 50);
  t.equal(rounded(meanScore([group(2, 1, 120), group(1, 1, -20)]), 1, 1), 20, 'SPEC 7: 60 and −20');
  t.equal(rounded(meanScore([group(2, 1, 120), group(1, 1, -20), group(0, 3, 0)]), 1, 1), 20, 'N/A alone is left out');
  t.equal(rounded(meanScore([group(3, 1, 100), group(7, 1, 0)]), 1, 2), 16.67);
  t.equal(scoredIn([group(2, 4, 120), group(0, 3, 0)]), 4);
});

t.test('groups are added up part by part, and none is nothing', async (t) => {
  const one = { executed: 1, onTime: 2, closed: 3, inconsistent: 4 };
  const other = { executed: 10, onTime: 20, closed: 30, inconsistent: 40 };
  const both = { executed: 11, onTime: 22, closed: 33, inconsistent: 44 };
  t.same(together(one, other), both);
  t.same(together(NO_SURVEYS, one), one);
  t.same(merged([]), NO_RESULTS);
  const group = (tally: SurveyTally, attempts: number, days: number, scores: readonly ScoreGroup[]) =>
    ({ tally, attempts, days, scores, tried: [attempts, 2, 3, 4] }) as const;
  const scores = [
    { graded: 2, executions: 1, sum: 120 },
    { graded: 3, executions: 1, sum: -30 },
  ];
  t.same(
    merged([group(one, 5, 7, scores), group(other, 50, 70, [{ graded: 2, executions: 4, sum: -20 }]), NO_RESULTS]),
    {
      ...{ tally: both, attempts: 55, days: 77, tried: [55, 4, 6, 8] },
      scores: [
        { graded: 2, executions: 5, sum: 100 },
        { graded: 3, executions: 1, sum: -30 },
      ],
    },
  );
});

t.test('a sample is small below ten, but nothing is no sample', async (t) => {
  t.same([0, 1, 9, 10].map(isSmallSample), [false, true, true, false]);
});

const executions = fc.array(fc.array(fc.integer({ min: -100, max: 100 }), { maxLength: 12 }), { maxLength: 40 });

t.test('the mean of groups is the mean of their executions, in whatever groups they come', async () =>
  fc.assert(
    fc.property(executions, fc.integer({ min: 1, max: 5 }), (all, parts) => {
      const one = (weights: readonly number[]) => ({
        tally: NO_SURVEYS,
        scores: [{ graded: weights.length, executions: 1, sum: weights.reduce((sum, weight) => sum + weight, 0) }],
        attempts: 0,
        tried: [0, 0, 0, 0] as const,
        days: 0,
      });
      const split = Array.from({ length: parts }, (_, part) =>
        merged(all.filter((_, index) => index % parts === part).map(one)),
      );
      const scores = all.filter((weights) => weights.length > 0);
      const exact = scores.map((weights) => weights.reduce((sum, weight) => sum + weight, 0) / weights.length);
      const printed = rounded(meanScore(merged(split).scores), 1, 3);
      if (scores.length === 0) return printed === null;
      const mean = exact.reduce((sum, score) => sum + score, 0) / scores.length;
      return Math.abs((printed ?? 1e9) - mean) < 0.0006;
    }),
  ),
);

const day = fc.integer({ min: 0, max: 20_000 }).map((days) => addDays('2000-01-01', days));

t.test('a period is cut into pieces that follow on each other and hold each of its days', async () =>
  fc.assert(
    fc.property(day, fc.integer({ min: 0, max: 4_000 }), fc.nat(4_000), (from, length, some) => {
      const to = addDays(from, length);
      const buckets = bucketsOf({ from, to });
      const joined = buckets.every(
        (bucket, index) => bucket.from === (index ? addDays(buckets[index - 1]?.to ?? '', 1) : from),
      );
      const date = addDays(from, some);
      const at = bucketAt(buckets, date);
      const found = date > to ? at === -1 : date >= (buckets[at]?.from ?? '') && date <= (buckets[at]?.to ?? '');
      return joined && buckets.at(-1)?.to === to && buckets.length <= 62 && found;
    }),
  ),
);

t.test('days of a month, weeks of a quarter, months of a year', async (t) => {
  const cut = (from: string, to: string) => bucketsOf({ from, to }).map((bucket) => `${bucket.unit} ${bucket.from}`);
  t.same(cut('2026-07-09', '2026-07-10'), ['day 2026-07-09', 'day 2026-07-10']);
  t.same(cut('2026-07-01', '2026-08-05').slice(0, 3), ['week 2026-07-01', 'week 2026-07-05', 'week 2026-07-12']);
  t.same(cut('2026-01-15', '2026-12-31').slice(0, 2), ['month 2026-01-15', 'month 2026-02-01']);
  t.same(cut('2016-06-01', '2026-12-31').slice(0, 2), ['year 2016-06-01', 'year 2017-01-01']);
});

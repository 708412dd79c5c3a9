import t from 'tap';
import { bucketsOf } from '../../src/domain/buckets.js';
import { type ExtendedAfter, overdueOver } from '../../src/domain/overdue.js';

const buckets = bucketsOf({ from: '2026-07-01', to: '2026-07-04' });

t.test('a survey becomes an inconsistency when its last day passes, and is settled when it ends', async (t) => {
  const closed = [
    { expiresOn: '2026-07-01', endedOn: '2026-07-01', count: 7 },
    { expiresOn: '2026-07-01', endedOn: '2026-07-02', count: 1 },
    { expiresOn: '2026-07-02', endedOn: '2026-07-04', count: 1 },
    { expiresOn: '2026-07-02', endedOn: '2026-07-05', count: 1 },
    { expiresOn: '2026-05-01', endedOn: '2026-07-03', count: 1 },
    { expiresOn: '2026-05-01', endedOn: '2026-06-30', count: 1 },
  ];
  const executed = [
    { expiresOn: '2026-07-03', endedOn: '2026-07-04', count: 2 },
    { expiresOn: '2026-07-04', endedOn: '2026-07-05', count: 1 },
    { expiresOn: '2026-07-04', endedOn: '2026-07-04', count: 9 },
  ];
  const open = new Map([
    ['2026-07-02', 3],
    ['2026-08-01', 5],
  ]);
  t.same(overdueOver(buckets, open, [...closed, ...executed], []), [
    { opened: 1, settled: 0 },
    { opened: 5, settled: 1 },
    { opened: 2, settled: 1 },
    { opened: 1, settled: 3 },
  ]);
});

t.test('one that was extended came up and was settled all the same', async (t) => {
  const extended = (surveyId: number, expiresOn: string, extendedOn: string, other: Partial<ExtendedAfter> = {}) => ({
    ...{ surveyId, count: 1, expiresOn, extendedOn, otherExpiresOn: null, otherEndedOn: null },
    ...other,
  });
  const counts = (...rows: ExtendedAfter[]) =>
    overdueOver(buckets, new Map(), [], rows).map((one) => Object.values(one));
  t.same(counts(extended(1, '2026-07-01', '2026-07-03')), [
    [1, 0],
    [0, 0],
    [0, 1],
    [0, 0],
  ]);
  t.same(
    counts(extended(1, '2026-06-20', '2026-07-04'), extended(2, '2026-07-04', '2026-07-09')),
    [
      [0, 0],
      [0, 0],
      [0, 0],
      [1, 1],
    ],
    'of a day before or after the period',
  );
  t.same(
    counts(
      extended(1, '2026-07-01', '2026-07-02', { otherExpiresOn: '2026-07-03', otherEndedOn: '2026-07-04' }),
      extended(2, '2026-07-01', '2026-07-02', { otherExpiresOn: '2026-07-01', otherEndedOn: '2026-07-02' }),
    ),
    [
      [1, 0],
      [0, 1],
      [0, 0],
      [0, 0],
    ],
    'twice in one piece, once among the others',
  );
  const alone = { surveyId: null, count: 3 };
  t.same(
    counts(
      extended(0, '2026-07-01', '2026-07-02', alone),
      extended(0, '2026-07-01', '2026-07-02', { ...alone, otherExpiresOn: '2026-07-04', otherEndedOn: '2026-07-02' }),
    ),
    [
      [6, 0],
      [0, 3],
      [0, 0],
      [0, 0],
    ],
    'several that went the same way count as many',
  );
  const [month] = bucketsOf({ from: '2026-01-01', to: '2026-12-31' }).slice(6);
  t.same(
    overdueOver(
      month === undefined ? [] : [month],
      new Map(),
      [],
      [extended(1, '2026-07-01', '2026-07-02'), extended(1, '2026-07-10', '2026-07-12')],
    ),
    [{ opened: 1, settled: 1 }],
    'twice in one piece counts once',
  );
});

t.test('without any there are none', async (t) => {
  t.same(
    overdueOver(buckets, new Map(), [], []),
    buckets.map(() => ({ opened: 0, settled: 0 })),
  );
  t.same(overdueOver([], new Map([['2026-07-01', 1]]), [], []), []);
});

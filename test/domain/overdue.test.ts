import t from 'tap';
import { bucketsOf } from '../../src/domain/buckets.js';
import { overdueOver } from '../../src/domain/overdue.js';

const ZONE = 'America/Sao_Paulo';
const buckets = bucketsOf({ from: '2026-07-01', to: '2026-07-04' });
const at = (text: string) => Date.parse(`${text}-03:00`);

t.test('a survey becomes an inconsistency when its last day passes, and is settled when it is closed', async (t) => {
  const closed = [
    { expiresOn: '2026-07-01', settledAt: at('2026-07-01T23:59:59') },
    { expiresOn: '2026-07-01', settledAt: at('2026-07-02T00:00:00') },
    { expiresOn: '2026-07-02', settledAt: at('2026-07-04T23:59:59') },
    { expiresOn: '2026-07-02', settledAt: at('2026-07-05T00:00:00') },
    { expiresOn: '2026-05-01', settledAt: at('2026-07-03T10:00:00') },
    { expiresOn: '2026-05-01', settledAt: at('2026-06-30T23:59:59') },
  ];
  const executed = [
    { expiresOn: '2026-07-03', executedOn: '2026-07-04', count: 2 },
    { expiresOn: '2026-07-04', executedOn: '2026-07-05', count: 1 },
    { expiresOn: '2026-07-04', executedOn: '2026-07-04', count: 9 },
  ];
  const open = new Map([
    ['2026-07-02', 3],
    ['2026-08-01', 5],
  ]);
  t.same(overdueOver(buckets, open, closed, executed, ZONE), [
    { opened: 1, settled: 0 },
    { opened: 5, settled: 1 },
    { opened: 2, settled: 1 },
    { opened: 1, settled: 3 },
  ]);
});

t.test('without any there are none', async (t) => {
  t.same(
    overdueOver(buckets, new Map(), [], [], ZONE),
    buckets.map(() => ({ opened: 0, settled: 0 })),
  );
  t.same(overdueOver([], new Map([['2026-07-01', 1]]), [], [], ZONE), []);
});

import fc from 'fast-check';
import t from 'tap';
import { addDays, daysBetween } from '../../src/domain/civil-date.js';
import { piecesOf } from '../../src/domain/pieces.js';

const day = fc.integer({ min: 0, max: 20_000 }).map((days) => addDays('2000-01-01', days));

t.test('pieces follow on each other, hold each day of the period, and none spans two months', async () =>
  fc.assert(
    fc.property(day, fc.integer({ min: 0, max: 4_000 }), day, (from, length, today) => {
      const to = addDays(from, length);
      const pieces = piecesOf({ from, to }, today);
      const joined = pieces.every((piece, at) => piece.from === (at ? addDays(pieces[at - 1]?.to ?? '', 1) : from));
      return joined && pieces.at(-1)?.to === to && pieces.every((one) => one.from.slice(0, 7) === one.to.slice(0, 7));
    }),
  ),
);

t.test('periods that overlap have the pieces between in common', async () =>
  fc.assert(
    fc.property(day, fc.nat(300), fc.integer({ min: 62, max: 900 }), day, (from, later, length, today) => {
      const to = addDays(from, length);
      const names = (start: string) => piecesOf({ from: start, to }, today).map((one) => `${one.from} ${one.to}`);
      const [longer, shorter] = [names(from), names(addDays(from, Math.min(later, length - 62)))];
      return shorter.slice(1).every((name) => longer.includes(name));
    }),
  ),
);

t.test('a month is one piece once it ended more than 31 days ago, and three until then', async (t) => {
  const cut = (today: string) =>
    piecesOf({ from: '2026-05-01', to: '2026-05-31' }, today).map((one) => one.to.slice(8));
  t.equal(daysBetween('2026-05-31', '2026-07-01'), 31);
  t.same(cut('2026-07-01'), ['10', '20', '31']);
  t.same(cut('2026-07-02'), ['31']);
  t.same(cut('2025-01-01'), ['10', '20', '31'], 'what is to come changes');
  t.same(piecesOf({ from: '2026-07-10', to: '2026-07-11' }, '2026-07-10').length, 2);
  t.same(piecesOf({ from: '2026-07-11', to: '2026-07-20' }, '2026-07-10'), [{ from: '2026-07-11', to: '2026-07-20' }]);
});

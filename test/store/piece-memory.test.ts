import t from 'tap';
import { answering, PieceMemory, type Reading } from '../../src/store/pieced-readings.js';

t.test('a piece is read again when its days were written, and then alone', async (t) => {
  const memory = new PieceMemory();
  const versions = [
    { day: '2026-01-31', version: 1 },
    { day: '2026-02-01', version: 4 },
  ];
  const piece = (from: string, to: string) => ({ sql: 'select', bindings: [from, to], days: { from, to } });
  const pieced = {
    of: 'surveys' as const,
    keys: ['key'],
    pieces: [piece('2026-01-01', '2026-01-31'), piece('2026-02-01', '2026-02-28')],
  };
  const read = () => {
    const asked: (Reading | undefined)[] = [];
    const reading = answering([pieced], memory);
    let step = reading.next();
    while (!step.done) {
      asked.push(step.value);
      const isPiece = step.value.sql === 'select';
      step = reading.next(
        isPiece
          ? [
              { key: 7, count: 2 },
              { key: step.value.bindings[0], count: 1 },
            ]
          : versions,
      );
    }
    return { pieces: asked.slice(1).map((one) => one?.bindings[0]), table: step.value[0] };
  };
  const table = [
    { key: 7, count: 4 },
    { key: '2026-01-01', count: 1 },
    { key: '2026-02-01', count: 1 },
  ];
  t.same(read(), { pieces: ['2026-01-01', '2026-02-01'], table });
  t.same(read(), { pieces: [], table });
  versions[1] = { day: '2026-02-01', version: 5 };
  t.same(read(), { pieces: ['2026-02-01'], table });
  versions.push({ day: '2026-03-01', version: 1 });
  t.same(read(), { pieces: [], table }, 'another day is none of theirs');
});

t.test('the memory forgets what was used least recently', async (t) => {
  const memory = new PieceMemory(8);
  const rows = [{ key: 1 }];
  memory.keep('a', 1, rows);
  memory.keep('b', 1, rows);
  t.same(memory.recall('a', 1), rows);
  memory.keep('c', 1, rows);
  t.same([memory.recall('a', 1), memory.recall('b', 1), memory.recall('c', 1)], [rows, null, rows]);
  t.equal(memory.recall('a', 2), null, 'nor does it know what was written since');
  memory.keep('d', 1, Array(9).fill(rows[0]));
  t.equal(memory.recall('d', 1), null, 'what is more than all of it is not kept');
  memory.keep('e', 1, rows);
  memory.keep('f'.repeat(700), 1, []);
  t.equal(memory.recall('e', 1), null, 'what a piece is known by takes its place too');
});

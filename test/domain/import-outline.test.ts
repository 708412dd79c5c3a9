import t from 'tap';
import { OutlineBuilder } from '../../src/domain/import-outline.js';

function outline(header: string[], lines: string[][]) {
  const builder = new OutlineBuilder(header);
  for (const line of lines) builder.add(line);
  return builder.columns;
}

t.test('a column has its first three different values as samples, the empty ones left out', async (t) => {
  const lines = [['a'], [''], [' a '], ['b'], ['c'], ['d']];
  t.same(outline(['x'], lines)[0]?.samples, ['a', 'b', 'c']);
  t.same(outline(['x'], [[]])[0], { name: 'x', samples: [], values: [] });
});

t.test('a long value is cut short, and makes its column no status', async (t) => {
  const [exact, long] = outline(['x', 'y'], [['x'.repeat(60), 'y'.repeat(61)]]);
  t.same(exact?.samples, ['x'.repeat(60)]);
  t.same(exact?.values, ['x'.repeat(60)]);
  t.same(long?.samples, [`${'y'.repeat(60)}…`]);
  t.equal(long?.values, null);
});

t.test('40 different values can be a status, 41 cannot', async (t) => {
  const numbered = (count: number) => Array.from({ length: count }, (_, n) => [`v${n}`]);
  t.equal(outline(['x'], numbered(40))[0]?.values?.length, 40);
  t.equal(outline(['x'], numbered(41))[0]?.values, null);
});

t.test('values that differ in case and accents only are one', async (t) => {
  t.same(outline(['x'], [['Cancelado'], ['CANCELADO'], ['ativo'], ['concluída'], ['Concluida']])[0]?.values, [
    'Cancelado',
    'ativo',
    'concluída',
  ]);
});

import fc from 'fast-check';
import t from 'tap';
import { barsFor } from '../../src/charts/bar-chart.js';
import { columnChart } from '../../src/charts/column-chart.js';
import { PLOT } from '../../src/charts/frame.js';
import { lineChart } from '../../src/charts/line-chart.js';

const text = { id: 'c', title: 'Título', description: 'Descrição', format: (value: number) => `${value}%` };
const months = ['jan', 'fev', 'mar', 'abr'];

t.test('a line goes through its values from left to right, the higher the better', async (t) => {
  const chart = lineChart(text, months, [{ label: 'Execução', values: [0, 50, 100, 100] }], { domain: [0, 100] });
  const [line] = chart?.lines ?? [];
  const [first, second, third] = line?.points ?? [];
  t.equal(first?.y, PLOT.bottom, '0 lies at the foot');
  t.equal(second?.y, (PLOT.bottom + PLOT.top) / 2);
  t.equal(third?.y, PLOT.top, '100 at the top');
  t.ok((first?.x ?? 0) < (second?.x ?? 0));
  t.equal(second?.text, 'fev: 50%');
  t.equal(line?.path.match(/M/g)?.length, 1, 'in one stroke');
  t.same(
    chart?.grid.map((tick) => tick.text),
    ['0%', '20%', '40%', '60%', '80%', '100%'],
  );
});

t.test('there is room for the numbers of the grid, however long they are', async (t) => {
  for (const [highest, longest] of [
    [12, 2],
    [12_000, 6],
    [1_200_000, 9],
  ] as const) {
    const words = { ...text, format: (value: number) => new Intl.NumberFormat('pt-BR').format(value) };
    const series = [{ label: 'Comissão', values: [highest] }];
    // On a narrow screen words are 19 units high, and no digit is wider than 11.
    for (const chart of [columnChart(words, ['jan'], series), lineChart(words, ['jan'], series)])
      t.ok((chart?.plot.left ?? 0) - 6 >= 11 * longest, `${highest}: ${chart?.plot.left}`);
  }
});

t.test('a month without a value is a gap, never a zero', async (t) => {
  const chart = lineChart(text, months, [{ label: 'Nota', values: [10, null, 30, 40] }]);
  const [line] = chart?.lines ?? [];
  t.equal(line?.points.length, 3);
  t.equal(line?.path.match(/M/g)?.length, 2, 'two strokes');
});

t.test('what was asked differently is not joined, and the change stands in the picture', async (t) => {
  const marks = [{ index: 2, text: 'versão 2' }];
  const chart = lineChart(text, months, [{ label: 'Nota', values: [10, 20, 30, 40] }], { marks });
  const [line] = chart?.lines ?? [];
  t.equal(line?.path.match(/M/g)?.length, 2);
  const [mark] = chart?.marks ?? [];
  t.equal(mark?.text, 'versão 2');
  t.ok((mark?.at ?? 0) > (line?.points[1]?.x ?? 0) && (mark?.at ?? 0) < (line?.points[2]?.x ?? 0), 'between the two');
});

t.test('lines that stand behind the others share a look, and a line of the legend', async (t) => {
  const behind = { tone: 0, legend: 'mais antigas' };
  const series = ['v1', 'v2', 'v3'].map((label, index) => ({ label, values: [index], ...(index < 2 && behind) }));
  const chart = lineChart(text, ['jan'], series);
  t.same(
    chart?.lines.map(({ label, tone }) => [label, tone]),
    [
      ['v1', 0],
      ['v2', 0],
      ['v3', 3],
    ],
  );
  t.same(chart?.legend, [
    { label: 'mais antigas', tone: 0 },
    { label: 'v3', tone: 3 },
  ]);
});

t.test('places that have something of before and after a change lie in a band', async (t) => {
  const values = [10, 20, 30, 40];
  const marksOf = (...marks: { index: number; until?: number }[]) =>
    lineChart(text, months, [{ label: 'Nota', values }], { marks: marks.map((mark) => ({ ...mark, text: 'v' })) })
      ?.marks ?? [];
  const points = lineChart(text, months, [{ label: 'Nota', values }])?.lines[0]?.points.map(({ x }) => x) ?? [];
  const within = ({ from, width }: { from: number; width: number }) =>
    points.flatMap((x, place) => (x > from && x < from + width ? [place] : []));
  t.same(
    marksOf({ index: 2 }, { index: 2, until: 1 }).map(({ width }) => width),
    [0, 0],
    'a line where none has both',
  );
  t.same(marksOf({ index: 1, until: 1 }).map(within), [[1]], 'one that has both');
  t.same(
    marksOf({ index: 0, until: 2 }, { index: 2, until: 3 }, { index: 3, until: 3 }).map(within),
    [[0, 1, 2], [3], []],
    'no place in two, which would be darker',
  );
  const [one, other, far] = marksOf({ index: 1, until: 1 }, { index: 1, until: 1 }, { index: 3 });
  t.ok((other?.y ?? 0) - (one?.y ?? 0) > 18, 'the words of changes at one place stand below each other');
  t.equal(far?.y, one?.y, 'those of others at the top');
  t.same([one?.turned, far?.turned], [false, true], 'where there is room');
  for (const { from, width } of marksOf({ index: 0, until: 3 })) t.ok(from >= PLOT.left && from + width <= PLOT.right);
});

t.test('what comes in ones has no lines between them', async (t) => {
  const words = { ...text, format: String };
  for (const chart of [
    lineChart({ ...words, whole: true }, ['jan'], [{ label: 'Abertas', values: [1] }]),
    columnChart({ ...words, whole: true }, ['jan'], [{ label: 'Abertas', values: [1] }]),
  ])
    t.same(
      chart?.grid.map((tick) => tick.text),
      ['0', '1'],
    );
  t.ok((lineChart(words, ['jan'], [{ label: 'Nota', values: [1] }])?.grid.length ?? 0) > 2, 'a mean may lie between');
});

t.test('a picture without values is none', async (t) => {
  t.equal(lineChart(text, months, [{ label: 'Nota', values: [null, null, null, null] }]), null);
  t.equal(lineChart(text, [], []), null);
  t.equal(columnChart(text, months, [{ label: 'Executadas', values: [0, 0, 0, 0] }]), null);
  t.equal(lineChart(text, ['jan'], [{ label: 'Nota', values: [0] }])?.lines[0]?.points.length, 1, 'one of 0 is one');
});

t.test('columns stand on each other, and are as high as they count', async (t) => {
  const chart = columnChart(
    text,
    ['jan'],
    [
      { label: 'Executadas', values: [30] },
      { label: 'Inconsistências', values: [10] },
    ],
  );
  const [foot, above] = chart?.layers.map(({ blocks }) => blocks[0]) ?? [];
  t.equal((foot?.y ?? 0) + (foot?.height ?? 0), PLOT.bottom);
  t.ok(Math.abs((above?.y ?? 0) + (above?.height ?? 0) - (foot?.y ?? 0)) < 0.2, 'without a gap');
  t.ok(Math.abs((foot?.height ?? 0) / (above?.height ?? 1) - 3) < 0.05);
  t.equal(above?.text, 'jan: Inconsistências, 10%');
});

t.test('bars of scores begin at zero, to the left where they are below it', async (t) => {
  t.same(barsFor([{ value: 50 }, { value: -100 }, { value: null }, { value: 0 }], [-100, 100]), [
    { x: 50, width: 25, below: false, zero: 50 },
    { x: 0, width: 50, below: true, zero: 50 },
    null,
    { x: 50, width: 0, below: false, zero: 50 },
  ]);
  t.same(barsFor([{ value: 0 }, { value: 0 }]), [
    { x: 0, width: 0, below: false, zero: 0 },
    { x: 0, width: 0, below: false, zero: 0 },
  ]);
});

const values = fc.array(fc.option(fc.integer({ min: -100, max: 100 })), { minLength: 1, maxLength: 60 });

t.test('every point lies inside the picture, and every value has one', async () =>
  fc.assert(
    fc.property(values, (line) => {
      const labels = line.map((_, index) => String(index));
      const chart = lineChart(text, labels, [{ label: 'Nota', values: line }]);
      const points = chart?.lines[0]?.points ?? [];
      const inside = points.every(({ x, y }) => x >= PLOT.left && x <= PLOT.right && y >= PLOT.top && y <= PLOT.bottom);
      return inside && points.length === line.filter((value) => value !== null).length;
    }),
  ),
);

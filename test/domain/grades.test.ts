import fc from 'fast-check';
import t from 'tap';
import {
  evenWeights,
  gradesOfKind,
  kindAllowed,
  MAX_GRADES,
  MIN_GRADES,
  PRESETS,
  presetGrades,
} from '../../src/domain/grades.js';

const words = { yes: 'Sim', no: 'Não' };
const counts = fc.integer({ min: MIN_GRADES, max: MAX_GRADES });

t.test('weights are evenly spaced over −100 to 100', async (t) => {
  const rows: [number, number[]][] = [
    [2, [-100, 100]],
    [3, [-100, 0, 100]],
    [4, [-100, -33, 33, 100]],
    [5, [-100, -50, 0, 50, 100]],
    [6, [-100, -60, -20, 20, 60, 100]],
    [7, [-100, -67, -33, 0, 33, 67, 100]],
    [8, [-100, -71, -43, -14, 14, 43, 71, 100]],
    [9, [-100, -75, -50, -25, 0, 25, 50, 75, 100]],
    [10, [-100, -78, -56, -33, -11, 11, 33, 56, 78, 100]],
    [11, [-100, -80, -60, -40, -20, 0, 20, 40, 60, 80, 100]],
  ];
  for (const [count, weights] of rows) t.same(evenWeights(count), weights, `${count} grades`);
});

t.test('a scale has 2 to 11 grades', async (t) => {
  for (const count of [-1, 0, 1, 12, 2.5, Number.NaN]) t.throws(() => evenWeights(count), RangeError, `${count}`);
});

t.test('weights rise strictly, are symmetric, and lie within a half of their exact place', async () => {
  fc.assert(
    fc.property(counts, (count) => {
      const weights = evenWeights(count);
      return weights.every(
        (weight, index) =>
          (index === 0 || weight > (weights[index - 1] ?? 0)) &&
          weight + (weights[count - 1 - index] ?? 0) === 0 &&
          Math.abs(weight - (-100 + (200 * index) / (count - 1))) < 0.5,
      );
    }),
  );
});

t.test('presets are scales to start from', async (t) => {
  t.same(presetGrades('1-5', words), [
    { label: '1', weight: -100 },
    { label: '2', weight: -50 },
    { label: '3', weight: 0 },
    { label: '4', weight: 50 },
    { label: '5', weight: 100 },
  ]);
  t.same(
    presetGrades('0-10', words).map(({ label, weight }) => `${label}:${weight}`),
    ['0:-100', '1:-80', '2:-60', '3:-40', '4:-20', '5:0', '6:20', '7:40', '8:60', '9:80', '10:100'],
  );
  t.same(presetGrades('nps', words), presetGrades('0-10', words));
  t.same(presetGrades('yes-no', words), [
    { label: 'Sim', weight: 100 },
    { label: 'Não', weight: -100 },
  ]);
});

t.test('NPS needs the labels 0 to 10, CSAT those from 1 to 5', async (t) => {
  const labels = (preset: (typeof PRESETS)[number]) => presetGrades(preset, words).map((grade) => grade.label);
  t.same(
    PRESETS.filter((preset) => kindAllowed('nps', labels(preset))),
    ['0-10', 'nps'],
  );
  t.same(
    PRESETS.filter((preset) => kindAllowed('csat', labels(preset))),
    ['1-5'],
  );
  t.notOk(kindAllowed('csat', ['5', '4', '3', '2', '1']), 'in their order');
  t.notOk(kindAllowed('csat', ['1', '2', '3', '4']), 'all of them');
  t.equal(gradesOfKind('nps'), 11);
  t.equal(gradesOfKind('csat'), 5);
});

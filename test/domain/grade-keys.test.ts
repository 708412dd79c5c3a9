import fc from 'fast-check';
import t from 'tap';
import { gradeKeys } from '../../src/domain/grade-keys.js';

const UP_TO_TEN = Array.from({ length: 11 }, (_, grade) => String(grade));

t.test('each grade has the key that its scale suggests', async (t) => {
  const cases: readonly (readonly [labels: readonly string[], keys: string])[] = [
    [['1', '2', '3', '4', '5'], '12345'],
    [UP_TO_TEN, '0123456789-'],
    [UP_TO_TEN.slice(1), '1234567890'],
    [['10', '5', '0'], '-50'],
    [['Sim', 'Não'], '12'],
    [['5 Ótimo', '4 Bom', '3 Regular'], '543'],
    [['1º lugar', '2º lugar'], '12'],
    [['100', '50'], '12'],
    [['1 Bom', '1 Ruim'], '12'],
    [['1', 'Sim'], '12'],
  ];
  for (const [labels, keys] of cases) t.equal(gradeKeys(labels).join(''), keys, labels.join(' '));
});

t.test('no two grades share a key, and none is a letter, which other answers have', async () => {
  const label = fc.oneof(fc.constantFrom(...UP_TO_TEN), fc.string({ minLength: 1, maxLength: 5 }));
  fc.assert(
    fc.property(fc.uniqueArray(label, { minLength: 2, maxLength: 11 }), (labels) => {
      const keys = gradeKeys(labels);
      return new Set(keys).size === labels.length && keys.every((key) => /^[\d-]$/.test(key));
    }),
  );
});

import { deepEqual } from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { listDifference, pastStates, type RecordChanges } from '../../src/domain/record-history.js';

/** As the product makes them: fast-check's own have no prototype now and then. */
const PLAIN = { noNullPrototype: true } as const;

t.test('undoing every change gives each state that there was', async () => {
  const state = fc.record({ name: fc.string(), startDays: fc.nat(), questions: fc.array(fc.nat(9)) }, PLAIN);
  fc.assert(
    fc.property(fc.array(state, { minLength: 1, maxLength: 8 }), (states) => {
      const changes = states.slice(1).map((now, index): RecordChanges => {
        const was = states[index] as Record<string, unknown>;
        const differs = Object.entries(now).filter(([field, value]) => value !== was[field]);
        return Object.fromEntries(differs.map(([field, value]) => [field, [was[field], value]]));
      });
      const current = states.at(-1) ?? {};
      deepEqual(pastStates(current, [...changes].reverse()), states.slice(1).reverse());
    }),
  );
});

t.test('what was erased, and what the record never had, changes no state', async (t) => {
  const changes: RecordChanges[] = [{ name: null, plannedSurveys: [0, 3] }, { name: ['A', 'B'] }];
  t.same(pastStates({ name: 'B' }, changes), [{ name: 'B' }, { name: 'B' }]);
  t.same(pastStates({ name: 'B' }, []), []);
});

t.test('a list differs by what came, what went, what changed and the order of what stayed', async (t) => {
  const same = { added: [], removed: [], changed: [], moved: false };
  const cases: [before: number[], after: number[], difference: object][] = [
    [[1, 2], [1, 2], same],
    [[1, 2], [1, 2, 3], { ...same, added: [3] }],
    [[1, 2, 3], [1, 3], { ...same, removed: [2] }],
    [[1, 2], [2, 1], { ...same, moved: true }],
    [[1, 2, 3], [3, 4, 1], { added: [4], removed: [2], changed: [], moved: true }],
    [[], [1], { ...same, added: [1] }],
  ];
  for (const [before, after, difference] of cases)
    t.same(
      listDifference(before, after, (id) => id),
      difference,
    );
  const [five, ten] = [
    { label: '5', weight: 100 },
    { label: '5', weight: 80 },
  ];
  t.same(
    listDifference([five], [ten], ({ label }) => label),
    { ...same, changed: [[five, ten]] },
  );
});

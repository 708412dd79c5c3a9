import t from 'tap';
import { moved } from '../../src/domain/list-order.js';

t.test('an item moves one place, and never out of the list', async (t) => {
  const cases: [item: string, by: 1 | -1, list: string][] = [
    ['a', 1, 'bac'],
    ['b', 1, 'acb'],
    ['c', 1, 'abc'],
    ['a', -1, 'abc'],
    ['b', -1, 'bac'],
    ['c', -1, 'acb'],
    ['x', 1, 'abc'],
    ['x', -1, 'abc'],
  ];
  for (const [item, by, list] of cases) t.equal(moved(['a', 'b', 'c'], item, by).join(''), list, `${item} by ${by}`);
  t.same(moved([], 'a', 1), []);
});

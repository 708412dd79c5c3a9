import t from 'tap';
import { sharingErrors, validateFilterName } from '../../src/domain/saved-filter.js';
import { refused } from '../support/acting.js';
import { accepted } from './verdict.js';

t.test('what searches for words is not shared', async (t) => {
  for (const [search, shareable] of [
    ['', true],
    ['seller=2&city=Itu', true],
    ['city=q%3D1&faq=2', true],
    ['q=maria', false],
    ['late=1&q=', false],
    ['?late=1&q=maria', false],
  ] as const) {
    const errors = shareable ? [] : [{ field: 'shared', message: 'searchNotShared' }];
    t.same(sharingErrors({ search, isShared: true }), errors, search);
    t.same(sharingErrors({ search, isShared: false }), [], `${search}, one's own`);
  }
});

t.test('a filter has a name of 1 to 60 characters', async (t) => {
  t.equal(accepted(validateFilterName('  Minhas   vencidas ')), 'Minhas vencidas');
  t.equal(accepted(validateFilterName('x'.repeat(60))).length, 60);
  t.same(refused(validateFilterName(' ')), [{ field: 'name', message: 'required' }]);
  t.match(refused(validateFilterName('x'.repeat(61))), [{ field: 'name', message: 'tooLong', params: { max: 60 } }]);
});

import t from 'tap';
import { validateProfile } from '../../src/domain/profile.js';
import { accepted, refusals } from './verdict.js';

t.test('a profile is its name, its remarks and its rules in order', async (t) => {
  t.same(accepted(validateProfile({ name: ' Fibra ', note: ' Residencial ', rules: ['2', '1'] })), {
    name: 'Fibra',
    note: 'Residencial',
    rules: [2, 1],
  });
  t.same(accepted(validateProfile({ name: 'Rádio' })).rules, [], 'it may wait for its rules');
});

t.test('a profile has a name, and each rule once', async (t) => {
  t.same(refusals(validateProfile({ name: ' ', note: 'x'.repeat(4001), rules: ['1', '1'] })), [
    'name: required',
    'note: tooLong {"max":4000}',
    'rules: duplicate',
  ]);
});

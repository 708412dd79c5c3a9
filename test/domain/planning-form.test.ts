import t from 'tap';
import { validatePlanning } from '../../src/domain/planning-form.js';
import { refused } from '../support/acting.js';
import { accepted } from './verdict.js';

t.test('a form states which surveys to plan; none that would be overdue at birth is the default', async (t) => {
  t.same(accepted(validatePlanning({})), { kind: 'upcoming' });
  t.same(accepted(validatePlanning({ planning: 'all', planningSince: 'x' })), { kind: 'all' });
  const since = { planning: 'since', planningSince: '01/07/2026' };
  t.same(accepted(validatePlanning(since)), { kind: 'since', date: '2026-07-01' });
});

t.test('the choice since needs a day, and other choices do not exist', async (t) => {
  t.same(refused(validatePlanning({ planning: 'since' })), [{ field: 'planningSince', message: 'required' }]);
  t.same(refused(validatePlanning({ planning: 'since', planningSince: '31/02/2026' })), [
    { field: 'planningSince', message: 'notADate' },
  ]);
  t.same(refused(validatePlanning({ planning: 'none' })), [{ field: 'planning', message: 'unknownValue' }]);
});

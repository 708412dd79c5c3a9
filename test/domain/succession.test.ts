import t from 'tap';
import { validateSuccession } from '../../src/domain/succession.js';
import { accepted, refusals } from './verdict.js';

const estate = { ruleIds: [4, 7], surveys: true, followUps: false };

t.test('the one named for all takes over what nobody else is named for', async (t) => {
  const heir = (userId: number, field: 'successor' | 'rules' | 'surveys') => ({ userId, field });
  t.same(accepted(validateSuccession({ successor: '2' }, estate)), {
    rules: new Map([
      [4, heir(2, 'successor')],
      [7, heir(2, 'successor')],
    ]),
    surveys: heir(2, 'successor'),
    followUps: null,
  });
  t.same(accepted(validateSuccession({ successor: '2', rules: ['7:3', '4:'], surveys: '5' }, estate)), {
    rules: new Map([
      [4, heir(2, 'successor')],
      [7, heir(3, 'rules')],
    ]),
    surveys: heir(5, 'surveys'),
    followUps: null,
  });
  const each = validateSuccession({ successor: '', rules: ['7:3', '4:3'], surveys: '5' }, estate);
  t.same([...accepted(each).rules.values()], [heir(3, 'rules'), heir(3, 'rules')], 'then nobody for all is needed');
});

t.test('who leaves nothing needs nobody', async (t) => {
  const nothing = { ruleIds: [], surveys: false, followUps: false };
  t.same(accepted(validateSuccession({ successor: 'x', rules: ['9:9'] }, nothing)), {
    rules: new Map(),
    surveys: null,
    followUps: null,
  });
});

t.test('what nobody is named for is missing, once, and what is no id is said', async (t) => {
  t.same(refusals(validateSuccession({}, estate)), ['successor: required']);
  t.same(refusals(validateSuccession({ rules: ['4:3', '7:3'] }, estate)), ['successor: required']);
  t.same(refusals(validateSuccession({ rules: ['4:3'], surveys: '5' }, estate)), ['successor: required']);
  t.same(refusals(validateSuccession({ successor: 'x' }, estate)), ['successor: unknownValue']);
  t.same(refusals(validateSuccession({ successor: '2', rules: ['4:x'], surveys: '0' }, estate)), [
    'rules: unknownValue',
    'surveys: unknownValue',
  ]);
});

t.test('open follow-ups alone need somebody, named for them or for all', async (t) => {
  const only = { ruleIds: [], surveys: false, followUps: true };
  t.same(refusals(validateSuccession({ surveys: '5' }, only)), ['successor: required']);
  t.match(accepted(validateSuccession({ successor: '2' }, only)).followUps, { userId: 2, field: 'successor' });
  t.match(accepted(validateSuccession({ successor: '2', followUps: '5' }, only)).followUps, {
    userId: 5,
    field: 'followUps',
  });
});

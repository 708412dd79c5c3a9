import t from 'tap';
import { OUTCOMES } from '../../src/domain/attempt.js';
import { type CallingSettingsForm, validateCallingSettings } from '../../src/domain/calling-settings.js';
import { matchLists } from '../support/match-lists.js';

const outcomes = Object.fromEntries(OUTCOMES.map((kind) => [kind, { cooldownMinutes: '60', active: '1' }]));
const FORM: CallingSettingsForm = { from: '08:00', until: '20:00', days: ['1', '6'], outcomes };

function faultsOf(over: CallingSettingsForm) {
  const result = validateCallingSettings({ ...FORM, ...over });
  return result.ok ? [] : result.refusal.map(({ field, message }) => [field, message]);
}

t.test('calling hours end after they begin, on some day of the week', async (t) => {
  t.same(faultsOf({}), []);
  t.same(faultsOf({ until: '08:01' }), []);
  t.same(faultsOf({ until: '08:00' }), [['until', 'beforeStart']]);
  t.same(faultsOf({ from: '8', until: '' }), [
    ['from', 'notATime'],
    ['until', 'required'],
  ]);
  t.same(faultsOf({ days: [] }), [['days', 'required']]);
  t.same(faultsOf({ days: ['0', '8', 'x'] }), [['days', 'required']]);
});

t.test('a cool-down is a number of minutes up to a week', async (t) => {
  const cooldown = (cooldownMinutes: string) =>
    faultsOf({ outcomes: { ...outcomes, busy: { cooldownMinutes, active: '1' } } });
  const field = 'outcomes.busy.cooldownMinutes';
  t.same(cooldown('0'), []);
  t.same(cooldown('10080'), []);
  t.same(cooldown('10081'), [[field, 'aboveMaximum']]);
  t.same(cooldown('-1'), [[field, 'belowMinimum']]);
  t.same(cooldown('2 h'), [[field, 'notAnInteger']]);
  t.same(faultsOf({ outcomes: {} }).length, OUTCOMES.length + 1, 'each outcome needs one');
});

t.test('days and flags are kept in order, what is not ticked is off', async (t) => {
  const busy = { cooldownMinutes: '15', needsNote: '1', proposesClosing: '1' };
  const result = validateCallingSettings({ ...FORM, days: ['6', '2'], outcomes: { ...outcomes, busy } });
  matchLists(t, result, { ok: true, value: { hours: { fromMinute: 480, untilMinute: 1200, days: [2, 6] } } });
  t.same(result.ok && result.value.outcomes[1], {
    kind: 'busy',
    cooldownMinutes: 15,
    needsNote: true,
    needsCallBack: false,
    proposesClosing: true,
    proposesExtension: false,
    active: false,
  });
});

t.test('operators are offered at least one outcome', async (t) => {
  const none = Object.fromEntries(OUTCOMES.map((kind) => [kind, { cooldownMinutes: '60' }]));
  t.same(faultsOf({ outcomes: none }), [['outcomes', 'required']]);
  t.same(faultsOf({ outcomes: { ...none, busy: { cooldownMinutes: '0', active: '1' } } }), []);
});

import t from 'tap';
import {
  type AttemptForm,
  type AttemptOutcome,
  closureReasonOf,
  isAfterExpiry,
  OUTCOMES,
  retryAt,
  validateAttempt,
} from '../../src/domain/attempt.js';
import { CLOSURE_REASONS } from '../../src/domain/survey-change.js';

const NOW = Date.parse('2026-07-10T10:00:00-03:00');
const PLAIN = { cooldownMinutes: 180, needsNote: false, needsCallBack: false };
const outcomes: AttemptOutcome[] = OUTCOMES.map((kind) => ({
  kind,
  ...PLAIN,
  needsNote: kind === 'refused',
  needsCallBack: kind === 'call-back',
  proposesClosing: false,
  proposesExtension: false,
  active: true,
}));
const hours = { fromMinute: 480, untilMinute: 1200, days: [1, 2, 3, 4, 5, 6] };
const validate = (form: AttemptForm) => validateAttempt(form, { outcomes, hours, zone: 'America/Sao_Paulo', now: NOW });

/** The messages by field. */
function faultsOf(form: AttemptForm): Record<string, string> {
  const result = validate(form);
  return result.ok ? {} : Object.fromEntries(result.refusal.map(({ field, message }) => [field, message]));
}

t.test('an attempt needs an outcome that is one of the seven', async (t) => {
  t.same(faultsOf({}), { outcome: 'required' });
  t.same(faultsOf({ outcome: 'vanished' }), { outcome: 'unknownValue' });
  for (const outcome of OUTCOMES) t.notHas(faultsOf({ outcome }), { outcome: 'required' }, outcome);
});

t.test('a note and a call-back are asked for by the outcome, all of it at once', async (t) => {
  t.same(faultsOf({ outcome: 'busy' }), {});
  t.same(faultsOf({ outcome: 'refused', note: ' ' }), { note: 'required' });
  t.same(faultsOf({ outcome: 'refused', note: 'Não quer' }), {});
  t.same(faultsOf({ outcome: 'call-back' }), { callBackOn: 'required', callBackTime: 'required' });
  t.same(faultsOf({ outcome: 'refused', callBackOn: '2026-02-30', callBackTime: '9' }), {
    note: 'required',
    callBackOn: 'notADate',
    callBackTime: 'notATime',
  });
  t.same(faultsOf({ outcome: 'busy', callBackTime: '15:00' }), { callBackOn: 'required' }, 'half a call-back is none');
  t.same(
    faultsOf({ outcome: 'busy', callBackOn: '2026-07-11' }),
    { callBackTime: 'required' },
    'nor is the other half',
  );
});

t.test('of an outcome that was not chosen, or is not offered any more, nothing else is asked', async (t) => {
  const taken = ['no-answer', 'busy'];
  const asking = outcomes.map((one) => ({
    ...one,
    needsNote: true,
    needsCallBack: true,
    active: !taken.includes(one.kind),
  }));
  const faults = (form: AttemptForm) => {
    const result = validateAttempt(form, { outcomes: asking, hours, zone: 'America/Sao_Paulo', now: NOW });
    return result.ok ? [] : result.refusal.map(({ field, message }) => `${field} ${message}`);
  };
  t.same(faults({}), ['outcome required']);
  t.same(faults({ outcome: 'vanished' }), ['outcome unknownValue']);
  const call = { note: 'Viaja', callBackOn: '2026-07-11', callBackTime: '10:00' };
  t.same(faults({ outcome: 'busy', ...call }), ['outcome inactive'], 'one that an administrator took away');
  t.same(faults({ outcome: 'no-time', ...call }), []);
  t.same(faults({ outcome: 'no-time' }), ['note required', 'callBackOn required', 'callBackTime required']);
});

t.test('a call-back lies inside the calling hours and in the future', async (t) => {
  const calls: [on: string, time: string, faults: Record<string, string>][] = [
    ['2026-07-10', '10:00', { callBackTime: 'inThePast' }],
    ['2026-07-10', '10:01', {}],
    ['10/07/2026', '15:00', {}],
    ['2026-07-09', '15:00', { callBackOn: 'beforeToday' }],
    ['2026-07-05', '15:00', { callBackOn: 'beforeToday' }],
    ['2026-07-09', '07:59', { callBackOn: 'beforeToday', callBackTime: 'outsideCallingHours' }],
    ['2026-07-11', '07:59', { callBackTime: 'outsideCallingHours' }],
    ['2026-07-11', '08:00', {}],
    ['2026-07-11', '20:00', {}],
    ['2026-07-11', '20:01', { callBackTime: 'outsideCallingHours' }],
    ['2026-07-12', '10:00', { callBackOn: 'noCallsOnThatDay' }],
    ['2026-07-12', '06:00', { callBackOn: 'noCallsOnThatDay', callBackTime: 'outsideCallingHours' }],
  ];
  for (const [callBackOn, callBackTime, faults] of calls)
    t.same(faultsOf({ outcome: 'call-back', callBackOn, callBackTime }), faults, `${callBackOn} ${callBackTime}`);
});

t.test('a call-back is kept as its day and its instant; another outcome may have one too', async (t) => {
  const callBack = { on: '2026-07-11', at: Date.parse('2026-07-11T15:00:00-03:00') };
  const form = { note: ' Falou com a filha \r\n', callBackOn: '11/07/2026', callBackTime: '15:00' };
  t.match(validate({ outcome: 'no-time', ...form }), { ok: true, value: { note: 'Falou com a filha', callBack } });
  t.match(validate({ outcome: 'no-time' }), { ok: true, value: { note: '', callBack: null } });
});

t.test('a call-back after the last day is after the expiry, on the last day it is not', async (t) => {
  const callBack = { on: '2026-07-11', at: 0 };
  t.notOk(isAfterExpiry(callBack, '2026-07-11'));
  t.ok(isAfterExpiry(callBack, '2026-07-10'));
  t.notOk(isAfterExpiry(null, '2026-07-10'));
});

t.test(
  'a survey waits until its cool-down is over and customers are called, as far as that is before its expiry',
  async (t) => {
    const waits: [attempted: string, cooldown: number, expiresOn: string, until: string | null][] = [
      ['2026-07-10T10:00', 180, '2026-07-10', '2026-07-10T13:00'],
      ['2026-07-10T10:00', 0, '2026-07-10', '2026-07-10T10:00'],
      ['2026-07-10T21:00', 0, '2026-07-10', '2026-07-10T21:00'],
      ['2026-07-10T17:00', 180, '2026-07-10', '2026-07-10T20:00'],
      ['2026-07-10T17:01', 180, '2026-07-10', null],
      ['2026-07-10T19:16', 180, '2026-07-10', null],
      ['2026-07-10T19:16', 180, '2026-07-11', '2026-07-11T08:00'],
      // Past midnight, before calling begins.
      ['2026-07-10T23:00', 120, '2026-07-11', '2026-07-11T08:00'],
      ['2026-07-10T05:00', 179, '2026-07-10', '2026-07-10T08:00'],
      ['2026-07-10T05:01', 180, '2026-07-10', '2026-07-10T08:01'],
      // On Saturday, and nobody is called on Sunday.
      ['2026-07-11T19:16', 180, '2026-07-12', null],
      ['2026-07-11T19:16', 180, '2026-07-13', '2026-07-13T08:00'],
      ['2026-07-12T10:00', 60, '2026-07-13', '2026-07-13T08:00'],
      // By who has it still, past its expiry.
      ['2026-07-10T10:00', 180, '2026-07-09', null],
    ];
    const zone = 'America/Sao_Paulo';
    const instant = (text: string) => Date.parse(`${text}:00-03:00`);
    for (const [attempted, cooldownMinutes, expiresOn, until] of waits) {
      const at = retryAt({ cooldownMinutes }, expiresOn, { hours, zone, now: instant(attempted) });
      t.equal(at, until && instant(until), `${attempted} and ${cooldownMinutes} minutes, until ${expiresOn}`);
    }
  },
);

t.test('each outcome names a reason with which a survey can be closed', async (t) => {
  t.same(OUTCOMES.map(closureReasonOf), [
    'unreachable',
    'unreachable',
    'unreachable',
    'wrong-number',
    'other',
    'other',
    'refused',
  ]);
  for (const kind of OUTCOMES) t.ok(CLOSURE_REASONS.includes(closureReasonOf(kind)));
});

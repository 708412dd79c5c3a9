import t from 'tap';
import {
  refusalOfSignal,
  SIGNAL_VERBS,
  type SignalFacts,
  signalState,
  signalText,
  validateSignalAction,
} from '../../src/domain/signal.js';
import { refused } from '../support/acting.js';
import { matchLists } from '../support/match-lists.js';

const WAITING: SignalFacts = { followUpId: null, saleCancelledAt: null, dismissedAt: null };
const DISMISSED = { ...WAITING, dismissedAt: 1 };

t.test('what a signal is, and what can be done with it', async (t) => {
  const cases: [string, SignalFacts, ReturnType<typeof signalState>, readonly (string | null)[]][] = [
    ['waiting', WAITING, 'waiting', [null, null, 'not-dismissed']],
    ['dismissed', DISMISSED, 'dismissed', [null, 'dismissed', null]],
    ['taken up', { ...WAITING, followUpId: 7 }, 'followed', ['followed', 'followed', 'followed']],
    ['dismissed, then taken up', { ...DISMISSED, followUpId: 7 }, 'followed', ['followed', 'followed', 'followed']],
    [
      'taken up, of a cancelled sale',
      { ...WAITING, followUpId: 7, saleCancelledAt: 1 },
      'followed',
      ['followed', 'followed', 'followed'],
    ],
    [
      'of a cancelled sale',
      { ...WAITING, saleCancelledAt: 1 },
      null,
      ['sale-cancelled', 'sale-cancelled', 'sale-cancelled'],
    ],
    [
      'dismissed, of a cancelled sale',
      { ...DISMISSED, saleCancelledAt: 1 },
      null,
      ['sale-cancelled', 'sale-cancelled', 'sale-cancelled'],
    ],
  ];
  for (const [name, facts, state, refusals] of cases) {
    t.equal(signalState(facts), state, name);
    t.same(
      SIGNAL_VERBS.map((verb) => refusalOfSignal(verb, facts)),
      refusals,
      name,
    );
  }
});

t.test('opening needs an owner, dismissing a reason, and taking that back nothing', async (t) => {
  t.same(validateSignalAction('open', { ownerId: '3' }), { ok: true, value: { verb: 'open', ownerId: 3 } });
  matchLists(t, refused(validateSignalAction('open', { ownerId: '' })), [{ field: 'ownerId' }]);
  const dismissal = validateSignalAction('dismiss', { reason: ' Já ligamos ' });
  t.same(dismissal, { ok: true, value: { verb: 'dismiss', reason: 'Já ligamos' } });
  matchLists(t, refused(validateSignalAction('dismiss', { reason: ' ' })), [{ field: 'reason', message: 'required' }]);
  t.same(validateSignalAction('restore', {}), { ok: true, value: { verb: 'restore' } });
});

t.test('the comments of several answers are one text, each once and in order', async (t) => {
  t.equal(signalText(['Cai', '', 'Demorou', 'Cai']), 'Cai\nDemorou');
  t.equal(signalText(['', '']), '');
  t.equal(signalText([]), '');
});

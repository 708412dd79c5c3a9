import fc from 'fast-check';
import t from 'tap';
import { BULK_VERBS, type BulkAction, refusalOf, SKIP_REASONS, validateBulkAction } from '../../src/domain/bulk.js';
import { addDays } from '../../src/domain/civil-date.js';
import type { Outcome } from '../../src/domain/scheduler.js';
import { done, refused } from '../support/acting.js';

const TODAY = '2026-07-10';
const BLOCKED = [{ from: '2026-07-01', until: null }];

t.test('a form without anything in it is refused at every field that its action needs, in one round', async (t) => {
  const needed = {
    extend: ['expiresOn', 'reason'],
    close: ['reason'],
    reassign: ['operatorId'],
    'take-back': [],
    release: [],
    reopen: ['reason'],
  };
  for (const verb of BULK_VERBS) {
    const checked = validateBulkAction(verb, {}, TODAY);
    t.same(checked.ok ? [] : checked.refusal.map(({ field }) => field), needed[verb], verb);
  }
});

t.test('an extension of many is refused at its date when no survey could take it', async (t) => {
  const table = [
    ['', 'required'],
    ['31/02/2026', 'notADate'],
    ['09/07/2026', 'beforeToday'],
    ['10/07/2026', null],
    ['2026-07-11', null],
  ] as const;
  for (const [expiresOn, message] of table) {
    const checked = validateBulkAction('extend', { expiresOn, reason: 'Greve' }, TODAY);
    t.equal(checked.ok ? null : checked.refusal[0]?.message, message, expiresOn);
  }
  t.same(
    refused(validateBulkAction('extend', { expiresOn: '09/07/2026' }, TODAY)).map(({ field }) => field),
    ['expiresOn', 'reason'],
  );
});

t.test('an action keeps what it needs and nothing else', async (t) => {
  const form = { expiresOn: '20/07/2026', reason: ' Greve ', note: 'x', operatorId: '7' };
  t.same(done(validateBulkAction('extend', form, TODAY)), {
    verb: 'extend',
    expiresOn: '2026-07-20',
    reason: 'Greve',
  });
  t.same(done(validateBulkAction('close', { ...form, reason: 'other' }, TODAY)), {
    verb: 'close',
    reason: 'other',
    note: 'x',
  });
  t.same(done(validateBulkAction('reassign', form, TODAY)), { verb: 'reassign', operatorId: 7 });
  t.same(done(validateBulkAction('take-back', form, TODAY)), { verb: 'take-back' });
  t.same(done(validateBulkAction('reassign', { ...form, sparing: '1' }, TODAY)), {
    verb: 'reassign',
    operatorId: 7,
    sparing: true,
  });
  t.match(done(validateBulkAction('close', { reason: 'other', note: 'x', sparing: '1' }, TODAY)), { sparing: true });
});

t.test('every reason to leave a survey as it is has its place in previews and results', async () => {
  const actions: readonly BulkAction[] = [
    { verb: 'extend', expiresOn: '2026-07-12', reason: 'x' },
    { verb: 'close', reason: 'refused', note: '' },
    { verb: 'reassign', operatorId: 2 },
    { verb: 'close', reason: 'refused', note: '', sparing: true },
    { verb: 'reassign', operatorId: 2, sparing: true },
    { verb: 'take-back' },
    { verb: 'release' },
    { verb: 'reopen', reason: 'x' },
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...actions),
      fc.record({
        opens: fc.integer({ min: -5, max: 5 }),
        days: fc.integer({ min: 0, max: 5 }),
        outcome: fc.constantFrom<Outcome | null>(null, 'executed', 'closed', 'cancelled'),
        assignedTo: fc.constantFrom(null, 2, 3),
        sellerId: fc.constantFrom(2, 3),
        closedOn: fc.constantFrom('2026-06-30', '2026-07-01'),
        saleCancelled: fc.boolean(),
        claim: fc.constantFrom(null, { userId: 2, expiresAt: 99 }, { userId: 3, expiresAt: 101 }),
      }),
      fc.integer({ min: -3, max: 3 }),
      (action, { opens, days, ...facts }, moved) => {
        const opensOn = addDays(TODAY, opens);
        const expiresOn = addDays(opensOn, days);
        const survey = { ...facts, opensOn, expiresOn, originalExpiresOn: expiresOn };
        const reason = refusalOf(action, survey, { now: 100, today: addDays(TODAY, moved), blocked: BLOCKED });
        return reason === null || SKIP_REASONS.includes(reason);
      },
    ),
  );
});

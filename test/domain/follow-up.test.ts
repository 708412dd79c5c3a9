import t from 'tap';
import { calendarOf } from '../../src/domain/calendar.js';
import {
  aboutOf,
  dueAfter,
  ENDINGS,
  FOLLOW_UP_KINDS,
  FOLLOW_UP_VERBS,
  type FollowUpVerb,
  followUpStatus,
  isOverdue,
  refusalToFollow,
} from '../../src/domain/follow-up.js';
import { refusalInBulk, validateFollowUpBulk } from '../../src/domain/follow-up-bulk.js';
import {
  validateDueDays,
  validateEnding,
  validateFollowUp,
  validateFollowUpEdit,
} from '../../src/domain/follow-up-form.js';
import { matchLists } from '../support/match-lists.js';

t.test('a status follows from the facts', async (t) => {
  t.equal(followUpStatus({ startedAt: null, ending: null }), 'open');
  t.equal(followUpStatus({ startedAt: 1, ending: null }), 'in-progress');
  for (const ending of ENDINGS)
    for (const startedAt of [null, 1]) t.equal(followUpStatus({ startedAt, ending }), ending);
});

t.test('it is overdue from the day after its due date until it ends', async (t) => {
  t.equal(isOverdue({ ending: null, dueOn: '2026-07-10' }, '2026-07-10'), false);
  t.equal(isOverdue({ ending: null, dueOn: '2026-07-10' }, '2026-07-11'), true);
  t.equal(isOverdue({ ending: 'resolved', dueOn: '2026-07-10' }, '2026-07-11'), false);
});

t.test('each verb is possible in its states and kinds alone', async (t) => {
  const possible: Record<FollowUpVerb, (kind: string, started: boolean, ended: boolean) => boolean> = {
    start: (_, started, ended) => !started && !ended,
    resolve: (kind, _, ended) => !ended && kind !== 'opportunity',
    discard: (kind, _, ended) => !ended && kind !== 'opportunity',
    win: (kind, _, ended) => !ended && kind === 'opportunity',
    lose: (kind, _, ended) => !ended && kind === 'opportunity',
    reopen: (_kind, _, ended) => ended,
    assign: (_kind, _, ended) => !ended,
    postpone: (_kind, _, ended) => !ended,
    edit: (_kind, _, ended) => !ended,
  };
  for (const kind of FOLLOW_UP_KINDS)
    for (const startedAt of [null, 5])
      for (const ended of [false, true])
        for (const verb of FOLLOW_UP_VERBS) {
          const ending = ended ? (kind === 'opportunity' ? 'lost' : 'resolved') : null;
          const expected = possible[verb](kind, startedAt !== null, ended);
          const what = `${verb} ${kind} ${startedAt === null ? '' : 'begun '}${ended ? 'ended' : ''}`;
          t.equal(refusalToFollow(verb, { kind, startedAt, ending }) === null, expected, what);
        }
});

t.test('a due date counts business days', async (t) => {
  const calendar = calendarOf([{ on: '2026-07-13', name: 'Aniversário da cidade', yearly: false }], () => []);
  for (const [days, due] of [
    [0, '2026-07-11'],
    [1, '2026-07-14'],
    [2, '2026-07-15'],
    [4, '2026-07-17'],
    [5, '2026-07-20'],
  ] as const)
    t.equal(dueAfter('2026-07-11', days, calendar), due, `${days} business days after a Saturday before a holiday`);
  t.equal(
    dueAfter('2026-07-10', 1, { isBusinessDay: () => false }),
    '2026-07-11',
    'a calendar without any moves nothing',
  );
});

t.test('an ending says its solution, its reason, or what was sold', async (t) => {
  matchLists(t, validateEnding('resolve', { conclusion: ' ' }), {
    refusal: [{ field: 'conclusion', message: 'required' }],
  });
  matchLists(t, validateEnding('lose', {}), { refusal: [{ field: 'conclusion', message: 'required' }] });
  matchLists(t, validateEnding('win', { value: '12x' }), {
    refusal: [
      { field: 'value', message: 'notMoney' },
      { field: 'productId', message: 'required' },
    ],
  });
  const won = validateEnding('win', { value: '1.234,56', productId: '3', saleId: '9' });
  t.match(won, { value: { conclusion: '', won: { cents: 123_456, productId: 3, saleId: 9 } } });
  const unrecorded = validateEnding('win', { value: '99', productId: '3', saleId: '', conclusion: ' Plano anual ' });
  t.match(unrecorded, { value: { conclusion: 'Plano anual', won: { cents: 9_900, saleId: null } } });
  matchLists(t, validateEnding('win', { value: ' ', productId: '3' }), {
    refusal: [{ field: 'value', message: 'required' }],
  });
});

t.test('its text says what it is about, and without one the answer does', async (t) => {
  const answer = { question: 'Como avalia?', grade: '1' };
  t.equal(aboutOf({ text: 'Cai à noite', ...answer }), 'Cai à noite');
  t.equal(aboutOf({ text: '', ...answer }), 'Como avalia? 1');
  t.equal(aboutOf({ text: '', question: 'Como avalia?', grade: null }), 'Como avalia?');
  t.equal(aboutOf({ text: '', question: null, grade: null }), '');
});

t.test('the default terms are whole business days, up to a year', async (t) => {
  const days = { complaint: '0', doubt: '3', improvement: '365', opportunity: '5' };
  t.same(validateDueDays(days), { ok: true, value: { complaint: 0, doubt: 3, improvement: 365, opportunity: 5 } });
  for (const complaint of ['-1', '366', '1,5', ''])
    matchLists(t, validateDueDays({ ...days, complaint }), { refusal: [{ field: 'complaint' }] }, complaint);
});

t.test('many are left that are his already, due that day already, or ended', async (t) => {
  const one = { kind: 'doubt', startedAt: null, ending: null, ownerId: 3, dueOn: '2026-07-14' } as const;
  t.equal(refusalInBulk({ verb: 'assign', ownerId: 3 }, one), 'already-his');
  t.equal(refusalInBulk({ verb: 'assign', ownerId: 4 }, one), null);
  t.equal(refusalInBulk({ verb: 'postpone', dueOn: '2026-07-14' }, one), 'same-due');
  t.equal(refusalInBulk({ verb: 'postpone', dueOn: '2026-07-15' }, one), null);
  t.equal(refusalInBulk({ verb: 'assign', ownerId: 3 }, { ...one, ending: 'resolved' }), 'ended');
});

t.test('one opened by hand says what it is about; its due date may be left to its kind', async (t) => {
  const form = { kind: 'doubt', ownerId: '1', priority: '2', text: 'Fatura em dobro' };
  t.match(validateFollowUp(form, '2026-07-10'), { value: { kind: 'doubt', ownerId: 1, priority: 2, dueOn: null } });
  matchLists(t, validateFollowUp({ ...form, text: '', kind: 'praise', dueOn: '32/07/2026' }, '2026-07-10'), {
    refusal: [{ field: 'kind' }, { field: 'dueOn' }, { field: 'text', message: 'required' }],
  });
  matchLists(t, validateFollowUpEdit({ ...form, dueOn: '2026-07-10', text: ' ' }, '2026-07-10', '2026-07-10'), {
    refusal: [{ field: 'text', message: 'required' }],
  });
});

t.test('a due date is today or later, unless it is the one that stood', async (t) => {
  const [today, form] = ['2026-07-10', { kind: 'doubt', ownerId: '1', priority: '2', text: 'Fatura em dobro' }];
  for (const [dueOn, ok] of [
    ['2026-07-09', false],
    ['2026-07-10', true],
    ['2026-07-11', true],
  ] as const) {
    const message = { refusal: [{ field: 'dueOn', message: 'beforeToday' }] };
    for (const checked of [
      validateFollowUp({ ...form, dueOn }, today),
      validateFollowUpEdit({ ...form, dueOn }, today, '2026-07-01'),
      validateFollowUpBulk('postpone', { dueOn }, today),
    ])
      matchLists(t, checked, ok ? { value: { dueOn } } : message, dueOn);
    t.ok(validateFollowUpEdit({ ...form, dueOn }, today, '2026-07-09').ok, `${dueOn}, which stood or is later`);
  }
});

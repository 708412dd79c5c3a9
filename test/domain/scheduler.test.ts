import fc from 'fast-check';
import t from 'tap';
import { addDays, daysBetween } from '../../src/domain/civil-date.js';
import {
  isOpen,
  isPending,
  type Outcome,
  redate,
  refusalToExecute,
  refusalToExtend,
  STATUSES,
  type Status,
  type StatusReason,
  type SurveyFacts,
  statusOf,
  surveyDates,
  wasLate,
} from '../../src/domain/scheduler.js';
import { calendar, civilDates, nearbyDates, schedules, surveyFacts } from './arbitraries.js';

const OUTCOMES: Outcome[] = ['executed', 'closed', 'cancelled'];

/** SPEC 4's example: N = 7, M = 3, closed on 2026-07-01. */
const example: SurveyFacts = {
  ...surveyDates('2026-07-01', { startDays: 7, expiryDays: 3, businessDays: false }, calendar),
  originalExpiresOn: '2026-07-11',
  outcome: null,
};

t.test('a survey opens N days after the closing and expires M days after it opened', async (t) => {
  const rows: [string, number, number, string, string][] = [
    ['2026-07-01', 7, 3, '2026-07-08', '2026-07-11'],
    ['2026-07-01', 7, 0, '2026-07-08', '2026-07-08'],
    ['2026-07-01', 0, 3, '2026-07-01', '2026-07-04'],
    ['2026-07-01', 0, 0, '2026-07-01', '2026-07-01'],
    ['2024-02-29', 0, 1, '2024-02-29', '2024-03-01'],
    ['2024-02-22', 7, 0, '2024-02-29', '2024-02-29'],
    ['2023-02-22', 7, 0, '2023-03-01', '2023-03-01'],
    ['2024-02-29', 365, 366, '2025-02-28', '2026-03-01'],
    ['2026-12-28', 3, 1, '2026-12-31', '2027-01-01'],
    ['2018-11-02', 2, 0, '2018-11-04', '2018-11-04'],
    ['2026-01-01', 3650, 3650, '2035-12-30', '2045-12-27'],
  ];
  for (const [closedOn, startDays, expiryDays, opensOn, expiresOn] of rows)
    t.same(
      surveyDates(closedOn, { startDays, expiryDays, businessDays: false }, calendar),
      { opensOn, expiresOn, businessExpiryDays: null },
      `closed ${closedOn}, N ${startDays}, M ${expiryDays}`,
    );
});

t.test('an open survey is scheduled, due and inconsistent in turn, and says why', async (t) => {
  const due = (days: number): StatusReason => ({ kind: 'expires-in', days, extended: false });
  const expired = (days: number): StatusReason => ({ kind: 'expired', days, extended: false });
  const rows: [string, Status, StatusReason, string][] = [
    ['2026-07-01', 'scheduled', { kind: 'opens-in', days: 7 }, 'the closing date'],
    ['2026-07-07', 'scheduled', { kind: 'opens-in', days: 1 }, 'the day before it opens'],
    ['2026-07-08', 'due', due(3), 'the day it opens'],
    ['2026-07-10', 'due', due(1), 'the day before it expires'],
    ['2026-07-11', 'due', due(0), 'the day it expires'],
    ['2026-07-12', 'inconsistent', expired(1), 'the day after it expired'],
    ['2027-07-11', 'inconsistent', expired(365), 'a year later'],
  ];
  for (const [today, status, reason, fact] of rows) t.same(statusOf(example, today), { status, reason }, fact);
});

t.test('with M = 0 a survey is due on one day, with N = 0 from its closing date on', async (t) => {
  const statuses = (startDays: number, expiryDays: number, days: string[]) => {
    const dates = surveyDates('2026-12-31', { startDays, expiryDays, businessDays: false }, calendar);
    return days.map((today) => statusOf({ ...dates, originalExpiresOn: dates.expiresOn, outcome: null }, today).status);
  };
  t.same(statuses(1, 0, ['2026-12-31', '2027-01-01', '2027-01-02']), ['scheduled', 'due', 'inconsistent']);
  t.same(statuses(0, 1, ['2026-12-30', '2026-12-31', '2027-01-01', '2027-01-02']), [
    'scheduled',
    'due',
    'due',
    'inconsistent',
  ]);
  t.same(statuses(0, 0, ['2026-12-30', '2026-12-31', '2027-01-01']), ['scheduled', 'due', 'inconsistent']);
});

t.test('an extended survey says that its expiry is not its rule’s', async (t) => {
  const extended = { ...example, expiresOn: '2026-07-20' };
  t.same(statusOf(extended, '2026-07-12').reason, { kind: 'expires-in', days: 8, extended: true });
  t.same(statusOf(extended, '2026-07-21').reason, { kind: 'expired', days: 1, extended: true });
});

t.test('a settled survey keeps its status whatever the day', async (t) => {
  const reasons = { executed: 'executed', closed: 'closed', cancelled: 'sale-cancelled' } as const;
  for (const outcome of OUTCOMES)
    for (const today of ['2026-07-07', '2026-07-08', '2026-07-11', '2026-07-12'])
      t.same(statusOf({ ...example, outcome }, today), { status: outcome, reason: { kind: reasons[outcome] } });
});

t.test('open surveys are the pending ones', async (t) => {
  t.same(STATUSES.filter(isPending), ['scheduled', 'due', 'inconsistent']);
  fc.assert(
    fc.property(surveyFacts, nearbyDates, (facts, today) => isOpen(facts) === isPending(statusOf(facts, today).status)),
  );
});

t.test('exactly one status holds: the one whose condition SPEC 4 states', async () => {
  fc.assert(
    fc.property(surveyFacts, nearbyDates, (facts, today) => {
      const open = facts.outcome === null;
      const conditions: Record<Status, boolean> = {
        scheduled: open && today < facts.opensOn,
        due: open && facts.opensOn <= today && today <= facts.expiresOn,
        inconsistent: open && facts.expiresOn < today,
        executed: facts.outcome === 'executed',
        closed: facts.outcome === 'closed',
        cancelled: facts.outcome === 'cancelled',
      };
      const holding = STATUSES.filter((status) => conditions[status]);
      return holding.length === 1 && holding[0] === statusOf(facts, today).status;
    }),
    { numRuns: 1000 },
  );
});

t.test('a survey with days M is due on M + 1 days, and its days left count down to 0', async () => {
  fc.assert(
    fc.property(civilDates, schedules, (closedOn, drawn) => {
      const schedule = { ...drawn, businessDays: false };
      const dates = surveyDates(closedOn, schedule, calendar);
      const facts = { ...dates, originalExpiresOn: dates.expiresOn, outcome: null };
      const daysLeft = Array.from({ length: 40 }, (_, day) => statusOf(facts, addDays(closedOn, day)))
        .filter((standing) => standing.status === 'due')
        .map((standing) => standing.reason.days);
      const countdown = Array.from({ length: schedule.expiryDays + 1 }, (_, day) => schedule.expiryDays - day);
      return JSON.stringify(daysLeft) === JSON.stringify(countdown);
    }),
  );
});

t.test('only a due survey can be executed', async (t) => {
  t.equal(refusalToExecute(example, '2026-07-07'), 'not-yet-open');
  t.equal(refusalToExecute(example, '2026-07-08'), null);
  t.equal(refusalToExecute(example, '2026-07-11'), null);
  t.equal(refusalToExecute(example, '2026-07-12'), 'expired');
  t.equal(refusalToExecute({ ...example, expiresOn: '2026-07-12' }, '2026-07-12'), null, 'unless it was extended');
  for (const outcome of OUTCOMES) t.equal(refusalToExecute({ ...example, outcome }, '2026-07-08'), outcome);
});

t.test('an extension moves the expiry later, never before today or the opening', async (t) => {
  const overdue = '2026-07-20';
  const rows: [string, string, string | null, string][] = [
    ['2026-07-10', '2026-07-12', null, 'a day later, while due'],
    ['2026-07-10', '2026-07-11', 'same-expiry', 'the current expiry is no change'],
    ['2026-07-10', '2026-07-10', 'before-expiry', 'today, while it expires tomorrow'],
    ['2026-07-10', '2026-07-09', 'before-today', 'yesterday'],
    [overdue, overdue, null, 'an overdue survey to today'],
    [overdue, '2026-07-19', 'before-today', 'an overdue survey to yesterday, though later than its expiry'],
    ['2026-07-01', '2026-07-07', 'before-opening', 'a scheduled survey to before it opens'],
    ['2026-07-01', '2026-07-08', 'before-expiry', 'a scheduled survey to its opening'],
    ['2026-07-01', '2026-07-12', null, 'a scheduled survey to a day later'],
  ];
  for (const [today, to, expected, fact] of rows) t.equal(refusalToExtend(example, today, to), expected, fact);
  for (const outcome of OUTCOMES)
    t.equal(refusalToExtend({ ...example, outcome }, '2026-07-10', '2026-07-12'), outcome, `not when ${outcome}`);
});

t.test('an extension that is granted makes the survey last longer and leaves it executable, now or later', async () => {
  fc.assert(
    fc.property(surveyFacts, nearbyDates, nearbyDates, (facts, today, to) => {
      if (refusalToExtend(facts, today, to) !== null) return true;
      const extended = { ...facts, expiresOn: to };
      const { status } = statusOf(extended, today);
      return (
        daysBetween(facts.expiresOn, to) > 0 && (status === 'due' || status === 'scheduled') && facts.outcome === null
      );
    }),
    { numRuns: 1000 },
  );
});

t.test('re-dating replaces the rule’s dates and keeps what a manager granted', async (t) => {
  const dates = { opensOn: '2026-07-15', expiresOn: '2026-07-18', businessExpiryDays: 2 };
  t.same(redate(dates, null), { ...dates, originalExpiresOn: '2026-07-18' });
  t.same(redate(dates, '2026-07-17'), { ...dates, originalExpiresOn: '2026-07-18' }, 'the new expiry is later');
  t.same(
    redate(dates, '2026-07-20'),
    { ...dates, expiresOn: '2026-07-20', originalExpiresOn: '2026-07-18' },
    'the extension is later',
  );
});

t.test('re-dating twice is re-dating once, and the dates stay in order', async () => {
  fc.assert(
    fc.property(nearbyDates, schedules, fc.option(nearbyDates), (closedOn, schedule, extension) => {
      const dates = surveyDates(closedOn, schedule, calendar);
      const once = redate(dates, extension);
      const twice = redate(dates, once.expiresOn);
      return (
        once.opensOn <= once.originalExpiresOn &&
        once.originalExpiresOn <= once.expiresOn &&
        twice.expiresOn === once.expiresOn
      );
    }),
  );
});

t.test('an execution is late when it was finished after the original expiry', async (t) => {
  t.notOk(wasLate('2026-07-10', '2026-07-11'));
  t.notOk(wasLate('2026-07-11', '2026-07-11'));
  t.ok(wasLate('2026-07-12', '2026-07-11'));
});

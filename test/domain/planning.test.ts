import fc from 'fast-check';
import t from 'tap';
import {
  countByStatus,
  type PlannableRule,
  type PlanningChoice,
  parsePlanningChoice,
  planSurveys,
  type ReasonWithoutSurveys,
  type SaleWithoutSurveys,
  whyWithoutSurveys,
} from '../../src/domain/planning.js';
import { calendar, nearbyDates, schedules } from './arbitraries.js';

const sale = { closedOn: '2026-07-01' };
const installation: PlannableRule = { id: 1, startDays: 7, expiryDays: 3, businessDays: false };
const loyalty: PlannableRule = { id: 2, startDays: 90, expiryDays: 10, businessDays: false };
const plannedInstallation = { ruleId: 1, opensOn: '2026-07-08', expiresOn: '2026-07-11', businessExpiryDays: null };
const plannedLoyalty = { ruleId: 2, opensOn: '2026-09-29', expiresOn: '2026-10-09', businessExpiryDays: null };
const none = new Set<number>();

t.test('a sale gets one survey for each rule of its profile, in their order', async (t) => {
  t.same(planSurveys(sale, [loyalty, installation], none, { kind: 'upcoming' }, '2026-07-01', calendar), {
    planned: [plannedLoyalty, plannedInstallation],
    leftOut: [],
  });
  t.same(planSurveys(sale, [], none, { kind: 'all' }, '2026-07-01', calendar), { planned: [], leftOut: [] });
});

t.test('a rule that the sale has a survey of gives no second one', async (t) => {
  t.same(planSurveys(sale, [installation, loyalty], new Set([1]), { kind: 'all' }, '2026-07-01', calendar), {
    planned: [plannedLoyalty],
    leftOut: [{ ...plannedInstallation, reason: 'exists' }],
  });
});

t.test('the choice decides survey by survey', async (t) => {
  const rows: [PlanningChoice, string, number[], string][] = [
    [{ kind: 'upcoming' }, '2026-07-11', [1, 2], 'upcoming: one that expires today is still made'],
    [{ kind: 'upcoming' }, '2026-07-12', [2], 'upcoming: one that expired yesterday is not'],
    [{ kind: 'upcoming' }, '2026-10-10', [], 'upcoming: none when all are overdue'],
    [{ kind: 'since', date: '2026-07-11' }, '2027-01-01', [1, 2], 'since: the day of expiry counts'],
    [{ kind: 'since', date: '2026-07-12' }, '2027-01-01', [2], 'since: the day after does not'],
    [{ kind: 'since', date: '2027-01-01' }, '2026-07-01', [], 'since: whatever the day is'],
    [{ kind: 'all' }, '2030-01-01', [1, 2], 'all: however overdue'],
  ];
  for (const [choice, today, expected, fact] of rows) {
    const { planned } = planSurveys(sale, [installation, loyalty], none, choice, today, calendar);
    t.same(
      planned.map((survey) => survey.ruleId),
      expected,
      fact,
    );
  }
});

t.test('what is left out says why', async (t) => {
  const reasons = (choice: PlanningChoice) =>
    planSurveys(sale, [installation], none, choice, '2026-07-12', calendar).leftOut.map((survey) => survey.reason);
  t.same(reasons({ kind: 'upcoming' }), ['overdue-at-birth']);
  t.same(reasons({ kind: 'since', date: '2026-07-12' }), ['expires-before-date']);
  t.same(reasons({ kind: 'all' }), []);
});

t.test('every rule is either planned or left out, once, and upcoming plans nothing overdue', async () => {
  const rules = fc.array(schedules, { maxLength: 6 }).map((list) => list.map((rule, id) => ({ id, ...rule })));
  const existing = fc.uniqueArray(fc.nat(5)).map((ids) => new Set(ids));
  fc.assert(
    fc.property(nearbyDates, rules, existing, nearbyDates, (closedOn, rules, existing, today) => {
      const { planned, leftOut } = planSurveys({ closedOn }, rules, existing, { kind: 'upcoming' }, today, calendar);
      const ids = [...planned, ...leftOut].map((survey) => survey.ruleId).sort();
      const again = new Set([...existing, ...planned.map((survey) => survey.ruleId)]);
      return (
        ids.join() === rules.map((rule) => rule.id).join() &&
        planned.every((survey) => survey.expiresOn >= today && !existing.has(survey.ruleId)) &&
        countByStatus(planned, today).inconsistent === 0 &&
        planSurveys({ closedOn }, rules, again, { kind: 'upcoming' }, today, calendar).planned.length === 0
      );
    }),
  );
});

t.test('a preview counts planned surveys by the status that they would have', async (t) => {
  const planned = [plannedInstallation, plannedLoyalty];
  t.same(countByStatus(planned, '2026-07-07'), { scheduled: 2, due: 0, inconsistent: 0 });
  t.same(countByStatus(planned, '2026-07-08'), { scheduled: 1, due: 1, inconsistent: 0 });
  t.same(countByStatus(planned, '2026-10-09'), { scheduled: 0, due: 1, inconsistent: 1 });
  t.same(countByStatus([], '2026-10-09'), { scheduled: 0, due: 0, inconsistent: 0 });
});

t.test('a choice is stated as upcoming, all or since=DATE', async (t) => {
  t.same(parsePlanningChoice('upcoming'), { kind: 'upcoming' });
  t.same(parsePlanningChoice('all'), { kind: 'all' });
  t.same(parsePlanningChoice('since=2026-07-01'), { kind: 'since', date: '2026-07-01' });
  t.same(parsePlanningChoice('since=01/07/2026'), { kind: 'since', date: '2026-07-01' });
  for (const text of ['', 'none', 'ALL', 'since', 'since=', 'since=2026-02-30', 'until=2026-07-01', '2026-07-01'])
    t.equal(parsePlanningChoice(text), null, JSON.stringify(text));
});

t.test('a sale without surveys says the first obstacle that it met', async (t) => {
  const profile = { active: true, activeRules: [installation] };
  const blocked: SaleWithoutSurveys = {
    closedOn: '2026-07-01',
    recordedOn: '2026-07-01',
    cancelled: true,
    productActive: false,
    profile: null,
  };
  const rows: [SaleWithoutSurveys, ReasonWithoutSurveys][] = [
    [blocked, 'sale-cancelled'],
    [{ ...blocked, cancelled: false }, 'product-inactive'],
    [{ ...blocked, cancelled: false, productActive: true }, 'product-without-profile'],
    [
      { ...blocked, cancelled: false, productActive: true, profile: { active: false, activeRules: [] } },
      'profile-inactive',
    ],
    [
      { ...blocked, cancelled: false, productActive: true, profile: { active: true, activeRules: [] } },
      'profile-without-active-rules',
    ],
    [{ ...blocked, cancelled: false, productActive: true, profile }, 'recorded-before-configuration'],
    [
      { ...blocked, cancelled: false, productActive: true, profile, recordedOn: '2026-07-11' },
      'recorded-before-configuration',
    ],
    [{ ...blocked, cancelled: false, productActive: true, profile, recordedOn: '2026-07-12' }, 'all-overdue-at-birth'],
  ];
  for (const [facts, expected] of rows) t.equal(whyWithoutSurveys(facts, calendar), expected, expected);
});

import t from 'tap';
import { calendarOf } from '../../src/domain/calendar.js';
import {
  effectsOfCalendar,
  effectsOfCorrection,
  effectsOfDeactivation,
  effectsOfProduct,
  effectsOfProfile,
  effectsOfRule,
  effectsOfSale,
} from '../../src/domain/configuration-change.js';
import {
  type ConfigurationEffects,
  type EffectsOnSale,
  isWithoutEffects,
  planEffects,
  type SaleAtHand,
  type SurveyAtHand,
} from '../../src/domain/configuration-effects.js';
import { matchLists } from '../support/match-lists.js';

const TODAY = '2026-07-10';
const HOLIDAY = calendarOf([{ on: '2026-07-13', name: 'Aniversário da cidade', yearly: false }], () => []);
const ALL = { kind: 'all' } as const;

/** An untouched open survey of rule 1 with N = 7, M = 3 of a sale closed 2026-07-01: due from 08 to 11. */
function survey(over: Partial<SurveyAtHand> = {}): SurveyAtHand {
  const dates = { opensOn: '2026-07-08', expiresOn: '2026-07-11', originalExpiresOn: '2026-07-11' };
  return {
    id: 1,
    ruleId: 1,
    ...dates,
    businessExpiryDays: null,
    outcome: null,
    extendedTo: null,
    untouched: true,
    ...over,
  };
}

function sale(surveys: readonly SurveyAtHand[] = [survey()], over: Partial<SaleAtHand> = {}): SaleAtHand {
  return { id: 9, sellerId: 1, productId: 5, closedOn: '2026-07-01', cancelled: false, surveys, ...over };
}

function plan(effects: EffectsOnSale, of: SaleAtHand) {
  const planned = planEffects(effects, of, { today: TODAY, calendar: HOLIDAY });
  return {
    redated: planned.redated.map(({ dates }) => [dates.opensOn, dates.originalExpiresOn, dates.expiresOn]),
    removed: planned.removed,
    kept: planned.kept,
    created: planned.created.map(({ ruleId, opensOn, expiresOn }) => [ruleId, opensOn, expiresOn]),
    counts: [planned.before.length, planned.after.length],
  };
}

const NOTHING = { redated: [], removed: [], kept: [], created: [], counts: [0, 0] };
const days = (startDays: number, expiryDays: number, businessDays = false) => ({
  startDays,
  expiryDays,
  businessDays,
});
const rule = (id: number, startDays: number, expiryDays: number) => ({ id, ...days(startDays, expiryDays) });

t.test('a rule gets other days', async (t) => {
  for (const [what, schedule, of, expected] of [
    ['open surveys are re-dated', days(10, 2), survey(), [['2026-07-11', '2026-07-13', '2026-07-13']]],
    ['touched ones too', days(10, 2), survey({ untouched: false }), [['2026-07-11', '2026-07-13', '2026-07-13']]],
    ['the same days move nothing', days(7, 3), survey(), []],
    [
      'of a longer extension and the new expiry the extension holds',
      days(8, 3),
      survey({ expiresOn: '2026-07-20', extendedTo: '2026-07-20' }),
      [['2026-07-09', '2026-07-12', '2026-07-20']],
    ],
    [
      'of a shorter extension and the new expiry the new expiry holds',
      days(18, 5),
      survey({ expiresOn: '2026-07-20', extendedTo: '2026-07-20' }),
      [['2026-07-19', '2026-07-24', '2026-07-24']],
    ],
    [
      'with business days the expiry leaves the weekend and the holiday after it',
      days(7, 3, true),
      survey(),
      [['2026-07-08', '2026-07-14', '2026-07-14']],
    ],
    ['executed ones stay', days(10, 2), survey({ outcome: 'executed' }), []],
    ['closed ones stay', days(10, 2), survey({ outcome: 'closed' }), []],
    ['those that ended with their sale stay', days(10, 2), survey({ outcome: 'cancelled' }), []],
    ['those of other rules stay', days(10, 2), survey({ ruleId: 2 }), []],
  ] as const)
    t.same(plan(effectsOfRule(1, schedule), sale([of])).redated, expected, what);
});

t.test('business days that move no expiry are written, and no date is told to have moved', async (t) => {
  const weekday = survey({ expiresOn: '2026-07-10', originalExpiresOn: '2026-07-10' });
  const { redated } = planEffects(effectsOfRule(1, days(7, 2, true)), sale([weekday]), {
    today: TODAY,
    calendar: HOLIDAY,
  });
  matchLists(t, redated, [{ id: 1, moved: false, dates: { businessExpiryDays: 2 } }]);
});

t.test('a holiday moves what looks at the calendar, by the days that it was planned with', async (t) => {
  const business = survey({ expiresOn: '2026-07-13', originalExpiresOn: '2026-07-13', businessExpiryDays: 3 });
  t.same(plan(effectsOfCalendar(), sale([business])).redated, [['2026-07-08', '2026-07-14', '2026-07-14']]);
  t.same(plan(effectsOfCalendar(), sale()), NOTHING);
});

t.test('a rule enters a profile, or leaves it', async (t) => {
  const change = {
    active: true,
    before: [1],
    after: [2],
    plannable: [rule(2, 2, 1)],
    products: [
      { id: 5, active: true },
      { id: 6, active: false },
    ],
  };
  const reach = { closedSince: '2026-07-01', planning: ALL };
  const effects = effectsOfProfile(change, reach);
  const created = [[2, '2026-07-03', '2026-07-04']];
  for (const [what, of, expected] of [
    ['missing ones are planned, untouched ones removed', sale(), { ...NOTHING, removed: [1], created, counts: [1, 1] }],
    ['touched ones are kept', sale([survey({ untouched: false })]), { ...NOTHING, kept: [1], created, counts: [1, 2] }],
    [
      'a sale before the day gets none, and loses those of the rule that left',
      sale([survey()], { closedOn: '2026-06-30' }),
      { ...NOTHING, removed: [1], counts: [1, 0] },
    ],
    ['a sale of another product is not reached', sale([survey()], { productId: 7 }), NOTHING],
    ['an inactive product gets none', sale([], { productId: 6 }), NOTHING],
    ['a cancelled sale gets none', sale([], { cancelled: true }), NOTHING],
    ['a sale that has one gets no second', sale([survey({ ruleId: 2 })]), { ...NOTHING, counts: [1, 1] }],
    ['whatever became of it', sale([survey({ ruleId: 2, outcome: 'closed' })]), NOTHING],
  ] as const)
    t.same(plan(effects, of), expected, what);
  t.same(effectsOfProfile({ ...change, active: false }, reach).plan, [], 'a deactivated profile plans nothing');
  t.same(effectsOfProfile({ ...change, plannable: [] }, reach).plan, [], 'nor does a deactivated rule');
  t.ok(isWithoutEffects(effectsOfProfile({ ...change, after: [1] }, reach)), 'the same rules do nothing');
  const grown = { ...change, after: [1, 2], plannable: [rule(1, 7, 3), rule(2, 2, 1)] };
  t.same(plan(effectsOfProfile(grown, reach), sale([])).created, created, 'a rule that was there is not planned anew');
  const unsold = { ...change, before: [], products: [{ id: 5, active: false }] };
  t.ok(isWithoutEffects(effectsOfProfile(unsold, reach)), 'a rule that enters where nothing is sold does nothing');
});

t.test('what would be overdue at birth is planned as it was chosen', async (t) => {
  const change = {
    active: true,
    before: [],
    after: [2],
    plannable: [rule(2, 2, 1)],
    products: [{ id: 5, active: true }],
  };
  for (const [planning, planned] of [
    [{ kind: 'upcoming' }, 0],
    [{ kind: 'since', date: '2026-07-04' }, 1],
    [{ kind: 'since', date: '2026-07-05' }, 0],
    [ALL, 1],
  ] as const) {
    const effects = effectsOfProfile(change, { closedSince: '2026-07-01', planning });
    t.equal(plan(effects, sale([])).created.length, planned, JSON.stringify(planning));
  }
});

t.test('a product gets, changes or loses its profile', async (t) => {
  const former = { id: 1, active: true, rules: [1, 3], plannable: [rule(1, 7, 3), rule(3, 1, 1)] };
  const next = { id: 2, active: true, rules: [3, 2], plannable: [rule(3, 1, 1), rule(2, 2, 1)] };
  const reach = { closedSince: '2026-07-01', planning: ALL };
  const effectsOf = (before: typeof former | null, after: typeof former | null, active = true) =>
    effectsOfProduct({ id: 5, active, before, after }, reach);
  const both = sale([survey(), survey({ id: 3, ruleId: 3 })]);
  const created = [[2, '2026-07-03', '2026-07-04']];
  t.same(plan(effectsOf(former, next), both), { ...NOTHING, removed: [1], created, counts: [2, 2] });
  t.same(plan(effectsOf(former, next), { ...both, closedOn: '2026-06-30' }), NOTHING, 'of sales since the day');
  t.same(plan(effectsOf(null, next), sale([])).created.length, 2);
  t.same(plan(effectsOf(former, null), both).removed, [1, 3]);
  t.same(plan(effectsOf(former, next, false), both).created, [], 'an inactive product plans nothing');
  t.ok(isWithoutEffects(effectsOf(former, former)));
});

t.test('a rule, a profile or a product is deactivated', async (t) => {
  const of = sale([survey(), survey({ id: 2, ruleId: 2, untouched: false }), survey({ id: 3, ruleId: 3 })]);
  const removed = (effects: ConfigurationEffects) => [plan(effects, of).removed, plan(effects, of).kept];
  t.same(removed(effectsOfDeactivation({ kind: 'rule', id: 1 })), [[1], []]);
  t.same(removed(effectsOfDeactivation({ kind: 'profile', rules: [1, 2], products: [{ id: 5 }] })), [[1], [2]]);
  t.same(removed(effectsOfDeactivation({ kind: 'profile', rules: [1, 2], products: [{ id: 6 }] })), [[], []]);
  t.same(removed(effectsOfDeactivation({ kind: 'product', id: 5 })), [[1, 3], [2]]);
});

t.test("a sale's product is corrected", async (t) => {
  const of = sale([survey(), survey({ id: 2, ruleId: 2 }), survey({ id: 3, ruleId: 3, untouched: false })]);
  const plannable = [rule(2, 2, 1), rule(4, 30, 1)];
  const corrected = (rules: readonly number[]) =>
    plan(effectsOfSale(5, { rules, plannable }, { kind: 'upcoming' }), of);
  const created = [[4, '2026-07-31', '2026-08-01']];
  matchLists(t, corrected([2, 4]), { removed: [1], kept: [3], created });
  matchLists(t, corrected([1, 2, 4]), { removed: [], kept: [3], created }, 'of a deactivated rule of the new profile');
});

t.test("a sale's closing date is corrected, alone or with its product", async (t) => {
  const business = { ruleId: 2, expiresOn: '2026-07-14', originalExpiresOn: '2026-07-14', businessExpiryDays: 3 };
  const extended = { ruleId: 3, expiresOn: '2026-07-30', extendedTo: '2026-07-30', untouched: false };
  const surveys = [survey(), survey({ id: 2, ...business }), survey({ id: 3, ...extended })];
  const settled = survey({ id: 4, ruleId: 4, outcome: 'executed' });
  const of = { ...sale([...surveys, settled]), closedOn: '2026-07-02' };
  const moved = [
    ['2026-07-09', '2026-07-12', '2026-07-12'],
    ['2026-07-09', '2026-07-14', '2026-07-14'],
    ['2026-07-09', '2026-07-12', '2026-07-30'],
  ];
  const before = { productId: 5, closedOn: '2026-07-01' };
  const profile = { rules: [2], plannable: [rule(2, 2, 1), rule(5, 1, 20)] };
  const effects = (after: typeof before) => effectsOfCorrection(before, after, profile, ALL);
  matchLists(t, plan(effects({ productId: 5, closedOn: '2026-07-02' }), of), {
    redated: moved,
    removed: [],
    created: [],
  });
  matchLists(t, plan(effects({ productId: 6, closedOn: '2026-07-02' }), { ...of, productId: 6 }), {
    redated: moved.slice(1),
    removed: [1],
    kept: [3],
    created: [[5, '2026-07-03', '2026-07-23']],
  });
  t.ok(isWithoutEffects(effects(before)));
});

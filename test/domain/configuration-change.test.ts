import t from 'tap';
import {
  effectsOfCalendar,
  effectsOfDeactivation,
  effectsOfProduct,
  effectsOfProfile,
  effectsOfRule,
  type ProfileRules,
  validateReach,
} from '../../src/domain/configuration-change.js';
import { isWithoutEffects, planEffects, type SurveyAtHand } from '../../src/domain/configuration-effects.js';
import { refused } from '../support/acting.js';
import { calendar } from './arbitraries.js';
import { accepted } from './verdict.js';

const TODAY = '2026-07-10';
const ALL = { applyToOpen: 'on', planning: 'all', closedSince: '01/06/2026' };

t.test('a change reaches what exists only where that was ticked', async (t) => {
  for (const applyToOpen of [undefined, '', 'off'])
    for (const needsDate of [true, false])
      t.equal(accepted(validateReach({ ...ALL, applyToOpen }, needsDate, TODAY)), null, `${applyToOpen} ${needsDate}`);
  t.equal(
    accepted(validateReach({ closedSince: 'x', planning: 'x' }, true, TODAY)),
    null,
    'what is not asked is not read',
  );
});

t.test('what plans asks since when, and what is overdue at birth is judged by the day of the save', async (t) => {
  const since = { planning: 'since', planningSince: '2026-05-01' };
  for (const [form, planning] of [
    [{ planning: 'all' }, { kind: 'all' }],
    [since, { kind: 'since', date: '2026-05-01' }],
    [{ planning: 'upcoming' }, { kind: 'since', date: TODAY }],
    [{ planning: '' }, { kind: 'since', date: TODAY }],
  ] as const) {
    const reach = accepted(validateReach({ ...ALL, ...form }, true, TODAY));
    t.same(reach, { closedSince: '2026-06-01', planning }, JSON.stringify(form));
  }
  t.same(refused(validateReach({ applyToOpen: 'on', planning: 'since' }, true, TODAY)), [
    { field: 'closedSince', message: 'required' },
    { field: 'planningSince', message: 'required' },
  ]);
});

t.test('what only re-dates or removes asks nothing', async (t) => {
  const asked = { applyToOpen: 'on', closedSince: 'x', planning: 'x' };
  const reach = { closedSince: TODAY, planning: { kind: 'since', date: TODAY } };
  t.same(accepted(validateReach(asked, false, TODAY)), reach);
});

const SCHEDULE = { startDays: 7, expiryDays: 3, businessDays: false };
const REACH = { closedSince: '2026-07-01', planning: { kind: 'all' } } as const;
const profile = (id: number, ...rules: number[]): ProfileRules => {
  return { id, active: true, rules, plannable: rules.map((rule) => ({ id: rule, ...SCHEDULE })) };
};
const productGets = (before: ProfileRules | null, after: ProfileRules | null) =>
  effectsOfProduct({ id: 5, active: true, before, after }, REACH);

t.test('a change that reaches no survey whatever there is has no effects', async (t) => {
  const products = [{ id: 5, active: true }];
  const profileGets = (before: number[], after: number[], sold = products) =>
    effectsOfProfile({ active: true, before, after, plannable: profile(1, ...after).plannable, products: sold }, REACH);
  for (const [what, effects, none] of [
    ['other days of a rule', effectsOfRule(1, SCHEDULE), false],
    ['a holiday', effectsOfCalendar(), false],
    ['a rule enters', profileGets([], [1]), false],
    ['a rule leaves', profileGets([1], []), false],
    ['one enters and another leaves', profileGets([1], [2]), false],
    ['of a profile that no product has', profileGets([1], [2], []), true],
    ['a product gets a profile of one rule', productGets(null, profile(1, 1)), false],
    ['a profile of the same rules', productGets(profile(1), profile(2)), true],
    ['a profile without rules', productGets(null, profile(1)), true],
    ['a deactivated profile', productGets(null, { ...profile(1, 1), active: false }), true],
    ['no profile any more', productGets(profile(1, 1), null), false],
    ['a rule is deactivated', effectsOfDeactivation({ kind: 'rule', id: 1 }), false],
    ['a product is', effectsOfDeactivation({ kind: 'product', id: 5 }), false],
    ['a profile is', effectsOfDeactivation({ kind: 'profile', rules: [1], products }), false],
    ['one that no product has', effectsOfDeactivation({ kind: 'profile', rules: [1], products: [] }), true],
    ['one without rules', effectsOfDeactivation({ kind: 'profile', rules: [], products }), true],
  ] as const)
    t.equal(isWithoutEffects(effects), none, what);
});

const SURVEY: SurveyAtHand = {
  id: 1,
  ruleId: 1,
  opensOn: '2026-07-08',
  expiresOn: '2026-07-11',
  originalExpiresOn: '2026-07-11',
  businessExpiryDays: null,
  outcome: null,
  extendedTo: null,
  untouched: true,
};
const sale = (surveys: readonly SurveyAtHand[], cancelled = false) => {
  return { id: 9, sellerId: 1, productId: 5, closedOn: '2026-07-01', cancelled, surveys };
};

t.test('a sale is reached by what has a survey to look at, or one to plan', async (t) => {
  const days = { today: TODAY, calendar };
  for (const [what, effects, of, reached] of [
    ['one survey to re-date', effectsOfRule(1, SCHEDULE), sale([SURVEY]), true],
    ['none of the rule', effectsOfRule(2, SCHEDULE), sale([SURVEY]), false],
    ['one to remove', productGets(profile(1, 1), null), sale([SURVEY]), true],
    ['one to plan', productGets(null, profile(1, 1)), sale([]), true],
    ['one to plan of a cancelled sale', productGets(null, profile(1, 1)), sale([], true), false],
    ['nothing at all', productGets(null, profile(1)), sale([SURVEY]), false],
  ] as const)
    t.equal(planEffects(effects, of, days).reached, reached, what);
});

t.test('an original expiry moves though an extension holds the survey where it is', async (t) => {
  const extended = { ...SURVEY, expiresOn: '2026-07-30', extendedTo: '2026-07-30', untouched: false };
  const { redated } = planEffects(effectsOfRule(1, { ...SCHEDULE, expiryDays: 5 }), sale([extended]), {
    today: TODAY,
    calendar,
  });
  const dates = { opensOn: '2026-07-08', expiresOn: '2026-07-30', originalExpiresOn: '2026-07-13' };
  t.same(redated, [{ id: 1, moved: true, dates: { ...dates, businessExpiryDays: null } }]);
});

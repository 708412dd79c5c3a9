import { deepEqual } from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import type { ConfigurationEffects, SaleAtHand, SurveyAtHand } from '../../src/domain/configuration-effects.js';
import { isFirstFind, type Place, placesOf } from '../../src/domain/effect-places.js';

const SCHEDULE = { startDays: 7, expiryDays: 3, businessDays: false };
const ALL = { kind: 'all' } as const;

function survey(id: number, over: Partial<SurveyAtHand> = {}): SurveyAtHand {
  const dates = { opensOn: '2026-07-08', expiresOn: '2026-07-11', originalExpiresOn: '2026-07-11' };
  const facts = { businessExpiryDays: null, outcome: null, extendedTo: null, untouched: true };
  return { id, ruleId: 1, ...dates, ...facts, ...over };
}

function sale(surveys: readonly SurveyAtHand[], over: Partial<SaleAtHand> = {}): SaleAtHand {
  return { id: 9, sellerId: 1, productId: 5, closedOn: '2026-07-01', cancelled: false, surveys, ...over };
}

t.test('a change looks where its surveys and sales are, in its order', async (t) => {
  const effects: ConfigurationEffects = {
    redate: [{ kind: 'rule', ruleId: 1, schedule: SCHEDULE }, { kind: 'calendar' }],
    remove: [
      { rules: { only: [2, 3] }, products: [5], closedSince: '2026-07-01' },
      { rules: { only: [4] }, products: null, closedSince: null },
      { rules: { except: [4] }, products: [5, 6], closedSince: null },
    ],
    plan: [{ products: [5, 7], rules: [], closedSince: '2026-06-01', choice: ALL }],
  };
  t.same(placesOf(effects), [
    { kind: 'rule', ruleId: 1, products: null, closedSince: null },
    { kind: 'calendar' },
    { kind: 'rule', ruleId: 2, products: [5], closedSince: '2026-07-01' },
    { kind: 'rule', ruleId: 3, products: [5], closedSince: '2026-07-01' },
    { kind: 'rule', ruleId: 4, products: null, closedSince: null },
    { kind: 'product', productId: 5, closedSince: null },
    { kind: 'product', productId: 6, closedSince: null },
    { kind: 'sales', productId: 5, closedSince: '2026-06-01' },
    { kind: 'sales', productId: 7, closedSince: '2026-06-01' },
  ]);
});

const RULE: Place = { kind: 'rule', ruleId: 1, products: null, closedSince: null };
const SALES: Place = { kind: 'sales', productId: 5, closedSince: null };

t.test('a sale is come upon by the survey of a place that expires first, of two by the older one', async (t) => {
  const since = (closedSince: string): Place => ({ ...RULE, closedSince });
  for (const [what, place, of, first] of [
    ['the only one', RULE, sale([survey(4)]), 4],
    ['of several the first to expire', RULE, sale([survey(4), survey(7, { expiresOn: '2026-07-10' }), survey(2)]), 7],
    ['of one day the older', RULE, sale([survey(4), survey(2), survey(3)]), 2],
    ['that is open', RULE, sale([survey(2, { outcome: 'executed' }), survey(4)]), 4],
    ['of the rule', RULE, sale([survey(2, { ruleId: 2 }), survey(4)]), 4],
    ['of the products', { ...RULE, products: [5, 6] }, sale([survey(4)]), 4],
    ['of no other', { ...RULE, products: [6] }, sale([survey(4)]), undefined],
    ['closed on the day', since('2026-07-01'), sale([survey(4)]), 4],
    ['closed before it', since('2026-07-02'), sale([survey(4)]), undefined],
    ['that looks at the calendar', { kind: 'calendar' }, sale([survey(2), survey(4, { businessExpiryDays: 0 })]), 4],
    ['of the product', { kind: 'product', productId: 5, closedSince: null }, sale([survey(4, { ruleId: 2 })]), 4],
    ['of no other product', { kind: 'product', productId: 6, closedSince: null }, sale([survey(4)]), undefined],
    ['as a sale', SALES, sale([survey(4)]), null],
    ['as a sale of another product', SALES, sale([], { productId: 6 }), undefined],
    ['as a cancelled sale', SALES, sale([], { cancelled: true }), undefined],
    ['as a sale before the day', { ...SALES, closedSince: '2026-07-02' }, sale([]), undefined],
  ] as const) {
    const found = [null, 1, 2, 3, 4, 7].filter((surveyId) =>
      isFirstFind([place], of, { saleId: 9, place: 0, surveyId }),
    );
    t.same(found, first === undefined ? [] : [first], what);
  }
});

const places = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant('rule' as const),
      ruleId: fc.integer({ min: 1, max: 3 }),
      products: fc.constantFrom(null, [5], [6]),
      closedSince: fc.constantFrom(null, '2026-07-01', '2026-07-02'),
    }),
    fc.constant({ kind: 'calendar' as const }),
    fc.record({
      kind: fc.constantFrom('product' as const, 'sales' as const),
      productId: fc.constantFrom(5, 6),
      closedSince: fc.constantFrom(null, '2026-07-02'),
    }),
  ),
  { maxLength: 4 },
);
const surveys = fc
  .array(
    fc.record({
      ruleId: fc.integer({ min: 1, max: 3 }),
      expiresOn: fc.constantFrom('2026-07-11', '2026-07-12'),
      businessExpiryDays: fc.constantFrom(null, 2),
      outcome: fc.constantFrom(null, 'executed' as const),
    }),
    { maxLength: 4 },
  )
  .map((drawn) => drawn.map((over, index) => survey(index + 1, over)));

t.test('however many places a sale is in, it is come upon for the first time once at most', async () => {
  fc.assert(
    fc.property(places, surveys, fc.boolean(), (among, of, cancelled) => {
      const standing = sale(of, { cancelled });
      const ids = [null, ...of.map(({ id }) => id)];
      const firstIn = (few: readonly Place[]) =>
        few.flatMap((_, place) =>
          ids.filter((surveyId) => isFirstFind(few, standing, { saleId: 9, place, surveyId })).map((id) => [place, id]),
        );
      const alone = among.flatMap((place, index) => firstIn([place]).map(([, id]) => [index, id]));
      deepEqual(firstIn(among), alone.slice(0, 1));
    }),
  );
});

import { deepEqual } from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { addDays } from '../../src/domain/civil-date.js';
import { addChoices, countChoices } from '../../src/domain/import-choices.js';
import type { SaleToAdd } from '../../src/domain/import-plan.js';
import type { ProductPlanning } from '../../src/domain/product-planning.js';
import { calendar } from './arbitraries.js';

const TODAY = '2026-07-10';
const SINCE = '2026-06-10';
const rules = [
  { id: 1, startDays: 7, expiryDays: 3, businessDays: false },
  { id: 2, startDays: 0, expiryDays: 0, businessDays: false },
];
const product: ProductPlanning = {
  id: 5,
  name: 'Fibra',
  active: true,
  profile: { active: true, activeRules: rules },
  commissions: [],
};
const products = new Map([[5, product]]);

function sale(closedOn: string, cancelledOn: string | null = null, product = 5): SaleToAdd {
  const facts = { line: 2, externalId: null, customer: -1, seller: -1, valueCents: 0, imported: {} };
  return { ...facts, product, closedOn, cancelledOn };
}

const NONE = { scheduled: 0, due: 0, inconsistent: 0, cancelled: 0 };

t.test('each choice is counted by the status that its surveys are born with', async (t) => {
  t.same(countChoices([sale(TODAY)], products, SINCE, TODAY, calendar), {
    upcoming: { ...NONE, scheduled: 1, due: 1 },
    since: { ...NONE, scheduled: 1, due: 1 },
    all: { ...NONE, scheduled: 1, due: 1 },
  });
  t.same(countChoices([sale('2026-06-01')], products, SINCE, TODAY, calendar), {
    upcoming: NONE,
    since: { ...NONE, inconsistent: 1 },
    all: { ...NONE, inconsistent: 2 },
  });
});

t.test('those of a cancelled sale are cancelled, those of a new product there are none', async (t) => {
  const { all } = countChoices([sale(TODAY, TODAY), sale(TODAY, null, -1)], products, SINCE, TODAY, calendar);
  t.same(all, { ...NONE, cancelled: 2 });
});

t.test('counted in parts or at once, the counts are the same', async () => {
  const sales = fc.array(
    fc.record({ days: fc.integer({ min: -60, max: 5 }), cancelled: fc.boolean() }).map(({ days, cancelled }) => {
      const closedOn = addDays(TODAY, days);
      return sale(closedOn, cancelled ? closedOn : null);
    }),
  );
  fc.assert(
    fc.property(sales, sales, (some, others) => {
      const count = (part: readonly SaleToAdd[]) => countChoices(part, products, SINCE, TODAY, calendar);
      deepEqual(addChoices(count(some), count(others)), count([...some, ...others]));
    }),
    { numRuns: 50 },
  );
});

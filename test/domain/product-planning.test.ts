import t from 'tap';
import { commissionBaseOf, plannableRules } from '../../src/domain/product-planning.js';

const activeRules = [{ id: 1, startDays: 7, expiryDays: 10, businessDays: false }];

t.test('a sale gets the active rules of an active profile of an active product', async (t) => {
  t.same(plannableRules({ active: true, profile: { active: true, activeRules } }), activeRules);
  t.same(plannableRules({ active: false, profile: { active: true, activeRules } }), []);
  t.same(plannableRules({ active: true, profile: { active: false, activeRules } }), []);
  t.same(plannableRules({ active: true, profile: null }), []);
});

t.test('the commission base is an amount, or a percentage rounded half up, or none', async (t) => {
  t.equal(commissionBaseOf(null, 10_000), null);
  t.equal(commissionBaseOf({ kind: 'amount', cents: 5000 }, 1), 5000);
  t.equal(commissionBaseOf({ kind: 'rate', basisPoints: 1250 }, 9996), 1250, '1249.5 rounded up');
  t.equal(commissionBaseOf({ kind: 'rate', basisPoints: 1250 }, 9992), 1249);
  t.equal(commissionBaseOf({ kind: 'rate', basisPoints: 0 }, 9992), 0);
});

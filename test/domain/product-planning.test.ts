import t from 'tap';
import { baseInForce, type CommissionBase } from '../../src/domain/product.js';
import { commissionBaseOf, copiesAnew, plannableRules } from '../../src/domain/product-planning.js';

const activeRules = [{ id: 1, startDays: 7, expiryDays: 10, businessDays: false }];

t.test('a sale gets the active rules of an active profile of an active product', async (t) => {
  t.same(plannableRules({ active: true, profile: { active: true, activeRules } }), activeRules);
  t.same(plannableRules({ active: false, profile: { active: true, activeRules } }), []);
  t.same(plannableRules({ active: true, profile: { active: false, activeRules } }), []);
  t.same(plannableRules({ active: true, profile: null }), []);
});

const closedOn = '2026-07-01';

t.test('the commission base is an amount, or a percentage rounded half up, or none', async (t) => {
  const base = (commission: CommissionBase | null, valueCents: number) =>
    commissionBaseOf([{ from: null, base: commission }], { closedOn, valueCents });
  t.equal(commissionBaseOf([], { closedOn, valueCents: 1 }), null);
  t.equal(base(null, 10_000), null);
  t.equal(base({ kind: 'amount', cents: 5000 }, 1), 5000);
  t.equal(base({ kind: 'rate', basisPoints: 1250 }, 9996), 1250, '1249.5 rounded up');
  t.equal(base({ kind: 'rate', basisPoints: 1250 }, 9992), 1249);
  t.equal(base({ kind: 'rate', basisPoints: 0 }, 9992), 0);
});

t.test('a sale gets the base that is in force on its closing date', async (t) => {
  const amount = (cents: number): CommissionBase => ({ kind: 'amount', cents });
  const versions = [
    { from: null, base: amount(1) },
    { from: '2026-08-01', base: amount(2) },
    { from: '2026-07-10', base: amount(3) },
    { from: '2026-08-01', base: amount(4) },
    { from: '2026-09-01', base: null },
  ];
  for (const [day, cents] of [
    ['1999-01-01', 1],
    ['2026-07-09', 1],
    ['2026-07-10', 3],
    ['2026-07-31', 3],
    ['2026-08-01', 4],
    ['2026-08-31', 4],
    ['2026-09-01', null],
  ] as const) {
    t.same(baseInForce(versions, day), cents === null ? null : amount(cents), day);
    t.equal(commissionBaseOf(versions, { closedOn: day, valueCents: 0 }), cents);
  }
});

t.test('correcting a sale copies its base anew where another value or another base holds', async (t) => {
  const versions = [
    { from: null, base: { kind: 'amount', cents: 1 } },
    { from: '2026-08-01', base: { kind: 'amount', cents: 2 } },
    { from: '2026-09-01', base: { kind: 'amount', cents: 2 } },
  ] as const;
  const anew = (day: string, valueCents = 100) =>
    copiesAnew(versions, { closedOn: '2026-08-31', valueCents: 100 }, { closedOn: day, valueCents });
  t.notOk(anew('2026-08-31'));
  t.notOk(anew('2026-08-01'));
  t.notOk(anew('2026-09-01'), 'another version of the same base');
  t.ok(anew('2026-07-31'));
  t.ok(anew('2026-08-31', 101));
});

import t from 'tap';
import { basesByDay, type ProductForm, validateBases, validateProduct } from '../../src/domain/product.js';
import { accepted, refusals } from './verdict.js';

const form: ProductForm = { name: 'Fibra 500 Mega' };
const commission = (commissionKind: string, commission: string) =>
  accepted(validateProduct({ ...form, commissionKind, commission })).commission;
const refused = (changes: ProductForm) => refusals(validateProduct({ ...form, ...changes }));

t.test('a product needs a name alone', async (t) => {
  t.same(accepted(validateProduct(form)), { name: 'Fibra 500 Mega', code: null, profileId: null, commission: null });
  t.same(accepted(validateProduct({ name: 'Fibra', code: ' F500 ', profile: '3' })), {
    name: 'Fibra',
    code: 'F500',
    profileId: 3,
    commission: null,
  });
  t.same(refused({ name: '' }), ['name: required']);
});

t.test('a commission is an amount or a percentage', async (t) => {
  t.same(commission('amount', 'R$ 50,00'), { kind: 'amount', cents: 5000 });
  t.same(commission('amount', '0'), { kind: 'amount', cents: 0 });
  t.same(commission('rate', '12,5%'), { kind: 'rate', basisPoints: 1250 });
  t.same(commission('rate', '100'), { kind: 'rate', basisPoints: 10_000 });
  t.equal(commission('rate', ' '), null, 'or none, when none is typed');
});

t.test('a commission that cannot be read is refused at its field', async (t) => {
  t.same(refused({ commissionKind: 'amount', commission: '12,345' }), ['commission: notMoney']);
  t.same(refused({ commissionKind: 'rate', commission: 'dez' }), ['commission: notAPercentage']);
  t.same(refused({ commissionKind: 'rate', commission: '100,01' }), ['commission: aboveMaximum {"max":100}']);
  t.same(refused({ commission: '10' }), ['commissionKind: required']);
  t.same(refused({ commissionKind: 'gift', commission: '10' }), ['commissionKind: unknownValue']);
});

t.test('the code is the ERP’s and fits in 60 characters', async (t) => {
  t.same(refused({ code: 'x'.repeat(60) }), []);
  t.same(refused({ code: 'x'.repeat(61) }), ['code: tooLong {"max":60}']);
  t.same(refused({ profile: 'x' }), ['profile: unknownValue']);
});

t.test('the bases of a history are read each with its day, and refused at their place in the list', async (t) => {
  const typed = (from: string | null, commission: string, commissionKind = 'amount') => ({
    from,
    base: { commissionKind, commission },
  });
  t.same(
    accepted(
      validateBases([typed('01/08/2026', '12,5', 'rate'), typed(null, '50'), { from: '2027-01-01', base: null }]),
    ),
    [
      { from: '2026-08-01', base: { kind: 'rate', basisPoints: 1250 } },
      { from: null, base: { kind: 'amount', cents: 5000 } },
      { from: '2027-01-01', base: null },
    ],
  );
  t.same(refusals(validateBases([typed(null, '1'), typed(null, '1'), typed('2026-02-29', 'x'), typed('', ' ')])), [
    'commissions.1.from: duplicate',
    'commissions.2.from: notADate',
    'commissions.2.base: notMoney',
    'commissions.3.from: required',
    'commissions.3.base: required',
  ]);
});

t.test('of the bases of one day the one saved last can hold', async (t) => {
  const base = (cents: number) => ({ kind: 'amount', cents }) as const;
  const versions = [
    { from: null, base: base(1) },
    { from: '2027-01-01', base: base(2) },
    { from: '2026-01-01', base: base(3) },
    { from: '2027-01-01', base: null },
  ];
  t.same(basesByDay(versions), [versions[0], versions[2], versions[3]]);
});

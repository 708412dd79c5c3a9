import t from 'tap';
import { type ProductForm, validateProduct } from '../../src/domain/product.js';
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

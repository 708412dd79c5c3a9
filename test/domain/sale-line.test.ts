import t from 'tap';
import { type SaleLine, validateSaleLine } from '../../src/domain/sale-line.js';
import { accepted, refusals } from './verdict.js';

const today = '2018-08-20';
const line: SaleLine = {
  externalId: 'e481f51cbdc54678',
  closedOn: '02/10/2017',
  customer: 'Cliente 7c396fd483',
  city: 'sao paulo',
  state: 'SP',
  product: 'utilidades domesticas',
  seller: 'Vendedor 3504c0',
  value: '29,99',
};
const read = (changes: SaleLine) => validateSaleLine({ ...line, ...changes }, today);
const warnings = (changes: SaleLine) =>
  accepted(read(changes)).warnings.map(({ field, message }) => `${field}: ${message}`);

t.test('a line of an import is a sale whose customer, product and seller are named', async (t) => {
  t.same(accepted(read({})), {
    externalId: 'e481f51cbdc54678',
    closedOn: '2017-10-02',
    valueCents: 2999,
    customer: {
      name: 'Cliente 7c396fd483',
      externalId: null,
      document: null,
      phone1: null,
      phone2: null,
      phone3: null,
      email: null,
      city: 'sao paulo',
      state: 'SP',
    },
    product: { name: 'utilidades domesticas', code: null },
    seller: { name: 'Vendedor 3504c0', externalId: null },
    warnings: [],
  });
});

t.test('a line without what makes a sale is refused', async (t) => {
  t.same(refusals(read({ customer: '', product: ' ', seller: '', closedOn: '', value: '' })), [
    'closedOn: required',
    'value: required',
    'customer: required',
    'product: required',
    'seller: required',
  ]);
  t.same(refusals(read({ closedOn: '2017-13-02', value: 'grátis' })), ['closedOn: notADate', 'value: notMoney']);
});

t.test('a product may be known by its code alone', async (t) => {
  t.same(accepted(read({ product: undefined, productCode: ' F500 ' })).product, { name: 'F500', code: 'F500' });
  t.same(accepted(read({ product: 'Fibra', productCode: 'F500' })).product, { name: 'Fibra', code: 'F500' });
});

t.test('a sale is worth nothing where the file has no such column', async (t) => {
  t.equal(accepted(read({ value: undefined })).valueCents, 0);
});

t.test('a closing date in the future is a warning', async (t) => {
  t.same(warnings({ closedOn: '20/08/2018' }), []);
  t.same(warnings({ closedOn: '21/08/2018' }), ['closedOn: dateAhead']);
});

t.test('a contact that is none is a warning, and left out', async (t) => {
  const wrong = { phone1: '1234', document: '111.111.111-11', email: 'não tem', state: 'XX', city: 'x'.repeat(99) };
  t.same(warnings(wrong), [
    'document: invalidDocument',
    'phone1: invalidPhone',
    'email: invalidEmail',
    'city: tooLong',
    'state: invalidState',
  ]);
  const { customer } = accepted(read(wrong));
  t.match(customer, { phone1: null, document: null, email: null, state: null, city: 'x'.repeat(80) });
});

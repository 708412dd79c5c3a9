import t from 'tap';
import { type CancellationForm, type SaleForm, validateCancellation, validateSale } from '../../src/domain/sale.js';
import { matchLists } from '../support/match-lists.js';
import { accepted, refusals } from './verdict.js';

const today = '2026-07-10';
const form: SaleForm = { customer: 'José da Silva', product: '3', seller: '2', closedOn: '01/07/2026', value: '99,90' };
const refused = (changes: SaleForm) => refusals(validateSale({ ...form, ...changes }, today));

t.test('a sale has a customer, a product, a seller, a closing date and a value', async (t) => {
  const sale = accepted(validateSale({ ...form, externalId: ' 4711 ', phone1: '11987654321' }, today));
  t.match(sale, { productId: 3, sellerId: 2, closedOn: '2026-07-01', valueCents: 9990, externalId: '4711' });
  t.match(sale.customer, { name: 'José da Silva', phone1: '+5511987654321', document: null });
  t.same(refusals(validateSale({}, today)), [
    'customer: required',
    'product: required',
    'seller: required',
    'closedOn: required',
    'value: required',
  ]);
});

t.test('a sale closed today at the latest', async (t) => {
  t.same(refused({ closedOn: '2026-07-10' }), []);
  t.same(refused({ closedOn: '2026-07-11' }), ['closedOn: inTheFuture']);
  t.same(refused({ closedOn: '31/06/2026' }), ['closedOn: notADate']);
});

t.test('what is wrong with a sale is told at its field', async (t) => {
  t.same(refused({ value: '-1', externalId: 'x'.repeat(61), document: '123' }), [
    'document: invalidDocument',
    'value: notMoney',
    'externalId: tooLong {"max":60}',
  ]);
  t.same(refused({ value: '0' }), [], 'a sale may be worth nothing');
  t.equal(accepted(validateSale({ ...form, externalId: ' ' }, today)).externalId, null);
});

t.test('a cancellation lies between the closing and today, and says what becomes of the commission', async (t) => {
  const cancel = (form: CancellationForm) => validateCancellation(form, '2026-07-01', today);
  t.same(accepted(cancel({ cancelledOn: '2026-07-01', reverseCommission: 'yes' })), {
    cancelledOn: '2026-07-01',
    reverseCommission: true,
  });
  t.equal(accepted(cancel({ cancelledOn: today, reverseCommission: 'no' })).reverseCommission, false);
  const refused = (cancelledOn: string) => refusals(cancel({ cancelledOn, reverseCommission: 'no' }));
  t.same(refused('2026-06-30'), ['cancelledOn: beforeClosing']);
  t.same(refused('2026-07-11'), ['cancelledOn: inTheFuture']);
  t.same(refusals(cancel({})), ['cancelledOn: required', 'reverseCommission: required']);
});

t.test('a sale that an import dated after today is cancelled today, and on no earlier day', async (t) => {
  const cancel = (cancelledOn: string) =>
    validateCancellation({ cancelledOn, reverseCommission: 'no' }, '2026-07-15', '2026-07-10');
  t.ok(cancel('2026-07-10').ok);
  matchLists(t, cancel('2026-07-09'), { refusal: [{ field: 'cancelledOn', message: 'beforeClosing' }] });
  matchLists(t, cancel('2026-07-11'), { refusal: [{ field: 'cancelledOn', message: 'inTheFuture' }, {}] });
});

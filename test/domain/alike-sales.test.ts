import t from 'tap';
import { AlikeSales, type Buyer, type Sold } from '../../src/domain/alike-sales.js';

const MARIA: Buyer = {
  ref: 7,
  name: 'Maria Souza',
  document: null,
  externalId: null,
  phone1: '+5511987654321',
  phone2: null,
  phone3: null,
};
const SALE: Sold = { externalId: null, buyer: MARIA, product: 1, seller: 2, closedOn: '2026-07-01' };

t.test('a sale looks like another of the same customer, product, seller and closing date', async (t) => {
  const cases: [string, Partial<Sold>, boolean][] = [
    ['the same', {}, true],
    ['with an id of the ERP beside one without', { externalId: 'P-1' }, true],
    ['the customer under another name', { buyer: { ...MARIA, name: 'M. Souza' } }, true],
    ['another product', { product: 3 }, false],
    ['another seller', { seller: 3 }, false],
    ['another day', { closedOn: '2026-07-02' }, false],
    ['another customer', { buyer: { ...MARIA, ref: 8 } }, false],
    ['a name alone', { buyer: { ...MARIA, ref: -1, phone1: null, name: 'MÁRIA souza' } }, true],
    ['another name alone', { buyer: { ...MARIA, ref: -1, phone1: null, name: 'Mário Souza' } }, false],
  ];
  const sales = new AlikeSales<string>();
  sales.enter(SALE, 'first');
  for (const [name, over, found] of cases) t.same(sales.find({ ...SALE, ...over }), found ? ['first'] : [], name);
});

t.test('two that have ids of the ERP are told apart by them', async (t) => {
  const sales = new AlikeSales<string>();
  sales.enter({ ...SALE, externalId: 'P-1' }, 'first');
  t.same(sales.find({ ...SALE, externalId: 'P-2' }), []);
  sales.enter(SALE, 'second');
  t.same(sales.find({ ...SALE, externalId: 'P-2' }), ['second']);
  t.same(sales.find(SALE), ['first', 'second']);
});

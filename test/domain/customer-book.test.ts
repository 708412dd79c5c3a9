import t from 'tap';
import { CustomerBook } from '../../src/domain/customer-book.js';

const MARIA = { externalId: null, document: null, name: 'Maria Souza', phones: ['+5511987654321', '+551133334444'] };
const CPF = '52998224725';
const OTHER_CPF = '11144477735';

t.test('customers match by external id, then document, then name and phone together', async (t) => {
  const book = new CustomerBook<string>();
  book.add('by id', { ...MARIA, name: 'A', phones: [], externalId: 'C-1' });
  book.add('by document', { ...MARIA, name: 'B', phones: [], document: CPF });
  book.add('by name and phone', MARIA);
  const cases: [string, object, string | null][] = [
    ['the external id wins over all', { externalId: 'C-1', document: CPF }, 'by id'],
    ['then the document, whatever the name', { document: CPF, name: 'Outra' }, 'by document'],
    ['then name and phone, without regard to case and accents', { name: 'MARÍA  souza' }, 'by name and phone'],
    ['any of the phones', { phones: ['+5521999999999', '+551133334444'] }, 'by name and phone'],
    ['an unknown id falls back on them', { externalId: 'C-2' }, 'by name and phone'],
    ['homonyms are never one by name alone', { phones: [] }, null],
    ['nor with other phones', { phones: ['+5521999999999'] }, null],
    ['nor are two names with one phone', { name: 'João Souza' }, null],
  ];
  for (const [title, over, expected] of cases) t.equal(book.find({ ...MARIA, ...over }), expected, title);
});

t.test('name and phone do not join customers whose ids or documents contradict each other', async (t) => {
  const book = new CustomerBook<string>();
  book.add('mother', { ...MARIA, externalId: 'C-1', document: CPF });
  book.add('daughter', { ...MARIA, document: OTHER_CPF });
  t.equal(book.find({ ...MARIA }), 'mother', 'of two alike the first');
  t.equal(book.find({ ...MARIA, externalId: 'C-9' }), 'daughter');
  t.equal(book.find({ ...MARIA, document: '39053344705' }), null);
});

t.test('what is learned about a customer finds him', async (t) => {
  const book = new CustomerBook<string>();
  book.add('maria', MARIA);
  book.add('maria', { ...MARIA, externalId: 'C-1', document: CPF });
  t.equal(book.holderOfId('C-1'), 'maria');
  t.equal(book.holderOfDocument(CPF), 'maria');
  t.equal(book.holderOfDocument(OTHER_CPF), null);
  t.equal(book.find({ ...MARIA, document: OTHER_CPF }), null, 'and tells him from others');
});

import t from 'tap';
import { columnNames, guessMapping, looksCancelled, resolveColumns } from '../../src/domain/import-columns.js';
import { refused } from '../support/acting.js';
import { accepted } from './verdict.js';

const HEADER = ['Pedido', 'Data  Fechamento', 'Cliente', 'Vendedor', 'Produto'];
const MAPPING = { closedOn: 'data fechamento', customer: 'CLIENTE', seller: 'vendedor', product: 'produto' };

t.test('columns are found by name, without regard to case, accents and white space', async (t) => {
  t.same(
    [...accepted(resolveColumns(HEADER, MAPPING))],
    [
      ['closedOn', 1],
      ['customer', 2],
      ['product', 4],
      ['seller', 3],
    ],
  );
});

t.test('a required field without a column, and a column that the file lacks, are errors of the field', async (t) => {
  t.same(refused(resolveColumns(HEADER, {})), [
    { field: 'closedOn', message: 'required' },
    { field: 'customer', message: 'required' },
    { field: 'seller', message: 'required' },
    { field: 'product', message: 'required' },
  ]);
  t.same(refused(resolveColumns(HEADER, { ...MAPPING, value: 'Valor', seller: 'Quem' })), [
    { field: 'seller', message: 'unknownValue' },
    { field: 'value', message: 'unknownValue' },
  ]);
  t.same(refused(resolveColumns(HEADER, { ...MAPPING, seller: ' ', value: ' ' })), [
    { field: 'seller', message: 'required' },
  ]);
  const byCode = { ...MAPPING, product: '', productCode: 'Pedido' };
  t.ok(resolveColumns(HEADER, byCode).ok, 'a code is enough of a product');
});

t.test('every column has a name of its own', async (t) => {
  t.same(columnNames(['Nome', '', 'nome ', 'NOME']), ['Nome', '#2', 'nome (2)', 'NOME (3)']);
});

t.test('a mapping is guessed from the names that ERPs give', async (t) => {
  t.same(
    guessMapping(['pedido', 'data fechamento', 'cliente', 'cidade', 'uf', 'produto', 'vendedor', 'valor', 'situacao']),
    {
      externalId: 'pedido',
      closedOn: 'data fechamento',
      customer: 'cliente',
      city: 'cidade',
      state: 'uf',
      product: 'produto',
      seller: 'vendedor',
      value: 'valor',
      status: 'situacao',
    },
  );
  t.match(guessMapping(['CPF/CNPJ', 'Cód. Cliente', 'Município', 'E-mail', 'Situação']), {
    document: 'CPF/CNPJ',
    customerExternalId: 'Cód. Cliente',
    city: 'Município',
    email: 'E-mail',
    status: 'Situação',
  });
  t.same(guessMapping(['x', 'y']), {});
});

t.test('statuses of cancelled sales are recognised', async (t) => {
  for (const status of ['canceled', 'Cancelado', 'CANCELADA', 'cancelled ']) t.ok(looksCancelled(status), status);
  for (const status of ['delivered', 'não cancelada', '']) t.notOk(looksCancelled(status), status);
});

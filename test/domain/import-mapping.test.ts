import t from 'tap';
import { columnNames } from '../../src/domain/import-columns.js';
import {
  type ChosenMapping,
  fieldOf,
  readMapping,
  suggestCancelled,
  suggestMapping,
} from '../../src/domain/import-mapping.js';

const HEADER = ['Pedido', 'Data', 'Cliente', 'Produto', 'Vendedor', 'Obs'];
const FIELDS = ['externalId', 'closedOn', 'customer', 'product', 'seller', ''];

t.test('a mapping is read column by column', async (t) => {
  t.same(readMapping(HEADER, FIELDS), {
    ok: true,
    value: { externalId: 'Pedido', closedOn: 'Data', customer: 'Cliente', product: 'Produto', seller: 'Vendedor' },
  });
});

const FAULTS: readonly [what: string, fields: string[], errors: object[]][] = [
  [
    'no field at all',
    [],
    ['closedOn', 'customer', 'seller', 'product'].map((field) => ({ field, message: 'required' })),
  ],
  ['a field twice', FIELDS.with(5, 'customer'), [{ field: 'field-5', message: 'duplicate' }]],
  ['a field that is none', FIELDS.with(5, 'toString'), [{ field: 'field-5', message: 'unknownValue' }]],
  ['no seller', FIELDS.with(4, ''), [{ field: 'seller', message: 'required' }]],
];
for (const [what, fields, errors] of FAULTS)
  t.test(`${what} is refused`, async (t) => t.same(readMapping(HEADER, fields), { ok: false, refusal: errors }));

t.test('the code of the product does for its name', async (t) => {
  t.equal(readMapping(HEADER, FIELDS.with(3, 'productCode')).ok, true);
});

const REMEMBERED: ChosenMapping = {
  columns: { customer: 'Obs' },
  cancelledValues: ['Fim'],
  statusValues: ['Fim', 'Cancelado na hora', 'ativo'],
};

t.test('what was chosen last goes before what the names say', async (t) => {
  t.same(suggestMapping(HEADER, REMEMBERED), { customer: 'Obs' });
  t.equal(suggestMapping(HEADER, null).customer, 'Cliente');
  t.equal(fieldOf(REMEMBERED.columns, ' OBS '), 'customer');
  t.equal(fieldOf(REMEMBERED.columns, 'Cliente'), '');
});

t.test('values that were chosen from before stay as chosen, new ones go by their look', async (t) => {
  const values = ['FIM', 'cancelado na hora', 'Cancelada', 'ativo', 'em rota'];
  t.same(suggestCancelled(values, REMEMBERED), ['FIM', 'Cancelada']);
  t.same(suggestCancelled(values, null), ['cancelado na hora', 'Cancelada']);
});

t.test('every column has a name of its own', async (t) => {
  t.same(columnNames(['a', 'A', '', 'a (2)', 'a', '#3']), ['a', 'A (2)', '#3', 'a (2) (2)', 'a (3)', '#3 (2)']);
});

import t from 'tap';
import type { ImportField } from '../../src/domain/import-columns.js';
import { readImportLine, readSoFar } from '../../src/domain/import-line.js';
import { refused } from '../support/acting.js';
import { matchLists } from '../support/match-lists.js';
import { accepted } from './verdict.js';

const FIELDS: readonly ImportField[] = [
  'externalId',
  'closedOn',
  'customer',
  'phone1',
  'product',
  'seller',
  'value',
  'status',
];
const RULES = {
  columns: new Map(FIELDS.map((field, index) => [field, index])),
  width: FIELDS.length,
  cancelledKeys: new Set(['cancelado']),
  today: '2026-07-10',
};
const CELLS = ['P-1', '01/07/2026', ' Maria  Souza ', '(11) 98765-4321', 'Fibra', 'Bruno', '1.234,56', 'ativo'];
const read = (cells: readonly string[], over = {}) => readImportLine({ line: 7, cells }, { ...RULES, ...over });
const replaced = (field: ImportField, cell: string) =>
  CELLS.map((old, index) => (FIELDS[index] === field ? cell : old));

t.test('a line is read as a sale, with what the next import compares', async (t) => {
  const sale = accepted(read(CELLS));
  matchLists(t, sale, {
    line: 7,
    externalId: 'P-1',
    closedOn: '2026-07-01',
    valueCents: 123456,
    cancelled: false,
    warnings: [],
  });
  t.same(sale.imported, {
    externalId: 'P-1',
    closedOn: '2026-07-01',
    customer: 'Maria Souza',
    phone1: '+5511987654321',
    product: 'Fibra',
    seller: 'Bruno',
    value: 123456,
    status: false,
  });
});

t.test('what is read is compared in one order of fields, whatever the order of the columns', async (t) => {
  const shuffled = new Map([...RULES.columns].reverse());
  t.equal(
    JSON.stringify(accepted(read(CELLS, { columns: shuffled })).imported),
    JSON.stringify(accepted(read(CELLS)).imported),
  );
});

t.test('a status means a cancelled sale without regard to case and accents', async (t) => {
  t.equal(accepted(read(replaced('status', ' CANCELADO '))).cancelled, true);
  const columns = new Map([...RULES.columns].filter(([field]) => field !== 'status'));
  const sale = accepted(read(replaced('status', 'cancelado'), { columns }));
  t.equal(sale.cancelled, false);
  t.notOk('status' in sale.imported);
});

t.test('errors name the line and the field, and a bad contact only warns', async (t) => {
  t.same(refused(read(replaced('closedOn', '31/02/2026'))), [{ line: 7, field: 'closedOn', message: 'notADate' }]);
  t.same(
    refused(read(['P-1'])).map(({ field }) => field),
    ['closedOn', 'value', 'customer', 'product', 'seller'],
  );
  const sale = accepted(read(replaced('phone1', '123')));
  t.same(sale.warnings, [{ field: 'phone1', message: 'invalidPhone' }]);
  t.equal(sale.imported.phone1, null);
  t.equal(accepted(read(replaced('closedOn', '11/07/2026'))).warnings[0]?.message, 'dateAhead');
});

t.test('a line that ends before the status column tells of a sale that stands', async (t) => {
  const short = CELLS.slice(0, FIELDS.indexOf('status'));
  t.same(accepted(read(short)).cancelled, false);
  t.same(accepted(read(short, { cancelledKeys: new Set(['']) })).cancelled, true, 'unless an empty one is cancelled');
});

t.test('cells beyond the header are an error, unless they are empty', async (t) => {
  t.same(refused(read([...CELLS, 'x'])), [{ line: 7, field: 'columns', message: 'tooMany', params: { max: 8 } }]);
  t.ok(read([...CELLS, '', ' ']).ok);
});

t.test(
  'what was read last stays of a column that the file lacks, unless it names with another what changed',
  async (t) => {
    const coded = { product: 'Fibra', productCode: 'F5', seller: 'Bruno', sellerExternalId: 'V1' };
    for (const [last, imported, expected] of [
      [null, { value: 1 }, { value: 1 }],
      [{ value: 1, city: 'Itu' }, { value: 2 }, { city: 'Itu', value: 2 }],
      [
        { value: 1, city: 'Itu' },
        { value: 2, city: null },
        { city: null, value: 2 },
      ],
      [{ status: false }, { closedOn: '2026-07-01' }, { closedOn: '2026-07-01', status: false }],
      [coded, { product: 'Fibra', seller: 'Bruno' }, coded],
      [coded, { productCode: 'F5', seller: 'Bruno' }, coded],
      [coded, { product: 'Rádio', seller: 'Vera' }, { product: 'Rádio', seller: 'Vera' }],
      [coded, { productCode: 'R1', seller: 'Bruno' }, { productCode: 'R1', seller: 'Bruno', sellerExternalId: 'V1' }],
      [{ productCode: 'F5' }, { product: 'Fibra' }, { product: 'Fibra' }],
    ] as const)
      t.equal(JSON.stringify(readSoFar(last, imported)), JSON.stringify(expected), JSON.stringify([last, imported]));
  },
);

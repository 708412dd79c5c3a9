import { readXlsx } from 'hucre/xlsx';
import t from 'tap';
import type { Cell, Column } from '../../src/exports/table.js';
import { xlsxFile } from '../../src/exports/xlsx.js';
import { cellNames } from '../../src/exports/xlsx-sheet.js';

const columns: readonly Column[] = [
  { heading: 'Cliente', kind: 'text', width: 30 },
  { heading: 'Fechamento', kind: 'date', width: 12 },
  { heading: 'Dias', kind: 'number', width: 8 },
  { heading: 'Pontuação', kind: 'decimal', width: 9.5 },
];

t.test('cells have types: texts, dates, whole numbers and decimals', async (t) => {
  const { rows, sheet } = await read([
    ['Maria', '2026-07-01', -3, 50 / 3],
    [null, '2024-02-29', 0, null],
  ]);
  t.same(rows[0], ['Cliente', 'Fechamento', 'Dias', 'Pontuação']);
  t.same(rows[1], ['Maria', new Date('2026-07-01'), -3, 50 / 3]);
  t.same(rows[2]?.slice(0, 3), [null, new Date('2024-02-29'), 0]);
  t.equal(sheet.name, 'Pesquisas');
});

t.test('the head is bold, stands still and has filter buttons; columns have their widths', async (t) => {
  const { sheet } = await read([['Maria', '2026-07-01', 1, 1]]);
  t.equal(sheet.cells?.get('0,0')?.style?.font?.bold, true);
  t.not(sheet.cells?.get('1,0')?.style?.font?.bold, true);
  t.equal(sheet.freezePane?.rows, 1);
  t.equal(sheet.autoFilter?.range, 'A1:D2');
  t.same(
    sheet.columns?.slice(0, 4).map((column) => column?.width),
    [30, 12, 8, 9.5],
  );
});

t.test('text is text, whatever it looks like', async (t) => {
  const texts = [
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    ' =1',
    '\t=1',
    "'x",
    '1',
    '01/07/2026',
    'TRUE',
    '<b>&amp;"',
    '_x0041_',
    'a\nb',
  ];
  const { rows, sheet } = await read(texts.map((text) => [text, null, null, null]));
  for (const [index, text] of texts.entries()) {
    t.equal(rows[index + 1]?.[0], text, JSON.stringify(text));
    t.notOk(sheet.cells?.get(`${index + 1},0`)?.formula, 'no formula');
  }
});

t.test('what a workbook cannot hold is left out, not written', async (t) => {
  const { rows } = await read([
    ['a\u0000\u0008b\r\nc\ufffe', null, null, null],
    ['x'.repeat(40_000), null, null, null],
    ['\ud83d', '1899-12-31', null, null],
  ]);
  t.equal(rows[1]?.[0], 'ab\nc');
  t.equal(String(rows[2]?.[0]).length, 32_767);
  t.equal(rows[3]?.[0], '\ufffd');
  t.equal(rows[3]?.[1], '1899-12-31', 'a day before those that Excel counts');
});

t.test('a table without rows is its head', async (t) => {
  const { rows, sheet } = await read([]);
  t.equal(rows.length, 1);
  t.equal(sheet.autoFilter?.range, 'A1:D1');
});

t.test('the reader of a file is told when its rows fail', async (t) => {
  async function* pages(): AsyncGenerator<Cell[][]> {
    yield [['Maria', null, null, null]];
    throw new Error('no more rows');
  }
  await t.rejects(async () => {
    for await (const _ of xlsxFile({ name: 'x', columns, pages: pages() }));
  }, /no more rows/);
});

t.test('columns have the letters of spreadsheets', async (t) => {
  const names = cellNames(703);
  t.same([names[0], names[25], names[26], names[51], names[701], names[702]], ['A', 'Z', 'AA', 'AZ', 'ZZ', 'AAA']);
});

async function read(data: readonly (readonly Cell[])[]) {
  async function* pages() {
    yield data;
  }
  const pieces: Uint8Array[] = [];
  for await (const piece of xlsxFile({ name: 'Pesquisas', columns, pages: pages() })) pieces.push(piece);
  const { sheets } = await readXlsx(Buffer.concat(pieces), { readStyles: true });
  const [sheet] = sheets;
  if (sheet === undefined) throw new Error('no sheet');
  return { sheet, rows: sheet.rows };
}

import { parse } from 'csv-parse/sync';
import t from 'tap';
import { csvFile } from '../../src/exports/csv.js';
import type { Cell, Column } from '../../src/exports/table.js';

const columns: readonly Column[] = [
  { heading: 'Cliente', kind: 'text', width: 10 },
  { heading: 'Fechamento', kind: 'date', width: 10 },
  { heading: 'Pontuação', kind: 'decimal', width: 10 },
];

t.test('a file for spreadsheets: BOM, semicolons, CRLF, the head first', async (t) => {
  t.equal(
    await written([
      ['Maria; "Má"', '2026-07-01', 16.66666],
      [null, null, null],
    ]),
    '\ufeffCliente;Fechamento;Pontuação\r\n"Maria; ""Má""";01/07/2026;16,6667\r\n;;\r\n',
  );
});

t.test('dates and decimals are written as the language does', async (t) => {
  t.match(await written([['Ana', '2026-07-01', -25.5]], 'pt-BR'), 'Ana;01/07/2026;-25,5');
  t.match(await written([['Ana', '2026-07-01', -1025.5]], 'en'), 'Ana;2026-07-01;-1025.5');
});

t.test('money has two decimals, whatever its amount', async (t) => {
  async function* pages() {
    yield [[2162.6], [0], [-50], [1234567.89]];
  }
  const money = [{ heading: 'R$', kind: 'money', width: 10 }] as const;
  let text = '';
  for await (const piece of csvFile({ name: 'x', columns: money, pages: pages() }, 'pt-BR')) text += piece;
  t.equal(text, '\ufeffR$\r\n2162,60\r\n0,00\r\n-50,00\r\n1234567,89\r\n');
});

t.test('text that a spreadsheet would compute gets an apostrophe, and nothing else does', async (t) => {
  const dangerous = [
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    ' =1',
    '\u00a0@x',
    '  -2',
    '\uff1d1',
    ' \uff0b1',
  ];
  for (const text of [...dangerous, '=HYPERLINK("http://x";"y")', '-', '\n', '\u200b=1'])
    t.equal(await cellOf(text), `'${text}`, JSON.stringify(text));
  for (const text of ['Maria', 'a=b', '1-2', 'x@y.z', "'=1", ' Maria', '(11) 98765-4321', '', 'R$ -1'])
    t.equal(await cellOf(text), text, JSON.stringify(text));
});

t.test('a table without rows is its head', async (t) => {
  t.equal(await written([]), '\ufeffCliente;Fechamento;Pontuação\r\n');
});

async function written(rows: readonly (readonly Cell[])[], locale: 'pt-BR' | 'en' = 'pt-BR'): Promise<string> {
  async function* pages() {
    yield rows;
  }
  let text = '';
  for await (const piece of csvFile({ name: 'x', columns, pages: pages() }, locale)) text += piece;
  return text;
}

/** What a reader of the file finds in the cell. */
async function cellOf(text: string): Promise<string | undefined> {
  const rows = parse(await written([[text, null, null]]), { bom: true, delimiter: ';', record_delimiter: '\r\n' });
  return rows[1]?.[0];
}

import { stringify } from 'csv-stringify/sync';
import type { Locale } from '../domain/settings.js';
import type { Cell, Table } from './table.js';

const BOM = '\ufeff';

/**
 * The table as CSV for spreadsheets (SPEC 8): `;`, BOM, CRLF, dates and decimals as the language writes them. Text that a
 * spreadsheet would take for a formula gets an apostrophe in front.
 */
export async function* csvFile(table: Table, locale: Locale): AsyncGenerator<string> {
  const write = csvWriter(table, locale);
  yield BOM + write([table.columns.map(({ heading }) => heading)]);
  for await (const page of table.pages) yield write(page);
}

function csvWriter({ columns }: Table, locale: Locale): (rows: readonly (readonly Cell[])[]) => string {
  const decimals = new Intl.NumberFormat(locale, { maximumFractionDigits: 4, useGrouping: false });
  const money = new Intl.NumberFormat(locale, {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
    useGrouping: false,
  });
  return (rows) =>
    stringify(rows as Cell[][], {
      delimiter: ';',
      record_delimiter: '\r\n',
      escape_formulas: true,
      cast: {
        number: (value, { index }) => (columns[index]?.kind === 'money' ? money : decimals).format(value),
        string: (value, { index }) => (columns[index]?.kind === 'date' ? writtenDate(value, locale) : guarded(value)),
      },
    });
}

/** dd/mm/yyyy is what Excel in Portuguese reads as a date; in English only the ISO form means the same everywhere. */
function writtenDate(date: string, locale: Locale): string {
  return locale === 'pt-BR' ? date.split('-').reverse().join('/') : date;
}

/**
 * What the library's `escape_formulas` leaves open: it looks at the first character alone, and some programs drop blanks
 * and line feeds in front of a formula.
 */
function guarded(text: string): string {
  return HIDDEN_FORMULA.test(text) ? `'${text}` : text;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const HIDDEN_FORMULA = /^[\s\u0000-\u001f\u200b]+[=+\-@\uff1d\uff0b\uff0d\uff20]|^\n/;

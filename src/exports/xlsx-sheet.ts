import type { Cell, Column, ColumnKind } from './table.js';
import { STYLES } from './xlsx-parts.js';

// The worksheet of ECMA-376, part 1, section 18.3: only what a list needs.

/** The letters of the first columns: A, B, … Z, AA, … */
export function cellNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    let name = '';
    for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
      name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
    return name;
  });
}

/** Up to and with the row of heads. */
export function sheetStart(columns: readonly Column[], names: readonly string[]): string {
  const widths = columns.map(
    ({ width, kind }, index) =>
      `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1" style="${STYLE_OF[kind]}"/>`,
  );
  const heads = columns.map(({ heading }, index) => textCell(`${names[index]}1`, STYLES.head, heading));
  return (
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` +
    `<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` +
    `<cols>${widths.join('')}</cols><sheetData><row r="1">${heads.join('')}</row>`
  );
}

const STYLE_OF: Record<ColumnKind, number> = {
  text: STYLES.text,
  number: STYLES.number,
  decimal: STYLES.decimal,
  money: STYLES.money,
  date: STYLES.date,
};

/** One row; cells without a value are left out. */
export function sheetRow(
  row: number,
  cells: readonly Cell[],
  columns: readonly Column[],
  names: readonly string[],
): string {
  let xml = `<row r="${row}">`;
  for (let index = 0; index < cells.length; index++) {
    const [value, kind] = [cells[index], columns[index]?.kind];
    if (value === null || value === undefined || kind === undefined) continue;
    const name = `${names[index]}${row}`;
    const number = kind === 'date' ? serialOf(String(value)) : value;
    xml +=
      typeof number === 'number'
        ? `<c r="${name}" s="${STYLE_OF[kind]}"><v>${number}</v></c>`
        : textCell(name, STYLES.text, String(value));
  }
  return `${xml}</row>`;
}

/** The filter buttons stand on the heads of all rows. */
export function sheetEnd(lastRow: number, names: readonly string[]): string {
  return `</sheetData><autoFilter ref="A1:${names.at(-1)}${lastRow}"/></worksheet>`;
}

/** A cell that holds text, whatever it begins with: a formula would be an element of its own. */
function textCell(name: string, style: number, text: string): string {
  return `<c r="${name}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${xmlText(text)}</t></is></c>`;
}

const DAY = 86_400_000;
const UNIX_EPOCH = 25_569;
/** Excel counts a 29/02/1900 that never was: days before it are one off, and older ones have no number at all. */
const FIRST_SAFE = 61;

/** A civil date as Excel counts days; null for one that it cannot count. */
function serialOf(date: string): number | null {
  const serial = Date.parse(date) / DAY + UNIX_EPOCH;
  return serial >= FIRST_SAFE ? serial : null;
}

/** Excel refuses a file with a longer text. */
const LONGEST_TEXT = 32_767;
/** What XML cannot hold, and what Excel would read as an escaped character. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const FORBIDDEN = /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g;
const LOOKS_ESCAPED = /_(?=x[0-9a-f]{4}_)/gi;
const MARKUP = /[&<>]/g;
const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

function xmlText(text: string): string {
  return text
    .slice(0, LONGEST_TEXT)
    .replace(FORBIDDEN, '')
    .replace(LOOKS_ESCAPED, '_x005F_')
    .replace(MARKUP, (character) => ENTITIES[character] ?? '');
}

import type { imports as source } from '../pt-BR/imports.js';

export const imports = {
  title: 'Import sales',
  subtitle: 'Bring the sales of your system in a CSV file. Nothing is written before you confirm.',
  file: 'CSV file',
  fileHint: 'Up to {size} MB. Nothing is imported yet: the next step shows the columns of the file.',
  continue: 'Continue',
  formatTitle: 'What the file should look like',
  formatOneLine: 'One sale a line; the first line holds the names of the columns, in any order.',
  formatRequired: 'Required: closing date, customer, seller and product (its name or code).',
  formatSeparators: 'Columns separated by semicolons, commas or tabs; accents in UTF-8 or Windows-1252.',
  formatDates: 'Dates like 31/12/2026 or 2026-12-31; amounts like 1.234,56 or 1234.56.',
  formatExternalId:
    'With the id of the sale, importing the same file again duplicates nothing: only what changed in it changes.',
  formatSpreadsheet: 'From a spreadsheet, use Save as → CSV.',
} satisfies Record<keyof typeof source, unknown>;

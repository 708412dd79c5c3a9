/** How a column's values are to be understood: `date` is a civil date, `decimal` is shown with one place, `money` with two. */
export type ColumnKind = 'text' | 'number' | 'decimal' | 'money' | 'date';

/** A value of a table: text and civil dates as text, numbers as numbers, null where there is none. */
export type Cell = string | number | null;

/** A column of a file. */
export interface Column {
  readonly heading: string;
  readonly kind: ColumnKind;
  /** In characters, as spreadsheets measure it. */
  readonly width: number;
}

/** What becomes a file: rows come page by page, each with a cell for each column. */
export interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly pages: AsyncIterable<readonly (readonly Cell[])[]>;
}

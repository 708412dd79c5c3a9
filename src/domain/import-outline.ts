import { nameKey } from './text.js';

/** A column as the mapping form shows it. */
export interface ColumnOutline {
  readonly name: string;
  /** The first values that are not empty, cut short. */
  readonly samples: readonly string[];
  /** All different values, when they are few and short enough to be a status; null otherwise. */
  readonly values: readonly string[] | null;
}

/** What the mapping form needs of a file, so that it need not be read again. */
export interface ImportOutline {
  readonly separator: string;
  readonly encoding: string;
  readonly lineCount: number;
  readonly columns: readonly ColumnOutline[];
}

const SAMPLES = 3;
const SAMPLE_LENGTH = 60;
/** A column with more different values, or longer ones, is no status. */
const MAX_VALUES = 40;
const MAX_VALUE_LENGTH = 60;

/** Looks at the lines of a file one by one. */
export class OutlineBuilder {
  readonly #columns: { name: string; samples: string[]; values: Map<string, string> | null }[];

  constructor(header: readonly string[]) {
    this.#columns = header.map((name) => ({ name, samples: [], values: new Map() }));
  }

  add(cells: readonly string[]): void {
    for (const [index, column] of this.#columns.entries()) {
      const cell = cells[index]?.trim() ?? '';
      if (cell === '') continue;
      if (column.samples.length < SAMPLES) addSample(column.samples, cell);
      if (column.values !== null) column.values = withValue(column.values, cell);
    }
  }

  get columns(): ColumnOutline[] {
    return this.#columns.map(({ name, samples, values }) => ({
      name,
      samples,
      values: values === null ? null : [...values.values()].sort(),
    }));
  }
}

function addSample(samples: string[], cell: string): void {
  const sample = cell.length > SAMPLE_LENGTH ? `${cell.slice(0, SAMPLE_LENGTH)}…` : cell;
  if (!samples.includes(sample)) samples.push(sample);
}

function withValue(values: Map<string, string>, cell: string): Map<string, string> | null {
  if (cell.length > MAX_VALUE_LENGTH) return null;
  const key = nameKey(cell);
  if (!values.has(key)) values.set(key, cell);
  return values.size > MAX_VALUES ? null : values;
}

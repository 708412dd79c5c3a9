import type { CivilDate } from '../domain/civil-date.js';
import { ChoiceCounter, type SurveysByChoice } from '../domain/import-choices.js';
import { type ImportColumns, resolveColumns } from '../domain/import-columns.js';
import type { LineError } from '../domain/import-line.js';
import type { ImportPlan, KeptCorrection } from '../domain/import-plan.js';
import { countSalesWithoutRules, type ImportSummary, summarise } from '../domain/import-summary.js';
import { ok, type Result, refuse } from '../domain/result.js';
import type { Queryable } from '../store/dialect.js';
import { loadKnownRecords } from '../store/import-records.js';
import { type MappedImport, readImportContent } from '../store/imports.js';
import { inTurns } from './in-turns.js';
import { planImport, type ReadImport, readLines, type SourceRefusal } from './read-import.js';
import { readSalesFile, type SalesFile } from './read-sales-file.js';

/** The first of many, and how many there are. */
export interface FirstOf<T> {
  readonly first: readonly T[];
  readonly count: number;
}

/** What is wrong with a line, and the cell as it stands in the file. */
export interface LineFault extends LineError {
  readonly cell: string;
}

/** What an import would do; nothing of it is done. */
export interface ImportPreview {
  readonly linesRead: number;
  readonly linesWithErrors: number;
  readonly errors: FirstOf<LineFault>;
  readonly warnings: FirstOf<LineFault>;
  readonly summary: ImportSummary;
  readonly kept: FirstOf<KeptCorrection>;
  readonly products: FirstOf<string>;
  readonly sellers: FirstOf<string>;
  readonly customers: FirstOf<string>;
  readonly surveys: SurveysByChoice;
  readonly salesWithoutRules: number;
}

/** How many errors, warnings and corrections a preview lists, and how many names. */
const LISTED = 100;
const NAMED = 12;

/**
 * What applying a staged import would do now (SPEC 8); `since` is the day for which the second choice is counted. Lines that
 * are wrong are left aside, so that all that is wrong with a file shows at once.
 */
export async function previewImport(
  context: { readonly read: Queryable; readonly today: CivilDate },
  staged: MappedImport,
  since: CivilDate,
): Promise<Result<ImportPreview, SourceRefusal | { readonly kind: 'gone' }>> {
  const { read, today } = context;
  const content = await readImportContent(read, staged.id);
  if (content === null) return refuse({ kind: 'gone' });
  const file = await readSalesFile(content);
  if (!file.ok) return file;
  const { columns: mapping, cancelledValues } = staged.mapping;
  const lines = await readLines(file.value, { mapping, cancelledValues }, today);
  if (!lines.ok) return lines;
  const known = await loadKnownRecords(read, lines.value.sales);
  const plan = await planImport(known, lines.value.sales, today);
  const products = new Map(known.products.map((product) => [product.id, product]));
  const choices = new ChoiceCounter(products, since, today);
  await inTurns(plan.sales, (sale) => choices.add(sale));
  const columns = resolveColumns(file.value.header, mapping);
  return ok({
    ...faultsOf(file.value, columns.ok ? columns.value : new Map(), lines.value, plan),
    summary: summarise(plan),
    kept: firstOf(plan.kept, LISTED),
    products: firstOf(plan.products.map(nameOf), NAMED),
    sellers: firstOf(plan.sellers.map(nameOf), NAMED),
    customers: firstOf(plan.customers.map(nameOf), NAMED),
    surveys: choices.surveys,
    salesWithoutRules: countSalesWithoutRules(plan.sales, products),
  });
}

function faultsOf(
  { lines }: SalesFile,
  columns: ImportColumns,
  read: ReadImport,
  plan: ImportPlan,
): Pick<ImportPreview, 'linesRead' | 'linesWithErrors' | 'errors' | 'warnings'> {
  const errors = [...read.errors, ...plan.errors].sort((a, b) => a.line - b.line);
  const listed = new Set([...errors.slice(0, LISTED), ...read.warnings.slice(0, LISTED)].map(({ line }) => line));
  const cells = new Map(lines.filter(({ line }) => listed.has(line)).map((raw) => [raw.line, raw.cells]));
  const cellOf = ({ line, field }: LineError) => cells.get(line)?.[columns.get(field as never) ?? -1]?.trim() ?? '';
  const faults = (all: readonly LineError[]) => {
    const { first, count } = firstOf(all, LISTED);
    return { first: first.map((error) => ({ ...error, cell: cellOf(error) })), count };
  };
  return {
    linesRead: lines.length,
    linesWithErrors: new Set(errors.map(({ line }) => line)).size,
    errors: faults(errors),
    warnings: faults(read.warnings),
  };
}

function firstOf<T>(all: readonly T[], most: number): FirstOf<T> {
  return { first: all.slice(0, most), count: all.length };
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}

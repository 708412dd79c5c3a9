import type { CivilDate } from '../domain/civil-date.js';
import { addChoices, countChoices, type SurveysByChoice } from '../domain/import-choices.js';
import { resolveColumns } from '../domain/import-columns.js';
import type { ImportedSale, LineError } from '../domain/import-line.js';
import type { ChosenMapping } from '../domain/import-mapping.js';
import type { ImportPlan, KeptCorrection } from '../domain/import-plan.js';
import { countSalesWithoutRules, type ImportSummary, summarise } from '../domain/import-summary.js';
import { ok, type Result, refuse } from '../domain/result.js';
import type { Queryable } from '../store/dialect.js';
import { readCalendar } from '../store/holidays.js';
import { loadKnownRecords } from '../store/import-records.js';
import { type MappedImport, readImportContent } from '../store/imports.js';
import { type AlikeLine, alikeWarning, listAlikeLines } from './alike-sales.js';
import { breathe, slicesOf } from './in-turns.js';
import { planImport, readLines, type SourceRefusal } from './read-import.js';
import { readSalesFile } from './read-sales-file.js';

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
  const file = await readFaults(content, staged.mapping, today);
  if (!file.ok) return file;
  const { sales } = file.value;
  const known = await loadKnownRecords(read, sales);
  const plan = await planImport(known, sales, today);
  const products = new Map(known.products.map((product) => [product.id, product]));
  const calendar = await readCalendar(read);
  let surveys = countChoices([], products, since, today, calendar);
  for (const slice of slicesOf(plan.sales)) {
    surveys = addChoices(surveys, countChoices(slice, products, since, today, calendar));
    await breathe();
  }
  const alike = await listAlikeLines(read, plan, known.customers);
  return ok({
    ...withAlike(withRepeated(file.value, plan), alike),
    summary: summarise(plan),
    kept: firstOf(plan.kept, LISTED, same),
    products: firstOf(plan.products, NAMED, nameOf),
    sellers: firstOf(plan.sellers, NAMED, nameOf),
    customers: firstOf(plan.customers, NAMED, nameOf),
    surveys,
    salesWithoutRules: countSalesWithoutRules(plan.sales, products),
  });
}

interface ReadFaults extends Pick<ImportPreview, 'linesRead' | 'warnings' | 'errors'> {
  readonly sales: readonly ImportedSale[];
  readonly faultyLines: ReadonlySet<number>;
}

/** Reads the lines; of their cells, which are as long as the file, only those of the faults that are listed stay. */
async function readFaults(
  content: string,
  { columns: mapping, cancelledValues }: ChosenMapping,
  today: CivilDate,
): Promise<Result<ReadFaults, SourceRefusal>> {
  const file = await readSalesFile(content);
  if (!file.ok) return file;
  const { header, lines } = file.value;
  const read = await readLines(file.value, { mapping, cancelledValues }, today);
  if (!read.ok) return read;
  const { sales, errors, warnings } = read.value;
  const columns = resolveColumns(header, mapping);
  const indexOf: ReadonlyMap<string, number> = columns.ok ? columns.value : new Map();
  const listed = new Set([...errors.slice(0, LISTED), ...warnings.slice(0, LISTED)].map(({ line }) => line));
  const cells = new Map(lines.filter(({ line }) => listed.has(line)).map((raw) => [raw.line, raw.cells]));
  const withCell = (fault: LineError): LineFault => ({
    ...fault,
    cell: cells.get(fault.line)?.[indexOf.get(fault.field) ?? -1]?.trim() ?? '',
  });
  return ok({
    linesRead: lines.length,
    sales,
    faultyLines: new Set(errors.map(({ line }) => line)),
    errors: firstOf(errors, LISTED, withCell),
    warnings: firstOf(warnings, LISTED, withCell),
  });
}

/** Adds the sales that come twice in the file, which are only found when all of it is planned. */
function withRepeated({ sales, faultyLines, ...faults }: ReadFaults, { errors: repeated }: ImportPlan) {
  const listed = new Set(repeated.slice(0, LISTED).map(({ line }) => line));
  const ids = new Map(sales.filter(({ line }) => listed.has(line)).map((sale) => [sale.line, sale.externalId ?? '']));
  const found = repeated.slice(0, LISTED).map((error) => ({ ...error, cell: ids.get(error.line) ?? '' }));
  const errors = [...faults.errors.first, ...found].sort((a, b) => a.line - b.line);
  return {
    ...faults,
    linesWithErrors: new Set([...faultyLines, ...repeated.map(({ line }) => line)]).size,
    errors: { first: errors.slice(0, LISTED), count: faults.errors.count + repeated.length },
  };
}

/** Adds the lines that look like sales that stand, or like earlier lines: whoever imports them is told, and decides. */
function withAlike<Faults extends Pick<ImportPreview, 'warnings'>>(
  faults: Faults,
  alike: readonly AlikeLine[],
): Faults {
  const found = alike.slice(0, LISTED).map((one): LineFault => ({ ...alikeWarning(one), cell: '' }));
  const first = [...faults.warnings.first, ...found].sort((a, b) => a.line - b.line).slice(0, LISTED);
  return { ...faults, warnings: { first, count: faults.warnings.count + alike.length } };
}

function firstOf<T, V>(all: readonly T[], most: number, shown: (one: T) => V): FirstOf<V> {
  return { first: all.slice(0, most).map(shown), count: all.length };
}

function same<T>(value: T): T {
  return value;
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}

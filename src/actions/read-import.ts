import type { CivilDate } from '../domain/civil-date.js';
import { type ColumnMapping, resolveColumns } from '../domain/import-columns.js';
import type { KnownRecords } from '../domain/import-known.js';
import { type ImportedSale, type LineError, readImportLine } from '../domain/import-line.js';
import { type ImportPlan, ImportPlanner } from '../domain/import-plan.js';
import { decodeText } from '../domain/import-text.js';
import { type FieldErrors, ok, type Result, refuse } from '../domain/result.js';
import { nameKey } from '../domain/text.js';
import { inTurns } from './in-turns.js';
import { readSalesFile, type SalesFile, type UnreadableFile } from './read-sales-file.js';

/** A sales file and how its columns are to be read. */
export interface ImportSource {
  /** As uploaded, or as text. */
  readonly content: Uint8Array | string;
  readonly mapping: ColumnMapping;
  /** Values of the column mapped to `status` that mean a cancelled sale, without regard to case and accents. */
  readonly cancelledValues: readonly string[];
}

/** The lines of a file that could be read, what is wrong with the others, and what was left out of some. */
export interface ReadImport {
  readonly sales: readonly ImportedSale[];
  readonly errors: readonly LineError[];
  readonly warnings: readonly LineError[];
}

/** Why a file cannot even be previewed: not a table, or a column that is missing; `field` names what was mapped. */
export type SourceRefusal = UnreadableFile | { readonly kind: 'mapping'; readonly errors: FieldErrors };

/** Reads all lines of a file; nothing is looked up yet. */
export async function readImport(source: ImportSource, today: CivilDate): Promise<Result<ReadImport, SourceRefusal>> {
  const { content } = source;
  const file = await readSalesFile(typeof content === 'string' ? content : decodeText(content).text);
  return file.ok ? readLines(file.value, source, today) : file;
}

/** As `readImport`, of a file that is cut into cells already. */
export async function readLines(
  { header, lines }: SalesFile,
  source: Pick<ImportSource, 'mapping' | 'cancelledValues'>,
  today: CivilDate,
): Promise<Result<ReadImport, SourceRefusal>> {
  const columns = resolveColumns(header, source.mapping);
  if (!columns.ok) return refuse({ kind: 'mapping', errors: columns.refusal });
  const cancelledKeys = new Set(source.cancelledValues.map(nameKey));
  const rules = { columns: columns.value, width: header.length, cancelledKeys, today };
  const read = { sales: [] as ImportedSale[], errors: [] as LineError[], warnings: [] as LineError[] };
  await inTurns(lines, (raw) => {
    const result = readImportLine(raw, rules);
    if (!result.ok) read.errors.push(...result.refusal);
    else {
      read.sales.push(result.value);
      read.warnings.push(...result.value.warnings.map((warning) => ({ line: raw.line, ...warning })));
    }
  });
  return ok(read);
}

/** Plans the import of the sales that were read. */
export async function planImport(
  known: KnownRecords,
  sales: readonly ImportedSale[],
  today: CivilDate,
): Promise<ImportPlan> {
  const planner = new ImportPlanner(known, today);
  await inTurns(known.customers, (customer) => planner.enterCustomer(customer));
  await inTurns(known.sales, (sale) => planner.enterSale(sale));
  await inTurns(sales, (sale) => planner.add(sale));
  return planner.plan;
}

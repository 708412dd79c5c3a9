import type { CivilDate } from './civil-date.js';
import { IMPORT_FIELDS, type ImportColumns, type ImportField } from './import-columns.js';
import { type FieldError, ok, type Result, refuse } from './result.js';
import { type CleanSaleLine, type SaleLine, validateSaleLine } from './sale-line.js';
import { nameKey } from './text.js';

/** A line of the file as it was parsed; `line` counts from 1, the header included. */
export interface RawLine {
  readonly line: number;
  readonly cells: readonly string[];
}

/** What an import read of a sale, by mapped field: kept with the sale, and compared with what the next import reads. */
export type LastImported = Readonly<Partial<Record<ImportField, string | number | boolean | null>>>;

/** A sale as a line of the file tells it. */
export interface ImportedSale extends CleanSaleLine {
  readonly line: number;
  readonly cancelled: boolean;
  readonly imported: LastImported;
}

/** What is wrong with a line, at a field of it; `columns` is the line as a whole. */
export interface LineError extends FieldError {
  readonly line: number;
}

/** How the file is to be read. */
export interface ReadingRules {
  readonly columns: ImportColumns;
  /** How many cells the header has. */
  readonly width: number;
  /** The keys of the values of *situação* that mean a cancelled sale. */
  readonly cancelledKeys: ReadonlySet<string>;
  readonly today: CivilDate;
}

/** Reads one line (SPEC 3, 8): the sale, with warnings for what was left out, or what is wrong with it. */
export function readImportLine(raw: RawLine, rules: ReadingRules): Result<ImportedSale, LineError[]> {
  const { line, cells } = raw;
  if (cells.slice(rules.width).some((cell) => cell.trim() !== ''))
    return refuse([{ line, field: 'columns', message: 'tooMany', params: { max: rules.width } }]);
  const checked = validateSaleLine(cellsByField(cells, rules.columns), rules.today);
  if (!checked.ok) return refuse(checked.refusal.map((error) => ({ line, ...error })));
  const cancelled = isCancelled(cells, rules);
  return ok({ ...checked.value, line, cancelled, imported: importedOf(checked.value, cancelled, rules.columns) });
}

function cellsByField(cells: readonly string[], columns: ImportColumns): SaleLine {
  return Object.fromEntries([...columns].map(([field, index]) => [field, cells[index] ?? '']).filter(isNotStatus));
}

function isNotStatus([field]: (string | undefined)[]): boolean {
  return field !== 'status';
}

function isCancelled(cells: readonly string[], { columns, cancelledKeys }: ReadingRules): boolean {
  const index = columns.get('status');
  return index !== undefined && cancelledKeys.has(nameKey(cells[index] ?? ''));
}

/** In the order of the fields, so that what is equal is equal as JSON too. */
function importedOf(sale: CleanSaleLine, cancelled: boolean, columns: ImportColumns): LastImported {
  const { customer, product, seller } = sale;
  const values: Record<ImportField, string | number | boolean | null> = {
    externalId: sale.externalId,
    closedOn: sale.closedOn,
    customer: customer.name,
    customerExternalId: customer.externalId,
    document: customer.document,
    phone1: customer.phone1,
    phone2: customer.phone2,
    phone3: customer.phone3,
    email: customer.email,
    city: customer.city,
    state: customer.state,
    product: product.name,
    productCode: product.code,
    seller: seller.name,
    sellerExternalId: seller.externalId,
    value: sale.valueCents,
    status: cancelled,
  };
  return Object.fromEntries(IMPORT_FIELDS.filter((field) => columns.has(field)).map((field) => [field, values[field]]));
}

/** Two fields that name one record together. */
const PARTNERS: Partial<Record<ImportField, ImportField>> = {
  product: 'productCode',
  productCode: 'product',
  seller: 'sellerExternalId',
  sellerExternalId: 'seller',
};

/**
 * What was read last of each field, once a file is read: of a column that it lacks, what an earlier one said, so that a
 * correction made by hand survives when the column comes again (SPEC 8). Not so of a code or a name without the other
 * one, which names another record now. In the order of the fields.
 */
export function readSoFar(last: LastImported | null, imported: LastImported): LastImported {
  const before = last ?? {};
  const stillSaid = (field: ImportField) => {
    const partner = PARTNERS[field];
    return partner === undefined || !(partner in imported) || imported[partner] === before[partner];
  };
  const fields = IMPORT_FIELDS.filter((field) => field in imported || (field in before && stillSaid(field)));
  return Object.fromEntries(fields.map((field) => [field, field in imported ? imported[field] : before[field]]));
}

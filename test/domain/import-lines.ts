import { IMPORT_FIELDS, type ImportField } from '../../src/domain/import-columns.js';
import type { KnownCustomer } from '../../src/domain/import-customers.js';
import type { KnownProduct, KnownSale } from '../../src/domain/import-known.js';
import { type ImportedSale, type LastImported, readImportLine } from '../../src/domain/import-line.js';
import { ImportPlanner } from '../../src/domain/import-plan.js';

/** A sales file and the records that stand, for the import's plan; the day is `TODAY`. */
export const TODAY = '2026-07-10';
export const LINE = {
  externalId: 'P-1',
  closedOn: '2026-07-01',
  customer: 'Maria Souza',
  phone1: '11987654321',
  product: 'Fibra 500',
  seller: 'Bruno',
  value: '100',
  status: 'ativo',
};
type Cells = Readonly<Partial<Record<ImportField, string>>>;

/** What a line of the file with exactly these columns says. */
export function read(cells: Cells, line = 2): ImportedSale {
  const fields = IMPORT_FIELDS.filter((field) => cells[field] !== undefined);
  const columns = new Map(fields.map((field, index) => [field, index]));
  const rules = { columns, width: fields.length, cancelledKeys: new Set(['cancelado']), today: TODAY };
  const read = readImportLine({ line, cells: fields.map((field) => cells[field] ?? '') }, rules);
  if (!read.ok) throw new Error(JSON.stringify(read.refusal));
  return read.value;
}

const product = (id: number, name: string, code: string | null = null): KnownProduct => {
  return { id, name, code, active: true, profile: null, commissions: [] };
};
const seller = (id: number, name: string, code: string | null = null) => ({ id, name, code, active: true });
const PRODUCTS = [product(5, 'Fibra 500'), product(6, 'Fibra 600', 'F6')];
const SELLERS = [seller(1, 'Bruno'), seller(2, 'Carla', 'V2')];
export const MARIA: KnownCustomer = {
  id: 3,
  name: 'Maria Souza',
  externalId: null,
  document: null,
  phone1: '+5511987654321',
  phone2: null,
  phone3: null,
  email: null,
  city: null,
  state: null,
};

/** The sale that `LINE` made, as it stands; `over` is what was corrected by hand since. */
export function known(over: Partial<KnownSale> = {}): KnownSale {
  const facts = { customerId: 3, sellerId: 1, productId: 5, closedOn: '2026-07-01', valueCents: 10000 };
  const rest = { commissionBaseCents: null, cancelledOn: null, lastImported: read(LINE).imported, version: 1 };
  return { id: 9, externalId: 'P-1', ...facts, ...rest, ...over };
}

interface Standing {
  readonly sales?: readonly KnownSale[];
  readonly customers?: readonly KnownCustomer[];
  readonly lastOfCustomers?: ReadonlyMap<number, LastImported>;
}

export function plan(lines: readonly Cells[], { sales = [], customers = [MARIA], lastOfCustomers }: Standing = {}) {
  const records = { products: PRODUCTS, sellers: SELLERS, lastOfCustomers: lastOfCustomers ?? new Map() };
  const planner = new ImportPlanner(records, TODAY);
  for (const customer of customers) planner.enterCustomer(customer);
  for (const sale of sales) planner.enterSale(sale);
  for (const [index, cells] of lines.entries()) planner.add(read(cells, index + 2));
  return planner.plan;
}

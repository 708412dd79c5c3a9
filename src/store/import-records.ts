import type { KnownProduct, KnownRecords, KnownSale } from '../domain/import-known.js';
import type { ImportedSale, LastImported } from '../domain/import-line.js';
import { selectIn } from './batches.js';
import { listCustomerCandidates } from './customers.js';
import type { Queryable } from './dialect.js';
import { listProductPlanning } from './planned-surveys.js';
import type { SaleRow } from './sales.js';

/** All that the sales of a file may refer to, read in a few hundred statements at most. */
export async function loadKnownRecords(q: Queryable, sales: readonly ImportedSale[]): Promise<KnownRecords> {
  const known = await listKnownSales(q, sales);
  const customers = await listCustomerCandidates(q, {
    externalIds: given(sales, ({ customer }) => customer.externalId),
    documents: given(sales, ({ customer }) => customer.document),
    // By name alone nobody is recognised.
    names: given(sales, ({ customer }) => (customer.phone1 ?? customer.phone2 ?? customer.phone3) && customer.name),
    ids: given(known, (sale) => sale.customerId),
  });
  return {
    products: await listKnownProducts(q),
    sellers: await listKnownSellers(q),
    customers,
    sales: known,
    lastOfCustomers: await listLastOfCustomers(
      q,
      given(customers, (customer) => customer.id),
    ),
  };
}

/** What the items say, one by one as it is asked for: a file has hundreds of thousands of lines. */
function* given<T, V>(items: readonly T[], of: (item: T) => V | null): Generator<V> {
  for (const item of items) {
    const value = of(item);
    if (value !== null) yield value;
  }
}

async function listKnownProducts(q: Queryable): Promise<KnownProduct[]> {
  const planning = await listProductPlanning(q, 'all');
  const codes: { id: number; code: string | null }[] = await q('products').select('id', 'code');
  const codeOf = new Map(codes.map(({ id, code }) => [id, code]));
  return [...planning.values()].map((product) => ({ ...product, code: codeOf.get(product.id) ?? null }));
}

async function listKnownSellers(q: Queryable): Promise<KnownRecords['sellers']> {
  const rows = await q('users').select('id', 'name', 'external_id', 'deactivated_at');
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    code: row.external_id,
    active: row.deactivated_at === null,
  }));
}

/** The sales with one of the external ids; and, where lines have none, the imported sales that have none either. */
async function listKnownSales(q: Queryable, sales: readonly ImportedSale[]): Promise<KnownSale[]> {
  const ids = given(sales, (sale) => sale.externalId);
  const rows = await selectIn(ids, async (some) =>
    ((await q('sales').whereIn('external_id', some).select(COLUMNS)) as SaleRow[]).map(toKnownSale),
  );
  if (sales.every((sale) => sale.externalId !== null)) return rows;
  const nameless: SaleRow[] = await q('sales').whereNull('external_id').whereNotNull('last_imported').select(COLUMNS);
  return [...rows, ...nameless.map(toKnownSale)];
}

/** What the latest imported sale of each customer says of him. */
async function listLastOfCustomers(q: Queryable, customerIds: Iterable<number>): Promise<Map<number, LastImported>> {
  const rows = await selectIn(customerIds, async (some) => {
    const latest = q('sales')
      .whereIn('customer_id', some)
      .whereNotNull('last_imported')
      .groupBy('customer_id')
      .max('id');
    const found: { customer_id: number; last_imported: string }[] = await q('sales')
      .whereIn('id', latest)
      .select('customer_id', 'last_imported');
    return found.map((row) => [row.customer_id, JSON.parse(row.last_imported) as LastImported] as const);
  });
  return new Map(rows);
}

const COLUMNS =
  'id external_id customer_id seller_id product_id closed_on value_cents commission_base_cents cancelled_on last_imported version'.split(
    ' ',
  );

function toKnownSale(row: SaleRow): KnownSale {
  return {
    id: row.id,
    externalId: row.external_id,
    customerId: row.customer_id,
    sellerId: row.seller_id,
    productId: row.product_id,
    closedOn: row.closed_on,
    valueCents: row.value_cents,
    commissionBaseCents: row.commission_base_cents,
    cancelledOn: row.cancelled_on,
    lastImported: row.last_imported === null ? null : JSON.parse(row.last_imported),
    version: row.version,
  };
}

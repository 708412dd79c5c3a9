import type { CivilDate } from '../domain/civil-date.js';
import { nameKey } from '../domain/text.js';
import { insertInOrder, selectIn } from './batches.js';
import type { Queryable } from './dialect.js';
import { found } from './not-found.js';

/** What a sale says, besides its cancellation (SPEC 3). */
export interface SaleContent {
  /** The ERP's, unique per product. */
  readonly externalId: string | null;
  readonly customerId: number;
  readonly sellerId: number;
  readonly productId: number;
  readonly closedOn: CivilDate;
  readonly valueCents: number;
  /** Null when its product had no commission base. */
  readonly commissionBaseCents: number | null;
}

/** The cancellation of a sale. */
export interface Cancellation {
  readonly on: CivilDate;
  /** UTC epoch milliseconds. */
  readonly at: number;
  readonly commissionReversed: boolean;
}

export interface Sale extends SaleContent {
  readonly id: number;
  readonly origin: SaleOrigin;
  readonly recordedAt: number;
  /** Null for a sale that stands. */
  readonly cancellation: Cancellation | null;
  readonly version: number;
}

export type SaleOrigin = 'form' | 'import' | 'api';

export interface NewSale extends SaleContent {
  readonly origin: SaleOrigin;
  readonly cancellation: Cancellation | null;
  /** JSON of what an import read, against which the next import compares; null for others. */
  readonly lastImported: string | null;
  /** The key of the form that records it; null for others. A sale is recorded once for each. */
  readonly formKey: string | null;
}

/** @throws NotFoundError */
export async function getSale(q: Queryable, id: number): Promise<Sale> {
  const row: SaleRow | undefined = await q('sales').where({ id }).first();
  return toSale(found(row, 'sale', id));
}

/** The id of the product's sale with that external id, or null. */
export async function findSaleByExternalId(
  q: Queryable,
  productId: number,
  externalId: string,
): Promise<number | null> {
  const row = await q('sales').where({ external_id: externalId, product_id: productId }).first('id');
  return row?.id ?? null;
}

/** The sale that a form's key was used for, with the number of its surveys; null when it was not used. */
export async function findSaleByFormKey(
  q: Queryable,
  formKey: string,
): Promise<{ readonly id: number; readonly surveyCount: number } | null> {
  const row = await q('sales').where({ form_key: formKey }).first('id');
  if (row === undefined) return null;
  const surveys = await q('surveys').where({ sale_id: row.id }).count({ count: '*' }).first();
  return { id: row.id, surveyCount: Number(surveys?.count ?? 0) };
}

/** Adds sales and returns their ids, in their order. External ids must be free in their products: see `lockNames`. */
export async function insertSales(trx: Queryable, sales: readonly NewSale[], now: number): Promise<number[]> {
  const copies = await copiesOfCustomers(trx, sales);
  const rows = sales.map((sale) => ({
    ...columnsOf(sale),
    ...copies.get(sale.customerId),
    ...cancellationColumns(sale.cancellation),
    origin: sale.origin,
    recorded_at: now,
    last_imported: sale.lastImported,
    form_key: sale.formKey,
  }));
  return insertInOrder(trx, 'sales', rows);
}

/** Writes the sale over the version that was read; false when somebody else wrote meanwhile. Surveys' copies follow. */
export async function updateSale(
  trx: Queryable,
  target: { readonly id: number; readonly version: number },
  sale: SaleContent,
): Promise<boolean> {
  const copies = await copiesOfCustomers(trx, [sale]);
  const changed = await trx('sales')
    .where({ id: target.id, version: target.version })
    .update({ ...columnsOf(sale), ...copies.get(sale.customerId), version: target.version + 1 });
  return changed === 1;
}

/** Cancels a sale that stands; false when it is cancelled already. */
export async function setCancellation(trx: Queryable, id: number, cancellation: Cancellation): Promise<boolean> {
  const changed = await trx('sales')
    .where({ id, cancelled_at: null })
    .update({ ...cancellationColumns(cancellation), version: trx.raw('version + 1') });
  return changed === 1;
}

/** Takes a cancellation back; false when the sale stands already. */
export async function clearCancellation(trx: Queryable, id: number): Promise<boolean> {
  const changed = await trx('sales')
    .where({ id })
    .whereNotNull('cancelled_at')
    .update({ ...cancellationColumns(null), version: trx.raw('version + 1') });
  return changed === 1;
}

/** Notes what an import read of the sale, for the next import to compare with. */
export async function updateLastImported(trx: Queryable, id: number, lastImported: string): Promise<void> {
  await trx('sales').where({ id }).update({ last_imported: lastImported });
}

/** What sales copy of their customers, by the customer's id: a foreign key holds them equal. */
async function copiesOfCustomers(trx: Queryable, sales: readonly SaleContent[]) {
  const rows = await selectIn(
    sales.map((sale) => sale.customerId),
    (some): PromiseLike<CustomerCopies[]> => trx('customers').whereIn('id', some).select('id', 'city_key', 'has_phone'),
  );
  return new Map(rows.map(({ id, city_key, has_phone }) => [id, { city_key, has_phone }]));
}

interface CustomerCopies {
  id: number;
  city_key: string;
  has_phone: boolean | number;
}

function columnsOf(sale: SaleContent) {
  return {
    external_id: sale.externalId,
    external_key: nameKey(sale.externalId ?? ''),
    customer_id: sale.customerId,
    seller_id: sale.sellerId,
    product_id: sale.productId,
    closed_on: sale.closedOn,
    value_cents: sale.valueCents,
    commission_base_cents: sale.commissionBaseCents,
  };
}

function cancellationColumns(cancellation: Cancellation | null) {
  return {
    cancelled_on: cancellation?.on ?? null,
    cancelled_at: cancellation?.at ?? null,
    commission_reversed: cancellation?.commissionReversed ?? null,
  };
}

/** A row of `sales`. */
export interface SaleRow {
  id: number;
  external_id: string | null;
  customer_id: number;
  seller_id: number;
  product_id: number;
  closed_on: string;
  value_cents: number;
  commission_base_cents: number | null;
  origin: SaleOrigin;
  recorded_at: number;
  cancelled_on: string | null;
  cancelled_at: number | null;
  commission_reversed: boolean | number | null;
  last_imported: string | null;
  version: number;
}

/** The row as the rest of the house knows it. */
export function toSale(row: SaleRow): Sale {
  return {
    id: row.id,
    externalId: row.external_id,
    customerId: row.customer_id,
    sellerId: row.seller_id,
    productId: row.product_id,
    closedOn: row.closed_on,
    valueCents: row.value_cents,
    commissionBaseCents: row.commission_base_cents,
    origin: row.origin,
    recordedAt: row.recorded_at,
    cancellation: toCancellation(row),
    version: row.version,
  };
}

function toCancellation(row: SaleRow): Cancellation | null {
  if (row.cancelled_on === null || row.cancelled_at === null) return null;
  return { on: row.cancelled_on, at: row.cancelled_at, commissionReversed: Boolean(row.commission_reversed) };
}

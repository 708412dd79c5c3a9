import type { Sold } from '../domain/alike-sales.js';
import { selectIn } from './batches.js';
import type { Queryable } from './dialect.js';

/** The sales of customers that are not cancelled, the first recorded first. */
export async function listStandingSales(
  q: Queryable,
  customerIds: Iterable<number>,
): Promise<(Sold & { readonly id: number })[]> {
  const rows = await selectIn(
    customerIds,
    (some): PromiseLike<StandingRow[]> =>
      q('sales')
        .join('customers', 'customers.id', 'sales.customer_id')
        .whereIn('sales.customer_id', some)
        .whereNull('sales.cancelled_at')
        .orderBy('sales.id')
        .select(COLUMNS),
  );
  return rows.map((row) => ({
    id: row.id,
    externalId: row.external_id,
    product: row.product_id,
    seller: row.seller_id,
    closedOn: row.closed_on,
    buyer: {
      ref: row.customer_id,
      name: row.name,
      document: row.document,
      externalId: row.customer_external_id,
      phone1: row.phone1,
      phone2: row.phone2,
      phone3: row.phone3,
    },
  }));
}

const COLUMNS = [
  'sales.id',
  'sales.external_id',
  'sales.product_id',
  'sales.seller_id',
  'sales.closed_on',
  'sales.customer_id',
  'customers.name',
  'customers.document',
  'customers.external_id as customer_external_id',
  'customers.phone1',
  'customers.phone2',
  'customers.phone3',
];

interface StandingRow {
  id: number;
  external_id: string | null;
  product_id: number;
  seller_id: number;
  closed_on: string;
  customer_id: number;
  name: string;
  document: string | null;
  customer_external_id: string | null;
  phone1: string | null;
  phone2: string | null;
  phone3: string | null;
}

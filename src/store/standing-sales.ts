import { createHash } from 'node:crypto';
import type { Sold } from '../domain/alike-sales.js';
import { selectIn } from './batches.js';
import { dialectOf, type Queryable } from './dialect.js';

/** How many closing dates a condition carries: those of decades. */
const DATES_PER_QUERY = 10_000;

/**
 * The sales of customers that are not cancelled, and that are of the product, the seller and the closing date of one of the
 * given ones: no others are read, of a customer with very many, or kept. The first recorded first among those of a customer.
 */
export async function listStandingSales(
  q: Queryable,
  customerIds: Iterable<number>,
  like: readonly Place[],
): Promise<StandingSale[]> {
  const places = new Set(like.map(placeOf));
  const dates = [...new Set(like.map(({ closedOn }) => closedOn))];
  return selectIn(customerIds, async (some) => {
    const query = q('sales')
      .join('customers', 'customers.id', 'sales.customer_id')
      .whereIn('sales.customer_id', some)
      .whereNull('sales.cancelled_at')
      .orderBy('sales.id')
      .select(COLUMNS);
    if (dates.length <= DATES_PER_QUERY) query.whereIn(byCustomer(q), dates);
    const rows: StandingRow[] = await query;
    return rows.map(toStandingSale).filter((sale) => places.has(placeOf(sale)));
  });
}

/** Sales in one short line, however many they are: of others, or of more or fewer, it is another. */
export function fingerprintOfSales(ids: readonly number[]): string {
  return createHash('sha256').update(ids.join('-')).digest('base64url');
}

/** What a sale has in common with its double besides the customer. */
type Place = Pick<Sold, 'product' | 'seller' | 'closedOn'>;

type StandingSale = Sold & { readonly id: number };

function placeOf({ product, seller, closedOn }: Place): string {
  return `${product} ${seller} ${closedOn}`;
}

/** SQLite is kept from going through the sales of all customers by their dates: PostgreSQL counts and knows better. */
function byCustomer(q: Queryable) {
  return q.raw(dialectOf(q) === 'sqlite' ? '+sales.closed_on' : 'sales.closed_on') as unknown as string;
}

function toStandingSale(row: StandingRow): StandingSale {
  return {
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
  };
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

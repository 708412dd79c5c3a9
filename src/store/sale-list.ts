import type { CivilDate } from '../domain/civil-date.js';
import { indexedBy, type Queryable } from './dialect.js';
import { type Page, type PageKey, readPage } from './key-paging.js';
import { allOf } from './predicate.js';
import { inSituation, type SaleFilter, type Situation, salesMatching } from './sale-filter.js';
import { type ReadRows, readingAt } from './statements.js';
import { byTextIndex, foundIn, searchOf, withSearch } from './text-search.js';

/** A row of Vendas. */
export interface SaleListRow {
  readonly id: number;
  readonly externalId: string | null;
  readonly customer: { readonly name: string; readonly phone: string | null; readonly city: string | null };
  readonly productId: number;
  readonly productName: string;
  readonly sellerName: string;
  readonly closedOn: CivilDate;
  readonly valueCents: number;
  readonly recordedAt: number;
  readonly cancelledOn: CivilDate | null;
  readonly surveyCount: number;
}

export const SALE_SORTS = ['closing', 'customer', 'product', 'seller', 'value'] as const;

export type SaleSort = (typeof SALE_SORTS)[number];

const SORT_COLUMNS: Record<SaleSort, string> = {
  closing: 'sales.closed_on',
  customer: 'customers.name_key',
  product: 'products.name_key',
  seller: 'sellers.name_key',
  value: 'sales.value_cents',
};

export interface SaleListRequest {
  readonly filter: SaleFilter;
  readonly situation: Situation;
  readonly sort: SaleSort;
  readonly descending: boolean;
  readonly key: PageKey | null;
  readonly size: number;
}

/** One page of the sales that a filter leaves. */
export async function listSales(q: Queryable, request: SaleListRequest): Promise<Page<SaleListRow>> {
  const { sort, descending, key, size } = request;
  const where = await byTextIndex(q, allOf([salesMatching(request.filter), inSituation(request.situation)]));
  const rows = () => selectRows(q, sort).whereRaw(`(${where.sql})`, [...where.bindings]);
  const page = await readPage<Row>(rows, {
    columns: [SORT_COLUMNS[sort], 'sales.id'],
    descending,
    size,
    key,
    keyOf: (row) => [row.sort_key, row.id],
  });
  return { ...page, rows: page.rows.map(toListRow) };
}

/** How many sales of a filter are in each situation; `read` is another reader where there are very many. */
export async function countSales(
  q: Queryable,
  filter: SaleFilter,
  read: ReadRows = readingAt(q),
): Promise<Record<Situation, number>> {
  const filtered = salesMatching(filter);
  const search = searchOf(filtered);
  const from = search === null ? null : foundIn(q, 'sales', search);
  const counts = COUNTED.map((situation) => {
    if (from === null) {
      const { sql, bindings } = allOf([filtered, inSituation(situation)]);
      const index = indexedBy(q, 'sales', situation === 'cancelled' ? situation : null);
      return { sql: `(select count(*) from sales ${index} where ${sql}) as "${situation}"`, bindings };
    }
    const { sql, bindings } = allOf([withSearch(filtered, allOf([])), inSituation(situation)]);
    return { sql: `count(*) filter (where ${sql}) as "${situation}"`, bindings };
  });
  const columns = counts.map(({ sql }) => sql).join(', ');
  const [row] = await read<Record<(typeof COUNTED)[number], number>>(
    `select ${columns} ${from === null ? '' : `from ${from.sql}`}`,
    [...counts, ...(from === null ? [] : [from])].flatMap(({ bindings }) => bindings),
  );
  if (row === undefined) throw new Error('a select without conditions gives one row');
  return { ...row, active: row.all - row.cancelled };
}

/** Nearly every sale stands: those that do are what the others are not. */
const COUNTED = ['all', 'cancelled', 'without-surveys', 'without-base'] as const satisfies readonly Situation[];

/** All joins are left joins, so that SQLite starts from the sales and reads them in the order of their index. */
function selectRows(q: Queryable, sort: SaleSort) {
  return q('sales')
    .leftJoin('customers', 'customers.id', 'sales.customer_id')
    .leftJoin('products', 'products.id', 'sales.product_id')
    .leftJoin('users as sellers', 'sellers.id', 'sales.seller_id')
    .select('sales.id', 'sales.external_id', 'sales.product_id', 'sales.closed_on', 'sales.value_cents')
    .select('sales.recorded_at', 'sales.cancelled_on', 'customers.name as customer_name', 'customers.city')
    .select('products.name as product_name', 'sellers.name as seller_name')
    .select(q.raw('coalesce(customers.phone1, customers.phone2, customers.phone3) as customer_phone'))
    .select(q.raw('(select count(*) from surveys where surveys.sale_id = sales.id) as survey_count'))
    .select(q.raw(`${SORT_COLUMNS[sort]} as sort_key`));
}

interface Row {
  id: number;
  external_id: string | null;
  product_id: number;
  closed_on: string;
  value_cents: number;
  recorded_at: number;
  cancelled_on: string | null;
  customer_name: string;
  customer_phone: string | null;
  city: string | null;
  product_name: string;
  seller_name: string;
  survey_count: number;
  sort_key: string | number;
}

function toListRow(row: Row): SaleListRow {
  return {
    id: row.id,
    externalId: row.external_id,
    customer: { name: row.customer_name, phone: row.customer_phone, city: row.city },
    productId: row.product_id,
    productName: row.product_name,
    sellerName: row.seller_name,
    closedOn: row.closed_on,
    valueCents: row.value_cents,
    recordedAt: row.recorded_at,
    cancelledOn: row.cancelled_on,
    surveyCount: Number(row.survey_count),
  };
}

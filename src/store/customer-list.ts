import type { Queryable } from './dialect.js';
import { beyondKey, orderOf, type Page, type PageKey, readStretches, type Stretch } from './key-paging.js';
import { type LongReads, readingAside, readingLarge } from './long-reads.js';
import type { Reading } from './pieced-readings.js';
import { allOf, type Predicate, predicate } from './predicate.js';
import { readingsOf } from './search-words.js';
import { select } from './statements.js';
import { countInTextIndex, soldTo } from './text-search.js';

/** A row of Clientes. */
export interface CustomerRow {
  readonly id: number;
  readonly name: string;
  readonly externalId: string | null;
  readonly document: string | null;
  readonly phone1: string | null;
  readonly phone2: string | null;
  readonly phone3: string | null;
  readonly city: string | null;
  readonly state: string | null;
  readonly saleCount: number;
}

export const CUSTOMER_SORTS = ['name', 'city'] as const;

export type CustomerSort = (typeof CUSTOMER_SORTS)[number];

const SORT_COLUMNS: Record<CustomerSort, string> = {
  name: 'customers.name_key',
  city: 'customers.city_key',
};

export interface CustomerListOptions {
  readonly text: string;
  readonly sort: CustomerSort;
  readonly descending: boolean;
  readonly size: number;
  readonly key: PageKey | null;
}

/** More than this many sales are not looked through while others wait for the thread that answers. */
const QUICK = 500;

/**
 * One page of the customers that a text finds, by what they are known by or by a sale's id, and how many they are; every
 * one without a text. What takes long is read aside (decision 0024).
 */
export async function readCustomers(
  q: Queryable,
  reads: Pick<LongReads, 'all'>,
  { text, sort, descending, size, key }: CustomerListOptions,
): Promise<{ readonly page: Page<CustomerRow>; readonly count: number }> {
  const { where, isLong } = await customersFound(q, text);
  const read = async <Row>({ sql, bindings }: Reading): Promise<readonly Row[]> =>
    isLong ? ((await reads.all([{ sql, bindings }]))[0] as readonly Row[]) : select<Row>(q, sql, bindings);
  const page = await readStretches<Sorted>((stretch) => read(rowsOf(where, SORT_COLUMNS[sort], stretch)), {
    ...{ descending, size, key },
    keyOf: (row) => [row.sortKey, row.id],
  });
  const counting = `select count(*) as found from customers where ${where.sql}`;
  const count = isLong ? readingAside(reads) : await readingLarge(q, reads, 'customers');
  const [row] = await count<{ found: number }>(counting, where.bindings);
  return { page, count: Number(row?.found ?? 0) };
}

async function customersFound(q: Queryable, text: string): Promise<{ where: Predicate; isLong: boolean }> {
  const readings = readingsOf(text);
  if (readings.length === 0) return { where: allOf([]), isLong: false };
  const { sql, bindings } = soldTo(q, readings);
  const isLong = (await countInTextIndex(q, readings, QUICK + 1)) > QUICK;
  // Found before anything is looked at: PostgreSQL would walk through the names, and ask at each whether it is found.
  const found = `with found as materialized (${sql}) select customer_id from found`;
  return { where: predicate(`customers.id in (${found})`, bindings), isLong };
}

function rowsOf(where: Predicate, sortColumn: string, { key, direction, limit }: Stretch): Reading {
  const columns = [sortColumn, 'customers.id'] as const;
  const beyond = key === null ? '' : ` and ${beyondKey(columns, direction)}`;
  return {
    sql: `select id, name, external_id as "externalId", document, phone1, phone2, phone3, city, state,
        (select count(*) from sales where sales.customer_id = customers.id) as "saleCount", ${sortColumn} as "sortKey"
      from customers where ${where.sql}${beyond} order by ${orderOf(columns, direction)} limit ${limit}`,
    bindings: [...where.bindings, ...(key === null ? [] : [key.value, key.id])],
  };
}

type Sorted = CustomerRow & { readonly sortKey: string };

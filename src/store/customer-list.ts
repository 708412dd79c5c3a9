import { ofCustomerFound } from './customer-search.js';
import type { Queryable } from './dialect.js';
import { type Page, type PageKey, readPage } from './key-paging.js';
import { allOf, type Predicate } from './predicate.js';
import { select } from './statements.js';

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
  readonly sort: CustomerSort;
  readonly descending: boolean;
  readonly size: number;
  readonly key: PageKey | null;
}

/** The customers that a text finds; every one without a text. */
export async function customersMatching(q: Queryable, text: string): Promise<Predicate> {
  return text === '' ? allOf([]) : ofCustomerFound(q, text, 'customers.id');
}

export async function countCustomers(q: Queryable, { sql, bindings }: Predicate): Promise<number> {
  const [row] = await select<{ found: number }>(q, `select count(*) as found from customers where ${sql}`, bindings);
  return Number(row?.found ?? 0);
}

/** One page of the customers for whom the condition holds. */
export async function listCustomers(
  q: Queryable,
  where: Predicate,
  { sort, descending, size, key }: CustomerListOptions,
): Promise<Page<CustomerRow>> {
  const rows = () =>
    q('customers')
      .select('id', 'name', 'external_id as externalId', 'document', 'phone1', 'phone2', 'phone3', 'city', 'state')
      .select(q.raw('(select count(*) from sales where sales.customer_id = customers.id) as "saleCount"'))
      .select(q.raw(`${SORT_COLUMNS[sort]} as "sortKey"`))
      .whereRaw(`(${where.sql})`, [...where.bindings]);
  return readPage<CustomerRow & { readonly sortKey: string }>(rows, {
    columns: [SORT_COLUMNS[sort], 'customers.id'],
    descending,
    size,
    key,
    keyOf: (row) => [row.sortKey, row.id],
  });
}

import type { CleanContact } from '../domain/customer.js';
import { nameKey, searchText } from '../domain/text.js';
import { insertInOrder, selectIn } from './batches.js';
import type { Queryable } from './dialect.js';
import { found } from './not-found.js';

/** What is kept of a customer (SPEC 3). */
export interface CustomerContent extends CleanContact {
  readonly name: string;
  /** The ERP's. */
  readonly externalId: string | null;
}

export interface Customer extends CustomerContent {
  readonly id: number;
  readonly version: number;
}

/** @throws NotFoundError */
export async function getCustomer(q: Queryable, id: number): Promise<Customer> {
  const row: CustomerRow | undefined = await q('customers').where({ id }).first();
  return toCustomer(found(row, 'customer', id));
}

/** Those who may be meant: customers with one of the external ids, documents or names. */
export async function listCustomerCandidates(
  q: Queryable,
  by: {
    readonly externalIds: Iterable<string>;
    readonly documents: Iterable<string>;
    readonly names: Iterable<string>;
    readonly ids?: Iterable<number>;
  },
): Promise<Customer[]> {
  const byId = new Map<number, Customer>();
  const add = async <V extends string | number>(column: string, values: Iterable<V>, keyOf: (value: V) => V) => {
    const rowsWith = (some: V[]) => q('customers').whereIn(column, some.map(keyOf)).select(COLUMNS);
    const customers = await selectIn(values, async (some) => ((await rowsWith(some)) as CustomerRow[]).map(toCustomer));
    for (const customer of customers) byId.set(customer.id, customer);
  };
  await add('external_id', by.externalIds, same);
  await add('document', by.documents, same);
  await add('name_key', by.names, nameKey);
  await add('id', by.ids ?? [], same);
  return [...byId.values()].sort((a, b) => a.id - b.id);
}

/** Adds customers and returns their ids, in their order. External ids and documents must be free: see `lockNames`. */
export async function insertCustomers(
  trx: Queryable,
  customers: readonly CustomerContent[],
  now: number,
): Promise<number[]> {
  const rows = customers.map((customer) => ({ ...columnsOf(customer), created_at: now }));
  return insertInOrder(trx, 'customers', rows);
}

/** Writes the customer's content. */
export async function updateCustomer(trx: Queryable, id: number, customer: CustomerContent): Promise<void> {
  await trx('customers')
    .where({ id })
    .update({ ...columnsOf(customer), version: trx.raw('version + 1') });
}

function same<V>(value: V): V {
  return value;
}

function columnsOf(customer: CustomerContent) {
  const { externalId, document, name, phone1, phone2, phone3, email, city, state } = customer;
  return {
    external_id: externalId,
    document,
    name,
    name_key: nameKey(name),
    phone1,
    phone2,
    phone3,
    email,
    city,
    city_key: city === null ? '' : nameKey(city),
    state,
    search_text: searchText([name, phone1, phone2, phone3, document, email, externalId]),
  };
}

const COLUMNS = 'id external_id document name phone1 phone2 phone3 email city state version'.split(' ');

interface CustomerRow {
  id: number;
  external_id: string | null;
  document: string | null;
  name: string;
  phone1: string | null;
  phone2: string | null;
  phone3: string | null;
  email: string | null;
  city: string | null;
  state: string | null;
  version: number;
}

function toCustomer(row: CustomerRow): Customer {
  const { id, document, name, phone1, phone2, phone3, email, city, state, version } = row;
  return { id, externalId: row.external_id, document, name, phone1, phone2, phone3, email, city, state, version };
}

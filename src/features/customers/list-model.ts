import type { FastifyRequest } from 'fastify';
import { formatDocument } from '../../domain/document.js';
import { formatPhone } from '../../domain/phone.js';
import type { CustomerListOptions, CustomerRow, CustomerSort } from '../../store/customer-list.js';
import type { Page, PageKey } from '../../store/key-paging.js';
import { encodePageKey } from '../../web/page-key.js';

/** What the URL of the list asks for. */
export type CustomersQuery = Omit<CustomerListOptions, 'size'>;

/** Clientes: search and table. */
export function customersModel(
  { t, formats }: Pick<FastifyRequest, 't' | 'formats'>,
  asked: CustomersQuery,
  page: Page<CustomerRow>,
  count: number,
) {
  const head = (sort: CustomerSort, label: string) => {
    const current = asked.sort === sort;
    return {
      label,
      href: hrefOf(asked, { sort, descending: current && !asked.descending }),
      sorted: current ? (asked.descending ? 'descending' : 'ascending') : undefined,
    };
  };
  return {
    searched: asked.text,
    order: orderOf(asked),
    clearHref: hrefOf({ ...asked, text: '' }),
    columns: { name: head('name', t('customers.name')), city: head('city', t('customers.place')) },
    customers: page.rows.map((row) => ({
      href: `/customers/${row.id}`,
      name: row.name,
      externalId: row.externalId,
      document: row.document === null ? null : formatDocument(row.document),
      phones: [row.phone1, row.phone2, row.phone3].filter((phone) => phone !== null).map(formatPhone),
      place: [row.city, row.state].filter(Boolean).join(' · '),
      sales: formats.number(Number(row.saleCount)),
    })),
    countText: t('customers.count', { count }),
    previousHref: page.previous && hrefOf(asked, { key: page.previous }),
    nextHref: page.next && hrefOf(asked, { key: page.next }),
    nothing: emptyModel({ t }, asked),
  };
}

function emptyModel({ t }: Pick<FastifyRequest, 't'>, { text }: CustomersQuery) {
  if (text !== '') return { title: t('customers.emptyFiltered'), text: t('customers.emptyFilteredText'), action: null };
  const action = { label: t('sales.newButton'), href: '/sales/new' };
  return { title: t('customers.empty'), text: t('customers.emptyText'), action };
}

/** The URL of the list with something changed; whatever changes begins at the first page. */
function hrefOf(asked: CustomersQuery, change: Partial<CustomersQuery> & { key?: PageKey } = {}): string {
  const { text, sort, descending, key } = { ...asked, key: null, ...change };
  const params = new URLSearchParams();
  if (text !== '') params.set('q', text);
  const order = orderOf({ sort, descending });
  if (order !== '') params.set('sort', order);
  if (key) params.set(key.side, encodePageKey(key));
  const search = params.toString();
  return search === '' ? '/customers' : `/customers?${search}`;
}

function orderOf({ sort, descending }: Pick<CustomersQuery, 'sort' | 'descending'>): string {
  return sort === 'name' && !descending ? '' : `${descending ? '-' : ''}${sort}`;
}

import type { FastifyRequest } from 'fastify';
import type { Calendar } from '../../domain/calendar.js';
import { dateAt } from '../../domain/civil-date.js';
import { formatPhone } from '../../domain/phone.js';
import { whyWithoutSurveys } from '../../domain/planning.js';
import type { ProductPlanning } from '../../domain/product-planning.js';
import type { TextKey } from '../../i18n/catalogue.js';
import type { Page } from '../../store/key-paging.js';
import type { Name } from '../../store/names.js';
import { SITUATIONS, type Situation } from '../../store/sale-filter.js';
import type { SaleListRow, SaleSort } from '../../store/sale-list.js';
import { SALE_SORTS } from '../../store/sale-list.js';
import { errorViews } from '../../web/forms.js';
import { type SalesQuery, salesHref } from './query.js';

type Request = Pick<FastifyRequest, 't' | 'formats' | 'company'>;

/** What the list was read from. */
export interface SalesData {
  readonly asked: SalesQuery;
  readonly counts: Readonly<Record<Situation, number>>;
  readonly page: Page<SaleListRow>;
  readonly products: ReadonlyMap<number, ProductPlanning>;
  readonly calendar: Calendar;
  readonly choices: { readonly sellers: readonly Name[]; readonly products: readonly Name[] };
}

const SITUATION_TEXTS: Record<Situation, TextKey> = {
  all: 'sales.situationAll',
  active: 'sales.situationActive',
  cancelled: 'sales.situationCancelled',
  'without-surveys': 'sales.situationWithoutSurveys',
  'without-base': 'sales.situationWithoutBase',
};

const COLUMN_TEXTS: Record<SaleSort, TextKey> = {
  closing: 'sales.closedOn',
  customer: 'sales.customer',
  product: 'sales.product',
  seller: 'sales.seller',
  value: 'sales.value',
};

/** Vendas: tabs by situation, filters, table. */
export function salesModel(request: Request, data: SalesData) {
  const { t, formats } = request;
  const { asked, counts, page } = data;
  return {
    errors: errorViews(asked.errors, t),
    tabs: SITUATIONS.map((situation) => ({
      label: t(SITUATION_TEXTS[situation]),
      href: salesHref(asked, { situation }),
      count: formats.number(counts[situation]),
      current: situation === asked.situation,
    })),
    bar: barModel(request, data),
    columns: Object.fromEntries(SALE_SORTS.map((sort) => [sort, columnHead(request, asked, sort)])),
    sales: page.rows.map((row) => rowModel(request, row, data)),
    countText: t('sales.count', { count: counts[asked.situation] }),
    previousHref: page.previous && salesHref(asked, { key: page.previous }),
    nextHref: page.next && salesHref(asked, { key: page.next }),
    planningHref: counts['without-surveys'] > 0 ? salesHref(asked, { situation: 'all' }, '/sales/planning') : null,
    empty: emptyModel(request, data),
  };
}

function barModel({ t }: Request, { asked, choices }: SalesData) {
  const names = (list: readonly Name[]) =>
    list.map(({ id, name, active }) => ({ value: String(id), label: active ? name : t('sales.inactive', { name }) }));
  const { typed, sort, descending, situation } = asked;
  const carried = new URL(
    salesHref({ ...asked, typed: { q: '', from: '', to: '', seller: '', product: '' } }),
    'http://x',
  );
  return {
    typed,
    carried: [...carried.searchParams].map(([name, value]) => ({ name, value })),
    filtered: isFiltered(asked),
    open: ['from', 'to', 'seller', 'product'].some((name) => typed[name as keyof typeof typed] !== ''),
    clearHref: situation === 'all' ? '/sales' : `/sales?situation=${situation}`,
    sellers: names(choices.sellers),
    products: names(choices.products),
    order: `${descending ? '-' : ''}${sort}`,
  };
}

function isFiltered({ filter, errors }: SalesQuery): boolean {
  return Object.keys(filter).length + errors.length > 0;
}

function columnHead({ t }: Request, asked: SalesQuery, sort: SaleSort) {
  const current = asked.sort === sort;
  const descending = current ? !asked.descending : sort === 'closing' || sort === 'value';
  return {
    label: t(COLUMN_TEXTS[sort]),
    href: salesHref(asked, { sort, descending }),
    sorted: current ? (asked.descending ? 'descending' : 'ascending') : undefined,
    numeric: sort === 'value',
  };
}

function rowModel(request: Request, row: SaleListRow, data: SalesData) {
  const { formats } = request;
  const { customer } = row;
  return {
    href: `/sales/${row.id}`,
    customer: customer.name,
    detail: [customer.phone && formatPhone(customer.phone), customer.city].filter(Boolean).join(' · '),
    externalId: row.externalId,
    product: row.productName,
    seller: row.sellerName,
    closedOn: formats.date(row.closedOn),
    value: formats.money(row.valueCents),
    cancelled: row.cancelledOn !== null,
    surveys: surveysText(request, row, data),
  };
}

/** How many surveys, or why none. */
function surveysText({ t, company }: Request, row: SaleListRow, { products, calendar }: SalesData): string {
  if (row.surveyCount > 0) return t('sales.surveyCount', { count: row.surveyCount });
  const product = products.get(row.productId);
  const facts = {
    closedOn: row.closedOn,
    recordedOn: dateAt(row.recordedAt, company.timeZone),
    cancelled: row.cancelledOn !== null,
    productActive: product?.active ?? false,
    profile: product?.profile ?? null,
  };
  const reason = whyWithoutSurveys(facts, calendar);
  return t(`sales.why_${reason}`);
}

/** Why there is nothing, and the way out. */
function emptyModel({ t }: Request, { asked, counts }: SalesData) {
  if (isFiltered(asked)) return { title: t('sales.emptyFiltered'), text: t('sales.emptyFilteredText'), action: null };
  if (counts.all > 0) return { title: t('sales.emptySituation'), text: undefined, action: null };
  return {
    title: t('sales.empty'),
    text: t('sales.emptyText'),
    action: { label: t('sales.import'), href: '/sales/import' },
  };
}

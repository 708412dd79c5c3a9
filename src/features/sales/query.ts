import { isCivilDate } from '../../domain/civil-date.js';
import { FieldChecks, isBlank } from '../../domain/field-checks.js';
import type { FieldErrors } from '../../domain/result.js';
import type { PageKey } from '../../store/key-paging.js';
import { type SaleFilter, SITUATIONS, type Situation } from '../../store/sale-filter.js';
import { SALE_SORTS, type SaleSort } from '../../store/sale-list.js';
import { one, query, text } from '../../web/forms.js';
import { decodePageKey, encodePageKey } from '../../web/page-key.js';

/** The filters of Vendas, by the name of their parameter. */
const FILTERS = ['q', 'from', 'to', 'seller', 'product'] as const;

const fields = Object.fromEntries(
  [...FILTERS, 'situation', 'sort', 'after', 'before'].map((name) => [name, text(4000)]),
);

/** The schema of the list's URL, and of whatever works on a filter. */
export const salesQuery = query(fields);

/** What the URL asks for; an order or a page that it says wrongly takes its default. */
export interface SalesQuery {
  readonly typed: Readonly<Record<(typeof FILTERS)[number], string>>;
  readonly filter: SaleFilter;
  readonly situation: Situation;
  readonly sort: SaleSort;
  readonly descending: boolean;
  readonly key: PageKey | null;
  /** Filters that say nothing: who ignored one would show, or plan, more than was meant. */
  readonly errors: FieldErrors;
}

const MAX_TEXT = 200;

export function readSalesQuery(posted: unknown): SalesQuery {
  const typed = Object.fromEntries(FILTERS.map((name) => [name, one(posted, name)])) as SalesQuery['typed'];
  const sort = one(posted, 'sort');
  const order = SALE_SORTS.find((name) => name === sort.replace(/^-/, '')) ?? 'closing';
  const checks = new FieldChecks();
  return {
    typed,
    filter: readFilter(checks, typed),
    situation: SITUATIONS.find((name) => name === one(posted, 'situation')) ?? 'all',
    sort: order,
    // The newest sales come first, unless asked otherwise.
    descending: sort === '' ? true : sort.startsWith('-'),
    key: readKey(posted, order),
    errors: checks.errors,
  };
}

function readFilter(checks: FieldChecks, typed: SalesQuery['typed']): SaleFilter {
  const words = checks.line('q', typed.q, MAX_TEXT);
  const [from, to] = (['from', 'to'] as const).map((name) =>
    isBlank(typed[name]) ? null : checks.date(name, typed[name]),
  );
  const [sellerId, productId] = (['seller', 'product'] as const).map((name) => checks.optionalId(name, typed[name]));
  return {
    ...(words !== '' && { text: words }),
    ...(from && { from }),
    ...(to && { to }),
    ...(sellerId && { sellerId }),
    ...(productId && { productId }),
  };
}

function readKey(posted: unknown, sort: SaleSort): PageKey | null {
  const side = one(posted, 'after') === '' ? 'before' : 'after';
  return decodePageKey(side, one(posted, side), (value) => isKeyOf(sort, value));
}

function isKeyOf(sort: SaleSort, value: unknown): boolean {
  if (sort === 'value') return Number.isSafeInteger(value);
  if (typeof value !== 'string' || value.includes('\u0000')) return false;
  return sort === 'closing' ? isCivilDate(value) : value.length <= 1000;
}

/** What a link changes of the page that is looked at; whatever changes begins at the first page. */
export type QueryChange = Partial<Pick<SalesQuery, 'situation' | 'sort' | 'descending' | 'key'>>;

/** The URL of the list with something changed. */
export function salesHref(asked: SalesQuery, change: QueryChange = {}, path = '/sales'): string {
  const { situation, sort, descending, key } = { ...asked, key: null, ...change };
  const params = new URLSearchParams(filterParams(asked));
  if (situation !== 'all') params.set('situation', situation);
  if (sort !== 'closing' || !descending) params.set('sort', `${descending ? '-' : ''}${sort}`);
  if (key) params.set(key.side, encodePageKey(key));
  const search = params.toString();
  return search === '' ? path : `${path}?${search}`;
}

/** The filters that are set, as parameters. */
export function filterParams({ typed }: Pick<SalesQuery, 'typed'>): [string, string][] {
  return FILTERS.filter((name) => typed[name].trim() !== '').map((name) => [name, typed[name]]);
}

import type { TextKey } from '../i18n/catalogue.js';
import type { PageKey } from '../store/key-paging.js';
import { encodePageKey } from '../web/page-key.js';
import type { PickedNames } from './list-names.js';
import { type Order, orderValue, PAGE_SIZES } from './list-paging.js';
import type { ParameterError, Typed } from './list-parameters.js';
import type { ListPeriod } from './list-period.js';

// A filtered list is its URL (decision 12): what its bar, its form, its chips and its links are made of.

/** A filter of a list. */
export interface ListFilter {
  /** `unasked` is set by links alone, and the form carries it along. */
  readonly kind: 'period' | 'range' | 'pick' | 'ticks' | 'flag' | 'text' | 'unasked';
  /** Its parameters: of a period and of a range several. */
  readonly names: readonly [string, ...string[]];
  readonly label: TextKey;
  /** What the form asks, where that is not its label. */
  readonly legend?: TextKey;
  /** The words of its values, where they are few and fixed; of a period, of the dates that it can be of. */
  readonly texts?: Readonly<Record<string, TextKey>>;
  /** The list does not apply it as it is looked at. */
  readonly ignored?: boolean;
}

/** The parameters of a period. */
export const PERIOD_NAMES = ['of', 'period', 'from', 'to'] as const;

/** What the URL of a list asks for. With errors it must not be answered with a list. */
export interface ListQuery<Sort extends string = string> {
  /** The parameters as they were typed, in canonical form where they are right. */
  readonly typed: Typed;
  readonly period: ListPeriod | null;
  /** The names of the records that were picked, by parameter and value. */
  readonly names: PickedNames;
  readonly sort: Sort;
  readonly descending: boolean;
  readonly size: number;
  readonly key: PageKey | null;
  readonly errors: readonly ParameterError[];
}

/** What a link changes of the list that is looked at; whatever changes begins at the first page. */
export interface ListChange<Sort extends string = string> {
  /** Filters that get other values; no value takes one out. */
  readonly filters?: Readonly<Record<string, readonly string[]>>;
  readonly order?: Order<Sort>;
  readonly size?: number;
  readonly page?: PageKey | null;
  /** Without any filter. */
  readonly clear?: boolean;
}

/** A list as it is looked at. */
export interface ListView<Sort extends string = string> {
  readonly path: string;
  /** In the order of a canonical URL and of the form. */
  readonly filters: readonly ListFilter[];
  /** The parameters besides filters. */
  readonly view: readonly string[];
  readonly query: ListQuery<Sort>;
  /** The date that a period is of without a choice. */
  readonly naturalPeriod: string;
  readonly sorts: readonly Sort[];
  readonly columns: Readonly<Record<Sort, TextKey>>;
  readonly initial: Order<Sort>;
  /** The canonical query string of the list with something changed, without the question mark. */
  search(change?: ListChange<Sort>): string;
}

/** The URL of the list with something changed, or of something below it. */
export function listHref(list: ListView, change: ListChange = {}, below = ''): string {
  return withSearch(list.path + below, list.search(change));
}

export function withSearch(path: string, search: string): string {
  return search === '' ? path : `${path}?${search}`;
}

/** The parameters of a query string, as the hidden fields of a form carry them. */
export function carriedFields(search: string): { readonly name: string; readonly value: string }[] {
  return [...new URLSearchParams(search)].map(([name, value]) => ({ name, value }));
}

/** The parameters of all filters. */
export function namesOf(filters: readonly ListFilter[]): readonly string[] {
  return filters.flatMap(({ names }) => names);
}

/**
 * The canonical query string: the filters in their order, then how the list is looked at. Reading it gives the same query;
 * what is unknown stays in it, so that its error can be taken out.
 */
export function canonicalSearch(
  { filters, view }: Pick<ListView, 'filters' | 'view'>,
  typed: Typed,
  looked: readonly (readonly [name: string, value: string])[],
  { filters: changed = {}, clear = false, page }: ListChange,
): string {
  const params = new URLSearchParams();
  const order = new Map(namesOf(filters).map((name, index) => [name, index]));
  const place = (name: string) => order.get(name) ?? order.size;
  const all = clear ? [] : [...new Map([...typed, ...Object.entries(changed)])];
  for (const [name, values] of all.sort(([a], [b]) => place(a) - place(b)))
    if (!view.includes(name)) for (const value of values) params.append(name, value);
  for (const [name, value] of looked) params.append(name, value);
  if (page) params.append(page.side, encodePageKey(page));
  return params.toString();
}

/** The order and the size as a URL writes them: nothing for those at first. */
export function orderAndSize(order: Order, initial: Order, size: number): (readonly [string, string])[] {
  const sort = orderValue(order, initial);
  return [
    ...(sort === '' ? [] : [['sort', sort] as const]),
    ...(size === PAGE_SIZES[0] ? [] : [['size', String(size)] as const]),
  ];
}

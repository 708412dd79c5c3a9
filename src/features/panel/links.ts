import type { PageKey } from '../../store/key-paging.js';
import type { Chip, Tab } from '../../store/survey-tabs.js';
import { encodePageKey } from '../../web/page-key.js';
import { type FilterName, inOrder, VIEW_NAMES } from './parameters.js';
import type { PanelQuery } from './query.js';
import { chipValues, type Order, PAGE_SIZES, sortValue } from './view-parameters.js';

/** What a link changes of the page that is looked at. */
export interface Change {
  readonly tab?: Tab;
  /** Filters that get other values; no value takes one out. */
  readonly filters?: Readonly<Record<string, readonly string[]>>;
  readonly chips?: readonly Chip[];
  readonly order?: Order;
  readonly size?: number;
  readonly page?: PageKey | null;
  /** Without any filter. */
  readonly clear?: boolean;
}

/**
 * The canonical query string of the list with something changed, without the question mark: all that is seen stands in
 * it, in one order, and reading it gives the same query. Whatever changes begins at the first page.
 */
export function panelSearch(tab: Tab, query: PanelQuery, change: Change = {}): string {
  const params = new URLSearchParams();
  const there = change.tab ?? tab;
  if (!change.clear)
    for (const [name, values] of inOrder(new Map([...query.typed, ...Object.entries(change.filters ?? {})])))
      if (!VIEW.has(name)) for (const value of values) params.append(name, value);
  for (const [name, value] of viewParams(tab, there, query, change)) params.append(name, value);
  if (change.page) params.append(change.page.side, encodePageKey(change.page));
  return params.toString();
}

const VIEW: ReadonlySet<string> = new Set(VIEW_NAMES);

/** The URL of the list with something changed. */
export function panelHref(tab: Tab, query: PanelQuery, change: Change = {}): string {
  const search = panelSearch(tab, query, change);
  return `/panel/${change.tab ?? tab}${search === '' ? '' : `?${search}`}`;
}

/** The link without one value of a filter, or without the whole of it. */
export function hrefWithout(tab: Tab, query: PanelQuery, name: FilterName | string, value?: string): string {
  const left = value === undefined ? [] : (query.typed.get(name) ?? []).filter((one) => one !== value);
  return panelHref(tab, query, { filters: { [name]: left } });
}

/** Chips belong to *Não executadas*, where a URL always names them; the order of one tab says nothing on another. */
function viewParams(from: Tab, there: Tab, query: PanelQuery, change: Change): [string, string][] {
  const chips = there === 'pending' || query.typed.has('status') ? chipValues(change.chips ?? query.chips) : [];
  const order = change.order ?? (from === there ? query : null);
  const sort = order === null ? '' : sortValue(there, order);
  const size = change.size ?? query.size;
  return [
    ...chips.map((value): [string, string] => ['status', value]),
    ...(sort === '' ? [] : [['sort', sort] as [string, string]]),
    ...(size === PAGE_SIZES[0] ? [] : [['size', String(size)] as [string, string]]),
  ];
}

import type { FastifyRequest } from 'fastify';
import { sharingErrors } from '../domain/saved-filter.js';
import type { TextKey } from '../i18n/catalogue.js';
import type { Queryable } from '../store/dialect.js';
import {
  type FilteredList,
  findDefaultFilter,
  listSavedFilters,
  listSharedFilters,
  type SavedFilter,
} from '../store/saved-filters.js';
import type { Tab } from '../store/survey-tabs.js';
import { errorViews } from '../web/forms.js';
import { signedIn } from '../web/request.js';
import { type ActiveFilter, activeFilters } from './list-chips.js';
import { type ListView, withSearch } from './list-view.js';

/** A list whose filters users keep under names (SPEC 6). */
export interface KeptList {
  readonly list: FilteredList;
  /** Where the list stands, and where its saved filters are kept in order. */
  readonly home: string;
  readonly path: string;
  readonly title: TextKey;
  readonly access: 'operator' | 'manager';
  /** The path of the list that a saved filter is of, and what that is called. */
  pathOf(tab: Tab | null): string;
  textOf(tab: Tab | null): TextKey;
  /** The tab that a form names; null where the list has none. */
  tabOf(typed: string): Tab | null;
  /** The list as a saved filter shows it today. */
  read(request: ReadingRequest, q: Queryable, tab: Tab | null, search: string): Promise<ListView>;
}

/** What a list is read for: any request of its user. */
export type ReadingRequest = Pick<FastifyRequest, 't' | 'today' | 'user'>;

/** Where a saved filter leads. */
export function savedHref(kept: KeptList, { tab, search }: Pick<SavedFilter, 'tab' | 'search'>): string {
  return withSearch(kept.pathOf(tab), search);
}

/** Where the list's address leads without any word of a list: the saved filter that opens first; or null. */
export async function openedFirst(
  request: Pick<FastifyRequest, 'query' | 'user'>,
  q: Queryable,
  kept: KeptList,
): Promise<string | null> {
  if (Object.keys(request.query as object).length > 0) return null;
  const first = await findDefaultFilter(q, signedIn(request).id, kept.list);
  return first && savedHref(kept, first);
}

/** The saved filters in the bar, the user's own and what others share; the one that is looked at is marked. */
export async function savedMenu(
  request: Pick<FastifyRequest, 'user' | 't'>,
  q: Queryable,
  kept: KeptList,
  { tab, search }: Pick<SavedFilter, 'tab' | 'search'>,
) {
  const userId = signedIn(request).id;
  const [own, shared] = [await listSavedFilters(q, userId, kept.list), await listSharedFilters(q, userId, kept)];
  const link = (filter: SavedFilter, note: string | null) => ({
    name: filter.name,
    href: savedHref(kept, filter),
    note,
    current: filter.tab === tab && filter.search === search,
  });
  const links = [
    ...own.map((filter) => link(filter, filter.isDefault ? request.t('panelFilters.opensFirst') : null)),
    ...shared.filters.map((filter) => link(filter, request.t('panelFilters.sharedBy', { name: filter.owner }))),
  ];
  const current = links.find((one) => one.current)?.name ?? null;
  const more = shared.total - shared.filters.length;
  // A tick that would be refused is not offered: it says why instead.
  const [refusal] = errorViews(sharingErrors({ search, isShared: true }), request.t);
  return { menu: { links, more, current, tab, search, path: kept.path, notShared: refusal?.text ?? null } };
}

/** A row of the page where saved filters are kept in order: what it shows, in words, and whether it still holds. */
export function savedRow(
  request: Pick<FastifyRequest, 't' | 'formats'>,
  kept: KeptList,
  filter: SavedFilter & { readonly owner?: string },
  view: ListView,
) {
  const { id, name, isDefault, isShared, owner = null } = filter;
  return {
    ...{ id, name, isDefault, isShared, owner },
    href: savedHref(kept, filter),
    base: `${kept.path}/${id}`,
    tab: request.t(kept.textOf(filter.tab)),
    filters: activeFilters(request, view).map(wordsOf),
    broken: view.query.errors.length > 0,
  };
}

function wordsOf({ label, text }: ActiveFilter): string {
  return text === null ? label : `${label}: ${text}`;
}

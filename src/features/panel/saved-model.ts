import type { FastifyRequest } from 'fastify';
import type { SavedFilter } from '../../store/saved-filters.js';
import type { Tab } from '../../store/survey-tabs.js';
import { type ActiveFilter, activeFilters } from '../list-chips.js';
import { panelList, panelSearch } from './links.js';
import type { PanelQuery } from './query.js';
import { TAB_TEXTS } from './texts.js';

type Request = Pick<FastifyRequest, 't' | 'formats'>;

/** Where a saved filter leads. */
export function savedHref({ tab, search }: Pick<SavedFilter, 'tab' | 'search'>): string {
  return `/panel/${tab}${search === '' ? '' : `?${search}`}`;
}

/** The saved filters in the bar; the one that is looked at is marked. */
export function savedMenu(tab: Tab, query: PanelQuery, filters: readonly SavedFilter[]) {
  const search = panelSearch(tab, query);
  const links = filters.map((filter) => ({
    name: filter.name,
    href: savedHref(filter),
    isDefault: filter.isDefault,
    current: filter.tab === tab && filter.search === search,
  }));
  return { links, current: links.find(({ current }) => current)?.name ?? null };
}

/** A row of the page where saved filters are kept in order: what it shows, in words, and whether it still holds. */
export function savedRow(request: Request, filter: SavedFilter, query: PanelQuery) {
  const active = activeFilters(request, panelList(filter.tab, query));
  return {
    id: filter.id,
    name: filter.name,
    href: savedHref(filter),
    isDefault: filter.isDefault,
    tab: request.t(TAB_TEXTS[filter.tab]),
    filters: active.map(wordsOf),
    broken: query.errors.length > 0,
  };
}

function wordsOf({ label, text }: ActiveFilter): string {
  return text === null ? label : `${label}: ${text}`;
}

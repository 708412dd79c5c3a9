import type { FastifyRequest } from 'fastify';
import type { SurveySort } from '../../store/survey-order.js';
import { CHIPS, sortsOf, TABS, type Tab } from '../../store/survey-tabs.js';
import { activeFilters, viewErrors } from './active-filters.js';
import { quickPresets, searchModel } from './bar.js';
import { bulkBar } from './bulk/bar.js';
import type { PanelCounts, PanelData } from './data.js';
import { emptyModel } from './empty.js';
import { panelHref, panelSearch } from './links.js';
import { SEEN_HEADER } from './poll.js';
import type { PanelQuery } from './query.js';
import { rowModel } from './rows.js';
import { CHIP_TEXTS, COLUMN_TEXTS, TAB_TEXTS } from './texts.js';
import { initialOrder, PAGE_SIZES, sortValue } from './view-parameters.js';

type Request = Pick<FastifyRequest, 't' | 'formats' | 'today'>;

/** Tabs, bar, chips and table. */
export function panelModel(request: Request, data: PanelData) {
  const { tab, query, counts, page } = data;
  return {
    tab,
    /** The canonical query string of the list, for whatever acts on all of it. */
    search: panelSearch(tab, query),
    ...countersModel(request, data),
    poll: counts && pollModel(tab, query, { seen: String(counts.listed), changed: false }),
    bulk: bulkBar(request, data),
    ...searchModel(request, tab, query),
    presets: quickPresets(request, tab, query),
    active: activeFilters(request, tab, query),
    clearHref: panelHref(tab, query, { clear: true }),
    viewErrors: viewErrors(query),
    columns: Object.fromEntries(sortsOf(tab).map((sort) => [sort, columnHead(request, tab, query, sort)])),
    sorting: sortingModel(request, tab, query),
    sizes: PAGE_SIZES.toSorted((a, b) => a - b).map((size) => ({
      size,
      href: panelHref(tab, query, { size }),
      current: size === query.size,
    })),
    surveys: page?.rows.map((row) => rowModel(request, row)) ?? null,
    countText: counts && request.t('panel.count', { count: counts.listed }),
    unsorted: unsortedText(request, data),
    previousHref: page?.previous && panelHref(tab, query, { page: page.previous }),
    nextHref: page?.next && panelHref(tab, query, { page: page.next }),
    nothing: counts && emptyModel(request, tab, query, counts),
  };
}

/** Why the list is not in the order that was asked for. */
function unsortedText({ t }: Request, { counts, unsorted }: PanelData): string | null {
  if (counts === null || !unsorted) return null;
  const { by, most } = unsorted;
  return t('panel.tooLongToSort', { rows: counts.listed, column: t(COLUMN_TEXTS[by]), most });
}

/** The order as a choice, where the table has no heads: on phones. */
function sortingModel({ t }: Request, tab: Tab, query: PanelQuery) {
  const initial = initialOrder(tab);
  const carried = new URLSearchParams(panelSearch(tab, query, { order: initial }));
  const orders = sortsOf(tab).flatMap((sort) => [false, true].map((descending) => ({ sort, descending })));
  return {
    carried: [...carried].map(([name, value]) => ({ name, value })),
    chosen: sortValue(tab, query),
    options: orders.map((order) => ({
      value: sortValue(tab, order),
      label: t(order.descending ? 'exports.descending' : 'exports.ascending', { column: t(COLUMN_TEXTS[order.sort]) }),
    })),
  };
}

/** What an open page asks for its counters with, and whether its list is still what it was. */
export function pollModel(tab: Tab, query: PanelQuery, { seen, changed }: { seen: string; changed: boolean }) {
  const search = panelSearch(tab, query);
  return {
    href: `/panel/${tab}/counters${search === '' ? '' : `?${search}`}`,
    headers: JSON.stringify({ [SEEN_HEADER]: seen }),
    refreshHref: changed ? panelHref(tab, query, { page: query.key }) : null,
  };
}

/** The tabs and the chips with their counters. */
export function countersModel({ t, formats }: Request, { tab, query, counts }: Omit<PanelData, 'page'>) {
  const count = (name: keyof PanelCounts) => (counts === null ? null : formats.number(counts[name]));
  return {
    tabs: TABS.map((name) => ({
      name,
      label: t(TAB_TEXTS[name]),
      href: panelHref(tab, query, { tab: name }),
      count: count(name),
      current: name === tab,
    })),
    chips:
      tab !== 'pending'
        ? null
        : CHIPS.map((name) => ({
            name,
            label: t(CHIP_TEXTS[name]),
            count: count(`chip-${name}`),
            on: query.chips.includes(name),
          })),
  };
}

/** A column's head: its link sorts by it, or turns the order round. */
function columnHead({ t }: Request, tab: Tab, query: PanelQuery, sort: SurveySort) {
  const current = query.sort === sort;
  const descending = current ? !query.descending : sort === 'settled';
  return {
    sort,
    label: t(COLUMN_TEXTS[sort]),
    href: panelHref(tab, query, { order: { sort, descending } }),
    sorted: current ? (query.descending ? 'descending' : 'ascending') : undefined,
  };
}

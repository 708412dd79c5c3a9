import type { SurveySort } from '../../store/survey-order.js';
import type { Chip, Tab } from '../../store/survey-tabs.js';
import { canonicalSearch, type ListChange, type ListView, orderAndSize, withSearch } from '../list-view.js';
import { SURVEY_COLUMN_TEXTS, SURVEY_FILTERS } from '../survey-filters.js';
import { filtersOn } from './filters.js';
import type { PanelQuery } from './query.js';
import { chipValues, naturalPeriodOf, ordersOf, VIEW_NAMES } from './view.js';

/** What a link changes of the page that is looked at. */
export interface Change extends ListChange<SurveySort> {
  readonly tab?: Tab;
  readonly chips?: readonly Chip[];
}

/**
 * The canonical query string of the list with something changed, without the question mark: all that is seen stands in
 * it, in one order, and reading it gives the same query. Whatever changes begins at the first page.
 */
export function panelSearch(tab: Tab, query: PanelQuery, change: Change = {}): string {
  const looked = viewParams(tab, change.tab ?? tab, query, change);
  return canonicalSearch({ filters: SURVEY_FILTERS, view: VIEW_NAMES }, query.typed, looked, change);
}

/** The URL of the list with something changed. */
export function panelHref(tab: Tab, query: PanelQuery, change: Change = {}): string {
  return withSearch(`/panel/${change.tab ?? tab}`, panelSearch(tab, query, change));
}

/** A tab's list as it is looked at. */
export function panelList(tab: Tab, query: PanelQuery): ListView<SurveySort> {
  const { possible, initial } = ordersOf(tab);
  return {
    path: `/panel/${tab}`,
    filters: filtersOn(tab, query.filter),
    view: VIEW_NAMES,
    query,
    naturalPeriod: naturalPeriodOf(tab),
    sorts: possible,
    columns: SURVEY_COLUMN_TEXTS,
    initial,
    search: (change) => panelSearch(tab, query, change),
  };
}

/** Chips belong to *Não executadas*, where a URL always names them; the order of one tab says nothing on another. */
function viewParams(from: Tab, there: Tab, query: PanelQuery, change: Change): (readonly [string, string])[] {
  const chips = there === 'pending' || query.typed.has('status') ? chipValues(change.chips ?? query.chips) : [];
  const { initial } = ordersOf(there);
  const order = change.order ?? (from === there ? query : initial);
  return [
    ...chips.map((value) => ['status', value] as const),
    ...orderAndSize(order, initial, change.size ?? query.size),
  ];
}

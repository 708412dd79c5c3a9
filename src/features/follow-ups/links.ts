import type { FollowUpStatus } from '../../domain/follow-up.js';
import type { TextKey } from '../../i18n/catalogue.js';
import type { FollowUpTab } from '../../store/follow-up-list.js';
import type { FollowUpSort } from '../../store/follow-up-order.js';
import { canonicalSearch, type ListChange, type ListView, orderAndSize, withSearch } from '../list-view.js';
import { AT_FIRST, FILTERS, type FollowUpQuery, ORDERS, PERIODS, VIEW_NAMES } from './query.js';

export const COLUMN_TEXTS: Record<FollowUpSort, TextKey> = {
  due: 'followUps.dueOn',
  opened: 'followUps.openedOn',
  customer: 'followUps.customer',
  owner: 'followUps.owner',
  priority: 'followUps.priority',
  kind: 'followUps.kind',
  ended: 'followUps.endedOn',
};

/** What a link changes of the page that is looked at. */
export interface Change extends ListChange<FollowUpSort> {
  readonly tab?: FollowUpTab;
  readonly statuses?: readonly FollowUpStatus[];
}

/** The canonical query string of the list with something changed: never empty, since an empty one opens the saved filter that comes first. */
export function followUpSearch(query: FollowUpQuery, change: Change = {}): string {
  const { tab = query.tab, statuses = query.statuses, order = query, size = query.size } = change;
  const shown = statuses.join() === AT_FIRST.join() ? [] : statuses.length === 0 ? ['none'] : statuses;
  const looked = [
    ['tab', tab] as const,
    ...shown.map((status) => ['status', status] as const),
    ...orderAndSize(order, ORDERS.initial, size),
  ];
  return canonicalSearch({ filters: FILTERS, view: VIEW_NAMES }, query.typed, looked, change);
}

export function followUpsHref(query: FollowUpQuery, change: Change = {}): string {
  return withSearch('/follow-ups', followUpSearch(query, change));
}

/** The list as it is looked at; whose they are is no question among one's own. */
export function followUpList(query: FollowUpQuery): ListView<FollowUpSort> {
  return {
    path: '/follow-ups',
    filters: FILTERS.filter(({ names }) => names[0] !== 'owner' || query.tab === 'all' || query.typed.has('owner')),
    view: VIEW_NAMES,
    query,
    naturalPeriod: PERIODS.natural,
    sorts: ORDERS.possible,
    columns: COLUMN_TEXTS,
    initial: ORDERS.initial,
    search: (change) => followUpSearch(query, change),
  };
}

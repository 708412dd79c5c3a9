import type { Ordered } from './index-reading.js';

export const FOLLOW_UP_SORTS = ['due', 'opened', 'customer', 'owner', 'priority', 'kind', 'ended'] as const;

export type FollowUpSort = (typeof FOLLOW_UP_SORTS)[number];

/** The order that a list of any length can be had in. */
export const STANDING_ORDER = { sort: 'due', descending: false } as const;

/** Whether a list of so many can be had in an order: names stand in no index, so only short lists are sorted by them. */
export function isFollowUpSortable(sort: FollowUpSort, count: number, most: number): boolean {
  return isIndexed(sort) || count <= most;
}

/** Whether an order is walked in an index; in any other each page sorts the whole list. */
export function isIndexed(sort: FollowUpSort): boolean {
  return sort !== 'customer' && sort !== 'owner';
}

/** What a list is sorted by. The id of the list's key makes each strict; what has not ended stands before what has. */
export function orderedBy(sort: FollowUpSort, ended: boolean): Ordered {
  const of = (column: string, more: Partial<Ordered> = {}) => ({ table: 'follow_ups', column, ...more }) as const;
  switch (sort) {
    case 'due':
      return of('follow_ups.due_on');
    case 'opened':
      return of('follow_ups.opened_at');
    case 'priority':
    case 'kind':
      return of(`follow_ups.${sort}`, { shared: true });
    case 'ended':
      return of(ended ? 'follow_ups.ended_at' : 'coalesce(follow_ups.ended_at, 0)');
    case 'customer':
      return of('customers.name_key', { join: 'left join customers on customers.id = follow_ups.customer_id' });
    case 'owner':
      return of('owners.name_key', { join: 'left join users as owners on owners.id = follow_ups.owner_id' });
  }
}

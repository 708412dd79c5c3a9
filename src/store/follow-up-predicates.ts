import type { CivilDate } from '../domain/civil-date.js';
import { ENDINGS, type FollowUpKind, type FollowUpStatus } from '../domain/follow-up.js';
import { can } from '../domain/permissions.js';
import { allOf, anyOf, type Predicate, predicate } from './predicate.js';
import type { Viewer } from './survey-predicates.js';

// domain/follow-up in SQL, on rows of `follow_ups`: the lists, their counters, the number in the menu and the files share
// it. `ended_at is null` stands literally, because the partial indexes are chosen by it.

const OPEN = 'follow_ups.ended_at is null';

/** The follow-ups that have a status: exactly one holds for each. */
export function hasFollowUpStatus(status: FollowUpStatus): Predicate {
  switch (status) {
    case 'open':
      return predicate(`${OPEN} and follow_ups.started_at is null`);
    case 'in-progress':
      return predicate(`${OPEN} and follow_ups.started_at is not null`);
    case 'resolved':
    case 'discarded':
    case 'won':
    case 'lost':
      return predicate(`follow_ups.ended_at is not null and follow_ups.ending = '${status}'`);
  }
}

/** Those that have one of the statuses; all of the open ones, or all that ended, are a range of an index. */
export function hasAnyFollowUpStatus(statuses: readonly FollowUpStatus[]): Predicate {
  const open = statuses.includes('open') && statuses.includes('in-progress');
  const ended = ENDINGS.every((ending) => statuses.includes(ending));
  if (open && ended) return allOf([]);
  if (open && statuses.length === 2) return predicate(OPEN);
  if (ended && statuses.length === ENDINGS.length) return predicate('follow_ups.ended_at is not null');
  return anyOf(statuses.map(hasFollowUpStatus));
}

/** Vencidos on `today`. */
export function isOverdueFollowUp(today: CivilDate): Predicate {
  return predicate(`${OPEN} and follow_ups.due_on < ?`, [today]);
}

/** A user's own. */
export function isOwnedBy(userId: number): Predicate {
  return predicate('follow_ups.owner_id = ?', [userId]);
}

/** The follow-ups that somebody works: every one for managers, else his own (SPEC 1). Any other is a 404 to him. */
export function mayFollow(viewer: Viewer): Predicate {
  if (can(viewer.role, 'seeEveryFollowUp')) return allOf([]);
  return viewer.id === null ? anyOf([]) : isOwnedBy(viewer.id);
}

/** Which date a period of the list is about. */
export const FOLLOW_UP_PERIODS = ['due', 'opened', 'ended'] as const;

export type FollowUpPeriodOf = (typeof FOLLOW_UP_PERIODS)[number];

/** What a list of follow-ups is narrowed to; what is left out does not narrow. All of it together holds. */
export interface FollowUpFilter {
  /** Both ends inclusive; either may be open. */
  readonly period?: { readonly of: FollowUpPeriodOf; readonly from: CivilDate | null; readonly to: CivilDate | null };
  readonly kinds?: readonly FollowUpKind[];
  readonly priorities?: readonly number[];
  readonly ownerIds?: readonly number[];
  /** Of the sale that it came from. */
  readonly productIds?: readonly number[];
  readonly sellerIds?: readonly number[];
  /** Keys of the customer's city (domain/text, nameKey). */
  readonly cities?: readonly string[];
  readonly overdue?: true;
  /** Words, each found in what the customer is found by. */
  readonly text?: string;
}

const PERIOD_COLUMNS: Record<FollowUpPeriodOf, string> = { due: 'due_on', opened: 'opened_on', ended: 'ended_on' };

/** What a filter leaves on `today`, whatever its status; its text is for store/customer-search. */
export function followUpsMatching(filter: FollowUpFilter, today: CivilDate): Predicate {
  const parts: Predicate[] = [];
  const { period, kinds, priorities, ownerIds, productIds, sellerIds, cities } = filter;
  if (period?.from) parts.push(predicate(`follow_ups.${PERIOD_COLUMNS[period.of]} >= ?`, [period.from]));
  if (period?.to) parts.push(predicate(`follow_ups.${PERIOD_COLUMNS[period.of]} <= ?`, [period.to]));
  if (kinds !== undefined) parts.push(oneOf('follow_ups.kind', kinds));
  if (priorities !== undefined) parts.push(oneOf('follow_ups.priority', priorities));
  if (ownerIds !== undefined) parts.push(oneOf('follow_ups.owner_id', ownerIds));
  if (productIds !== undefined) parts.push(ofSale(oneOf('product_id', productIds)));
  if (sellerIds !== undefined) parts.push(ofSale(oneOf('seller_id', sellerIds)));
  if (cities !== undefined) parts.push(ofCustomerIn(cities));
  if (filter.overdue) parts.push(isOverdueFollowUp(today));
  return allOf(parts);
}

function oneOf(column: string, values: readonly (number | string)[]): Predicate {
  return predicate(`${column} in (${values.map(() => '?').join(', ')})`, values);
}

/** Looked at row by row: the follow-ups are far fewer than the sales. */
function ofSale({ sql, bindings }: Predicate): Predicate {
  return predicate(`exists (select 1 from sales where sales.id = follow_ups.sale_id and ${sql})`, bindings);
}

function ofCustomerIn(cities: readonly string[]): Predicate {
  const { sql, bindings } = oneOf('city_key', cities);
  return predicate(`exists (select 1 from customers where customers.id = follow_ups.customer_id and ${sql})`, bindings);
}

import type { CivilDate } from '../domain/civil-date.js';
import { type Ending, FOLLOW_UP_STATUSES, type FollowUpKind, type FollowUpStatus } from '../domain/follow-up.js';
import { ofCustomerFound } from './customer-search.js';
import type { Queryable } from './dialect.js';
import {
  type FollowUpFilter,
  followUpsMatching,
  hasAnyFollowUpStatus,
  hasFollowUpStatus,
  isOverdueFollowUp,
  isOwnedBy,
  mayFollow,
} from './follow-up-predicates.js';
import { type Page, type PageKey, readPage } from './key-paging.js';
import { allOf, type Predicate, predicate } from './predicate.js';
import { select } from './statements.js';
import type { Viewer } from './survey-predicates.js';

/** Meus come first; a manager may look at everybody's. */
export const FOLLOW_UP_TABS = ['mine', 'all'] as const;

export type FollowUpTab = (typeof FOLLOW_UP_TABS)[number];

export const FOLLOW_UP_SORTS = ['due', 'opened', 'customer', 'owner', 'priority', 'kind', 'ended'] as const;

export type FollowUpSort = (typeof FOLLOW_UP_SORTS)[number];

/** The id of the list's key makes each strict. What has not ended stands before what has. */
const SORT_COLUMNS: Record<FollowUpSort, string> = {
  due: 'follow_ups.due_on',
  opened: 'follow_ups.opened_at',
  customer: 'customers.name_key',
  owner: 'owners.name_key',
  priority: '(follow_ups.priority + 0)',
  kind: "(follow_ups.kind || '')",
  ended: 'coalesce(follow_ups.ended_at, 0)',
};

/** Which follow-ups a list shows, and to whom. */
export interface FollowUpScope {
  readonly viewer: Viewer & { readonly id: number };
  readonly today: CivilDate;
  readonly tab: FollowUpTab;
  readonly statuses: readonly FollowUpStatus[];
  readonly filter: FollowUpFilter;
}

export interface FollowUpRow {
  readonly id: number;
  readonly kind: FollowUpKind;
  readonly priority: number;
  readonly customerId: number;
  readonly customerName: string;
  readonly phone: string | null;
  readonly city: string | null;
  readonly ownerId: number;
  readonly ownerName: string;
  readonly productName: string | null;
  readonly sellerName: string | null;
  readonly dueOn: CivilDate;
  readonly openedOn: CivilDate;
  readonly openedAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly endedOn: CivilDate | null;
  readonly ending: Ending | null;
  readonly text: string;
  readonly conclusion: string;
  readonly wonCents: number | null;
}

/** What a filter leaves of what the viewer may see, of a tab, whatever its status: the text is looked up once. */
export async function followUpsOf(q: Queryable, scope: Omit<FollowUpScope, 'statuses'>): Promise<Predicate> {
  const { viewer, today, tab, filter } = scope;
  const { text } = filter;
  return allOf([
    mayFollow(viewer),
    ...(tab === 'mine' ? [isOwnedBy(viewer.id)] : []),
    followUpsMatching(filter, today),
    ...(text === undefined ? [] : [await ofCustomerFound(q, text, 'follow_ups.customer_id')]),
  ]);
}

/** The follow-ups that a list shows. */
export async function listedFollowUps(q: Queryable, scope: FollowUpScope): Promise<Predicate> {
  return allOf([await followUpsOf(q, scope), hasAnyFollowUpStatus(scope.statuses)]);
}

export interface FollowUpCounts {
  /** Of the list that is looked at. */
  readonly listed: number;
  /** Of each tab, with the statuses and the filter of the list. */
  readonly tabs: Readonly<Record<FollowUpTab, number>>;
  /** Of each status, on the tab that is looked at. */
  readonly statuses: Readonly<Record<FollowUpStatus, number>>;
}

/** Counts with the predicates of the lists, in one pass over an index that holds all that they look at. */
export async function countFollowUps(q: Queryable, scope: FollowUpScope): Promise<FollowUpCounts> {
  const all = await followUpsOf(q, { ...scope, tab: 'all' });
  const mine = isOwnedBy(scope.viewer.id);
  const here = scope.tab === 'mine' ? [mine] : [];
  const chosen = hasAnyFollowUpStatus(scope.statuses);
  const counted = [
    allOf([mine, chosen]),
    chosen,
    ...FOLLOW_UP_STATUSES.map((status) => allOf([...here, hasFollowUpStatus(status)])),
  ];
  const columns = counted.map(({ sql }, index) => `count(*) filter (where ${sql}) as "n${index}"`);
  const bindings = [...counted, all].flatMap((one) => one.bindings);
  const counting = `select ${columns.join(', ')} from follow_ups where ${all.sql}`;
  const [row] = await select<Record<string, number>>(q, counting, bindings);
  const at = (index: number) => Number(row?.[`n${index}`] ?? 0);
  const statuses = FOLLOW_UP_STATUSES.map((status, index) => [status, at(index + 2)]);
  const tabs = { mine: at(0), all: at(1) };
  return { tabs, listed: tabs[scope.tab], statuses: Object.fromEntries(statuses) as FollowUpCounts['statuses'] };
}

/** How many a list shows. */
export async function countListed(q: Queryable, { sql, bindings }: Predicate): Promise<number> {
  const [row] = await select<{ n: number }>(q, `select count(*) as n from follow_ups where ${sql}`, bindings);
  return Number(row?.n ?? 0);
}

/** How many are overdue of what somebody works: the number in the menu, from the index of the open ones. */
export function countOverdue(q: Queryable, viewer: Viewer, today: CivilDate): Promise<number> {
  return countListed(q, allOf([mayFollow(viewer), isOverdueFollowUp(today)]));
}

export interface FollowUpListOptions {
  readonly sort: FollowUpSort;
  readonly descending: boolean;
  readonly size: number;
  readonly key: PageKey | null;
}

/** One page of the follow-ups for which the condition holds. */
export async function listFollowUps(
  q: Queryable,
  where: Predicate,
  { sort, descending, size, key }: FollowUpListOptions,
): Promise<Page<FollowUpRow>> {
  const keys = () => selectKeys(q, sort).whereRaw(`(${where.sql})`, [...where.bindings]);
  const columns = [SORT_COLUMNS[sort], 'follow_ups.id'] as const;
  const page = await readPage<Key>(keys, { columns, descending, size, key, keyOf: (row) => [row.sortKey, row.id] });
  const ids = page.rows.map(({ id }) => id);
  const rows: FollowUpRow[] = ids.length === 0 ? [] : await selectRows(q).whereIn('follow_ups.id', ids);
  const found = new Map(rows.map((row) => [row.id, row]));
  return { ...page, rows: ids.flatMap((id) => found.get(id) ?? []) };
}

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

interface Key {
  readonly id: number;
  readonly sortKey: string | number;
}

/** What a page is cut from: looked at by the order's index, or sorted, before anything else is read of a row. */
function selectKeys(q: Queryable, sort: FollowUpSort) {
  const query = q('follow_ups').select('follow_ups.id', q.raw(`${SORT_COLUMNS[sort]} as "sortKey"`));
  if (sort === 'customer') query.leftJoin('customers', 'customers.id', 'follow_ups.customer_id');
  if (sort === 'owner') query.leftJoin('users as owners', 'owners.id', 'follow_ups.owner_id');
  return query;
}

/** All joins are left joins, so that SQLite starts from the follow-ups. */
function selectRows(q: Queryable) {
  return q('follow_ups')
    .leftJoin('customers', 'customers.id', 'follow_ups.customer_id')
    .leftJoin('users as owners', 'owners.id', 'follow_ups.owner_id')
    .leftJoin('sales', 'sales.id', 'follow_ups.sale_id')
    .leftJoin('products', 'products.id', 'sales.product_id')
    .leftJoin('users as sellers', 'sellers.id', 'sales.seller_id')
    .select('follow_ups.id', 'follow_ups.kind', 'follow_ups.priority', 'follow_ups.text', 'follow_ups.ending')
    .select('follow_ups.conclusion', 'follow_ups.customer_id as customerId', 'follow_ups.won_cents as wonCents')
    .select('follow_ups.due_on as dueOn', 'follow_ups.opened_on as openedOn', 'follow_ups.opened_at as openedAt')
    .select('follow_ups.started_at as startedAt', 'follow_ups.ended_at as endedAt', 'follow_ups.ended_on as endedOn')
    .select('customers.name as customerName', 'customers.city', 'owners.name as ownerName', 'owners.id as ownerId')
    .select('products.name as productName', 'sellers.name as sellerName')
    .select(q.raw('coalesce(customers.phone1, customers.phone2, customers.phone3) as phone'));
}

/** So many as stand on a record's page, and how many there are. */
export interface FirstFollowUps {
  readonly rows: readonly FollowUpRow[];
  readonly count: number;
}

/** The follow-ups of a survey, a sale or a customer that its page shows, and how many there are: what is to be done comes first. */
export async function listFollowUpsOf(
  q: Queryable,
  of: 'survey_id' | 'sale_id' | 'customer_id',
  id: number,
): Promise<FirstFollowUps> {
  const rows = await selectRows(q)
    .where(`follow_ups.${of}`, id)
    .orderByRaw('(ended_at is not null), case when ended_at is null then due_on end, follow_ups.id desc')
    .limit(SHOWN_OF_ONE);
  return { rows, count: await countListed(q, predicate(`follow_ups.${of} = ?`, [id])) };
}

/** Seldom has one so many; all of them stand in the customer's timeline. */
const SHOWN_OF_ONE = 20;

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
import { allOf, type Predicate } from './predicate.js';
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
  priority: 'follow_ups.priority',
  kind: 'follow_ups.kind',
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

/** Counts with the predicates of the lists, in one statement. */
export async function countFollowUps(q: Queryable, scope: FollowUpScope): Promise<FollowUpCounts> {
  const [mine, all] = await Promise.all(FOLLOW_UP_TABS.map((tab) => followUpsOf(q, { ...scope, tab })));
  if (mine === undefined || all === undefined) throw new Error('a list has two tabs');
  const here = scope.tab === 'mine' ? mine : all;
  const chosen = hasAnyFollowUpStatus(scope.statuses);
  const counted = [
    allOf([mine, chosen]),
    allOf([all, chosen]),
    ...FOLLOW_UP_STATUSES.map((status) => allOf([here, hasFollowUpStatus(status)])),
  ];
  const columns = counted.map(({ sql }, index) => `(select count(*) from follow_ups where ${sql}) as "n${index}"`);
  const bindings = counted.flatMap((one) => one.bindings);
  const [row] = await select<Record<string, number>>(q, `select ${columns.join(', ')}`, bindings);
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
  const rows = () => selectRows(q, sort).whereRaw(`(${where.sql})`, [...where.bindings]);
  const columns = [SORT_COLUMNS[sort], 'follow_ups.id'] as const;
  const page = await readPage<Row>(rows, { columns, descending, size, key, keyOf: (row) => [row.sortKey, row.id] });
  return { ...page, rows: page.rows.map(({ sortKey: _, ...row }) => row) };
}

/** The ids of a list, by id, at most so many. */
export async function followUpIds(q: Queryable, where: Predicate, most: number): Promise<number[]> {
  const sql = `select follow_ups.id from follow_ups where ${where.sql} order by follow_ups.id limit ${most}`;
  return (await select<{ id: number }>(q, sql, where.bindings)).map(({ id }) => id);
}

type Row = FollowUpRow & { readonly sortKey: string | number };

/** All joins are left joins, so that SQLite starts from the follow-ups and reads them in the order of their index. */
function selectRows(q: Queryable, sort: FollowUpSort) {
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
    .select(q.raw('coalesce(customers.phone1, customers.phone2, customers.phone3) as phone'))
    .select(q.raw(`${SORT_COLUMNS[sort]} as "sortKey"`));
}

/** A follow-up in a list of its survey, its sale or its customer. */
export async function listFollowUpsOf(
  q: Queryable,
  of: 'survey_id' | 'sale_id' | 'customer_id',
  id: number,
): Promise<readonly FollowUpRow[]> {
  const rows: Row[] = await selectRows(q, 'due')
    .where(`follow_ups.${of}`, id)
    .orderBy('follow_ups.id', 'desc')
    .limit(MOST_OF_ONE);
  return rows;
}

/** More than anybody opens for one customer. */
const MOST_OF_ONE = 200;

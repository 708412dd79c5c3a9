import type { CivilDate } from '../domain/civil-date.js';
import type { Ending, FollowUpKind, FollowUpStatus } from '../domain/follow-up.js';
import { ofCustomerFound } from './customer-search.js';
import { dialectOf, type Queryable } from './dialect.js';
import { type FollowUpSort, orderedBy } from './follow-up-order.js';
import { endedAsked, planFor } from './follow-up-plan.js';
import {
  ANNULLED_SINCE,
  type FollowUpFilter,
  followUpsMatching,
  hasAnyFollowUpStatus,
  isOwnedBy,
  mayFollow,
  possibleStatuses,
} from './follow-up-predicates.js';
import { type Chosen, chosenBy, merged, type Statement } from './index-reading.js';
import { type Page, type PageKey, readStretches, type Stretch } from './key-paging.js';
import { allOf, type Predicate } from './predicate.js';
import { type ReadRows, readingAt, select } from './statements.js';
import type { Viewer } from './survey-predicates.js';

/** Meus come first; a manager may look at everybody's. */
export const FOLLOW_UP_TABS = ['mine', 'all'] as const;

export type FollowUpTab = (typeof FOLLOW_UP_TABS)[number];

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
  /** What the customer was asked and answered, where an answer proposed it. */
  readonly question: string | null;
  readonly grade: string | null;
  readonly conclusion: string;
  readonly wonCents: number | null;
  /** Whether the execution that it came from was annulled since. */
  readonly annulled: boolean | number;
  /** What was sold, of one that was won. */
  readonly wonProduct: string | null;
}

/** What a filter leaves of what the viewer may see, of a tab, whatever its status: the text is looked up once. */
export async function followUpsOf(q: Queryable, scope: Omit<FollowUpScope, 'statuses'>): Promise<Predicate> {
  const { viewer, today, tab, filter } = scope;
  const { text } = filter;
  return allOf([
    tab === 'mine' ? isOwnedBy(viewer.id) : mayFollow(viewer),
    followUpsMatching(filter, today),
    ...(text === undefined ? [] : [await ofCustomerFound(q, text, 'follow_ups.customer_id')]),
  ]);
}

/** The follow-ups that a list shows. */
export async function listedFollowUps(q: Queryable, scope: FollowUpScope): Promise<Predicate> {
  const possible = possibleStatuses(scope.statuses, scope.filter);
  return allOf([await followUpsOf(q, scope), hasAnyFollowUpStatus(possible)]);
}

export interface FollowUpListOptions {
  readonly sort: FollowUpSort;
  readonly descending: boolean;
  readonly size: number;
  readonly key: PageKey | null;
  /** How many the list has, where that is known: the way to them is chosen by it. */
  readonly count?: number | undefined;
}

/** One page of the follow-ups for which the condition holds: which they are is decided first, by indexes alone. */
export async function listFollowUps(
  q: Queryable,
  where: Predicate,
  options: FollowUpListOptions,
  read: ReadRows = readingAt(q),
): Promise<Page<FollowUpRow>> {
  const page = await readStretches(
    (stretch) => {
      const { sql, bindings } = chosenFollowUps(q, where, options, stretch);
      return read<Chosen>(sql, bindings);
    },
    { ...options, keyOf: ({ sort_key, id }) => [sort_key, id] },
  );
  const ids = page.rows.map(({ id }) => id);
  return { ...page, rows: await readRows(q, ids) };
}

/** Selects the ids and sort keys of a stretch of the list of `where`. */
export function chosenFollowUps(
  q: Queryable,
  where: Predicate,
  { sort, count }: Pick<FollowUpListOptions, 'sort' | 'count'>,
  stretch: Stretch,
): Statement {
  const each = (where.branches ?? [where]).flatMap((branch) => {
    const plan = planFor(branch, { sort, size: stretch.limit, count });
    return chosenBy(q, branch, orderedBy(sort, endedAsked(branch) ?? true), plan, stretch);
  });
  return merged(each, stretch);
}

/** The rows in the order of their ids here: one text for every page, which both engines prepare once. */
async function readRows(q: Queryable, ids: readonly number[]): Promise<FollowUpRow[]> {
  if (ids.length === 0) return [];
  const postgres = dialectOf(q) === 'postgres';
  const among = postgres ? '= any(cast(? as integer[]))' : 'in (select value from json_each(?))';
  const list = postgres ? `{${ids.join()}}` : JSON.stringify(ids);
  const rows = await select<FollowUpRow>(q, `${ROWS} where follow_ups.id ${among}`, [list]);
  const found = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => found.get(id) ?? []);
}

/** All joins are left joins, so that SQLite starts from the follow-ups. */
const ROWS = `select follow_ups.id, follow_ups.kind, follow_ups.priority, follow_ups.text, follow_ups.ending,
  follow_ups.conclusion, follow_ups.customer_id as "customerId", follow_ups.won_cents as "wonCents",
  follow_ups.due_on as "dueOn", follow_ups.opened_on as "openedOn", follow_ups.opened_at as "openedAt",
  follow_ups.started_at as "startedAt", follow_ups.ended_at as "endedAt", follow_ups.ended_on as "endedOn",
  customers.name as "customerName", customers.city, owners.name as "ownerName", owners.id as "ownerId",
  products.name as "productName", sellers.name as "sellerName", answers.question_text as question,
  answers.grade_label as grade, won.name as "wonProduct",
  coalesce(customers.phone1, customers.phone2, customers.phone3) as phone,
  exists (select 1 from executions where ${ANNULLED_SINCE}) as annulled
  from follow_ups
  left join customers on customers.id = follow_ups.customer_id
  left join users as owners on owners.id = follow_ups.owner_id
  left join products on products.id = follow_ups.product_id
  left join products as won on won.id = follow_ups.won_product_id
  left join users as sellers on sellers.id = follow_ups.seller_id
  left join answers on answers.id = follow_ups.answer_id`;

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
  const order = '(ended_at is not null), case when ended_at is null then due_on end, follow_ups.id desc';
  const first = `${ROWS} where follow_ups.${of} = ? order by ${order} limit ${SHOWN_OF_ONE}`;
  const rows = await select<FollowUpRow>(q, first, [id]);
  const [counted] = await select<{ n: number }>(q, `select count(*) as n from follow_ups where ${of} = ?`, [id]);
  return { rows, count: Number(counted?.n ?? 0) };
}

/** Seldom has one so many; all of them stand in the customer's timeline. */
const SHOWN_OF_ONE = 20;

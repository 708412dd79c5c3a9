import type { CivilDate } from '../domain/civil-date.js';
import type { FollowUpKind } from '../domain/follow-up.js';
import type { Signal } from '../domain/grades.js';
import type { SignalFacts, SignalState } from '../domain/signal.js';
import { dialectOf, type Queryable } from './dialect.js';
import { indexToCountBy, type Plan, planBy, type Ways } from './index-plan.js';
import { type Chosen, chosenBy, merged, type Ordered, type Statement } from './index-reading.js';
import { type Page, type PageKey, readStretches, type Stretch } from './key-paging.js';
import { found } from './not-found.js';
import { type Hint, type Predicate, partWith } from './predicate.js';
import { listSignalAnswers, type SignalAnswer } from './signals.js';
import { type ReadRows, readingAt, select } from './statements.js';

export const SIGNAL_SORTS = ['executed', 'customer', 'kind'] as const;

export type SignalSort = (typeof SIGNAL_SORTS)[number];

/** The latest first: what was said last week can still be mended. A list of any length can be had in it. */
export const SIGNAL_ORDER = { sort: 'executed', descending: true } as const;

/** Whether a list of so many can be had in an order: names stand in no index, so only short lists are sorted by them. */
export function isSignalSortable(sort: SignalSort, count: number, most: number): boolean {
  return sort !== 'customer' || count <= most;
}

export interface SignalRow extends SignalFacts {
  readonly id: number;
  readonly kind: FollowUpKind;
  readonly surveyId: number;
  readonly customerName: string;
  readonly phone: string | null;
  readonly city: string | null;
  readonly sellerName: string | null;
  readonly productName: string;
  readonly ruleName: string;
  readonly operatorName: string;
  readonly executedOn: CivilDate;
  readonly dismissedBy: string | null;
  readonly reason: string;
  /** Whose the follow-up is that it has. */
  readonly ownerId: number | null;
  readonly ownerName: string | null;
  readonly answers: readonly SignalAnswer[];
}

export interface SignalListOptions {
  readonly sort: SignalSort;
  readonly descending: boolean;
  readonly size: number;
  readonly key: PageKey | null;
  /** How many the list has, where that is known: the way to them is chosen by it. */
  readonly count?: number | undefined;
}

/** One page of the signals for which the condition holds: which they are is decided first, by indexes alone. */
export async function listSignals(
  q: Queryable,
  where: Predicate,
  options: SignalListOptions,
  read: ReadRows = readingAt(q),
): Promise<Page<SignalRow>> {
  const page = await readStretches(
    (stretch) => {
      const { sql, bindings } = chosenSignals(q, where, options, stretch);
      return read<Chosen>(sql, bindings);
    },
    { ...options, keyOf: ({ sort_key, id }) => [sort_key, id] },
  );
  return { ...page, rows: await readRows(q, page.rows) };
}

/** How far a walk through a list came. */
export interface SignalWalkKey {
  readonly executedOn: string;
  readonly id: number;
}

/** The next signals for which the condition holds, the earliest first, and where the walk goes on; null after the last. */
export async function walkSignals(
  q: Queryable,
  where: Predicate,
  key: SignalWalkKey | null,
  size: number,
): Promise<{ readonly ids: readonly number[]; readonly next: SignalWalkKey | null }> {
  const from = key === null ? null : ({ side: 'after', value: key.executedOn, id: key.id } as const);
  const stretch = { key: from, direction: 'asc', limit: size } as const;
  const { sql, bindings } = chosenSignals(q, where, SIGNAL_ORDER, stretch);
  const chosen = await select<Chosen>(q, sql, bindings);
  const last = chosen.at(-1);
  const next = last === undefined || chosen.length < size ? null : { executedOn: String(last.sort_key), id: last.id };
  return { ids: chosen.map(({ id }) => id), next };
}

/** Selects the ids and sort keys of a stretch of the list of `where`. */
function chosenSignals(
  q: Queryable,
  where: Predicate,
  { sort, count }: Pick<SignalListOptions, 'sort' | 'count'>,
  stretch: Stretch,
): Statement {
  const each = (where.branches ?? [where]).flatMap((branch) =>
    chosenBy(q, branch, ORDERED[sort], planFor(branch, { sort, size: stretch.limit, count }), stretch),
  );
  return merged(each, stretch);
}

const ORDERED: Record<SignalSort, Ordered> = {
  executed: { table: 'signals', column: 'signals.executed_on' },
  kind: { table: 'signals', column: 'signals.kind', shared: true },
  customer: {
    table: 'signals',
    column: 'customers.name_key',
    join: 'left join customers on customers.id = signals.customer_id',
  },
};

function planFor(where: Predicate, page: Parameters<typeof planBy<SignalSort>>[1]): Plan {
  const state = stateAsked(where);
  return state === null ? { index: null, walks: false } : planBy(where, page, WAYS[state]);
}

/** The index to count by; null where the engine may choose. */
export function indexToCountSignals(where: Predicate): string | null {
  const state = stateAsked(where);
  return state === null ? null : indexToCountBy(where, WAYS[state]);
}

function stateAsked(where: Predicate): SignalState | null {
  return (
    partWith(where, (hint): hint is Extract<Hint, { signal: SignalState }> => 'signal' in hint)?.hint.signal ?? null
  );
}

const WAYS = { waiting: waysOf('waiting'), dismissed: waysOf('dismissed'), followed: waysOf('followed') };

/** Any filter is looked for in an index that holds all that filters look at (migrations 20261129_000140 and 000161). */
function waysOf(state: SignalState): Ways<SignalSort> {
  return {
    own: { sort: 'executed', index: state },
    filters: { executed_by: `${state}_own`, executed_on: state, kind: `${state}_by_kind`, customer_id: 'customer' },
    walked: (sort) => (sort === 'customer' ? null : sort === 'kind' ? `${state}_by_kind` : state),
    keyOf: (sort) => (sort === 'kind' ? 'kind' : sort === 'executed' ? 'executed_on' : ''),
    dates: new Set(['executed_on']),
    isCovered: (index, keys) => index !== 'customer' && !keys.includes('customer_id') && !keys.includes('survey_id'),
  };
}

/** The rows in the order of their ids here, with the answers that each is of. */
async function readRows(q: Queryable, chosen: readonly Chosen[]): Promise<SignalRow[]> {
  const ids = chosen.map(({ id }) => id);
  if (ids.length === 0) return [];
  const among = dialectOf(q) === 'postgres' ? '= any(cast(? as integer[]))' : 'in (select value from json_each(?))';
  const list = dialectOf(q) === 'postgres' ? `{${ids.join()}}` : JSON.stringify(ids);
  const rows = await select<Omit<SignalRow, 'answers'>>(q, `${ROWS} where signals.id ${among}`, [list]);
  const answers = await listSignalAnswers(q, ids);
  const found = new Map(
    rows.map((row) => [row.id, { ...row, answers: answers.filter(({ signalId }) => signalId === row.id) }]),
  );
  return ids.flatMap((id) => found.get(id) ?? []);
}

/** All joins are left joins, so that SQLite starts from the signals. */
const ROWS = `select signals.id, signals.kind, signals.survey_id as "surveyId", signals.executed_on as "executedOn",
  signals.follow_up_id as "followUpId", signals.sale_cancelled_at as "saleCancelledAt",
  signals.dismissed_at as "dismissedAt", signals.reason, customers.name as "customerName",
  customers.city, coalesce(customers.phone1, customers.phone2, customers.phone3) as phone, sellers.name as "sellerName",
  products.name as "productName", executions.rule_name as "ruleName", operators.name as "operatorName",
  dismissers.name as "dismissedBy", owners.id as "ownerId", owners.name as "ownerName"
  from signals
  left join customers on customers.id = signals.customer_id
  left join products on products.id = signals.product_id
  left join users as sellers on sellers.id = signals.seller_id
  left join executions on executions.id = signals.execution_id
  left join users as operators on operators.id = signals.executed_by
  left join users as dismissers on dismissers.id = signals.dismissed_by
  left join follow_ups on follow_ups.id = signals.follow_up_id
  left join users as owners on owners.id = follow_ups.owner_id`;

/** One, if the scope (who asks) covers it. @throws NotFoundError otherwise */
export async function getSignalRow(q: Queryable, id: number, scope: Predicate): Promise<SignalRow> {
  const sql = `${ROWS} where signals.id = ? and ${scope.sql}`;
  const [row] = await select<Omit<SignalRow, 'answers'>>(q, sql, [id, ...scope.bindings]);
  return { ...found(row, 'signal', id), answers: await listSignalAnswers(q, [id]) };
}

/** The signals of a survey's standing execution, whatever became of them; `own` covers those that who asks works. */
export async function listSignalsOf(q: Queryable, surveyId: number, own: Predicate): Promise<SignalOfSurvey[]> {
  const rows = await select<Omit<SignalOfSurvey, 'his' | 'answers'> & { readonly his: number }>(
    q,
    `select signals.id, signals.kind, signals.follow_up_id as "followUpId", follow_ups.owner_id as "ownerId",
        signals.dismissed_at as "dismissedAt", signals.sale_cancelled_at as "saleCancelledAt", users.name as "dismissedBy", signals.reason,
        case when ${own.sql} then 1 else 0 end as his
      from signals left join users on users.id = signals.dismissed_by
        left join follow_ups on follow_ups.id = signals.follow_up_id where signals.survey_id = ? order by signals.kind`,
    [...own.bindings, surveyId],
  );
  const answers = await listSignalAnswers(
    q,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({
    ...row,
    his: row.his === 1,
    answers: answers.filter(({ signalId }) => signalId === row.id),
  }));
}

/** A signal as its survey's page tells it. */
export interface SignalOfSurvey extends SignalFacts {
  readonly id: number;
  readonly kind: Signal;
  /** Whose the follow-up is that was opened of it. */
  readonly ownerId: number | null;
  readonly dismissedBy: string | null;
  readonly reason: string;
  /** Whether who asks may dismiss it and take that back. */
  readonly his: boolean;
  readonly answers: readonly SignalAnswer[];
}

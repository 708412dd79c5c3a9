import { can } from '../domain/permissions.js';
import { SIGNAL_STATES, type SignalState } from '../domain/signal.js';
import type { Database } from './connection.js';
import { indexedBy, type Queryable } from './dialect.js';
import type { Page } from './key-paging.js';
import { type LongReads, readingAside } from './long-reads.js';
import { allOf, type Predicate } from './predicate.js';
import { indexToCountSignals, listSignals, type SignalListOptions, type SignalRow } from './signal-list.js';
import { hasSignalState, listedSignals, type SignalScope, signalsOf } from './signal-predicates.js';
import { type ReadRows, readingAt, select } from './statements.js';
import { rememberedUntilWritten } from './version-memo.js';

export type SignalCounts = Readonly<Record<SignalState, number>>;

/** So many are looked at between two requests. */
const AT_HAND = 20_000;

/**
 * The pages of the list of signals and its counters. Where very many wait, a company that never took any up, SQLite looks
 * through what a filter leaves of them in the thread for long reads, as through ended follow-ups (decision 0035).
 */
export class SignalReads {
  readonly #db: Pick<Database, 'dialect' | 'read'>;
  readonly #aside: ReadRows;
  readonly #atHand: number;

  constructor(db: Pick<Database, 'dialect' | 'read'>, reads: Pick<LongReads, 'all'>, atHand = AT_HAND) {
    this.#db = db;
    this.#atHand = atHand;
    this.#aside = readingAside(reads);
  }

  /** How many wait for the viewer, without any filter: the counter of the tab. */
  async waiting(viewer: SignalScope['viewer']): Promise<number> {
    return (await countSignals(this.#db.read, { viewer, filter: {} })).waiting;
  }

  async counts(scope: SignalScope): Promise<SignalCounts> {
    return countSignals(this.#db.read, scope, await this.#readerFor(scope));
  }

  /** One page of a list that has `count`, which is chosen by it how to find. */
  async page(scope: SignalScope, options: SignalListOptions & { count: number }): Promise<Page<SignalRow>> {
    if (options.count === 0) return { rows: [], previous: null, next: null };
    const where = await listedSignals(this.#db.read, scope);
    return listSignals(this.#db.read, where, options, await this.#readerFor(scope));
  }

  /** Undefined where it is read at hand. */
  async #readerFor({ viewer, filter }: SignalScope): Promise<ReadRows | undefined> {
    if (this.#db.dialect === 'postgres' || Object.keys(filter).length === 0) return undefined;
    const { waiting, dismissed } = await countSignals(this.#db.read, { viewer, filter: {} });
    return waiting + dismissed > this.#atHand ? this.#aside : undefined;
  }
}

/** How many of each state the filter leaves, kept until something is written that it looks at (decision 0013). */
export async function countSignals(
  q: Queryable,
  { viewer, filter }: Pick<SignalScope, 'viewer' | 'filter'>,
  read: ReadRows = readingAt(q),
): Promise<SignalCounts> {
  const remember = await rememberedUntilWritten(
    q,
    'signals',
    ...(filter.text === undefined ? [] : ['surveys' as const]),
  );
  const whose = can(viewer.role, 'seeEveryFollowUp') ? null : viewer.id;
  return remember(JSON.stringify(['signals', whose, filter]), async () => {
    const all = await signalsOf(q, { viewer, filter });
    const counted = SIGNAL_STATES.map((state) => countedBy(q, allOf([hasSignalState(state), all]), state));
    const [row] = await read<SignalCounts>(
      `select ${counted.map(({ sql }) => sql).join(', ')}`,
      counted.flatMap(({ bindings }) => bindings),
    );
    return { waiting: Number(row?.waiting ?? 0), dismissed: Number(row?.dismissed ?? 0) };
  });
}

/** How many a list shows, of a snapshot: nothing of it is kept. */
export async function countListedSignals(q: Queryable, where: Predicate): Promise<number> {
  let count = 0;
  for (const branch of where.branches ?? [where]) {
    const from = `signals ${indexedBy(q, 'signals', indexToCountSignals(branch))}`;
    const [row] = await select<{ n: number }>(
      q,
      `select count(*) as n from ${from} where ${branch.sql}`,
      branch.bindings,
    );
    count += Number(row?.n ?? 0);
  }
  return count;
}

/** One pass over the index that leaves the least of them. */
function countedBy(q: Queryable, where: Predicate, state: SignalState): Predicate {
  const from = `signals ${indexedBy(q, 'signals', indexToCountSignals(where))}`;
  return { sql: `(select count(*) from ${from} where ${where.sql}) as ${state}`, bindings: where.bindings };
}

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
import type { Topic } from './write-versions.js';

export type SignalCounts = Readonly<Record<SignalState, number>>;

/** So many are looked at between two requests. */
const AT_HAND = 20_000;

/**
 * The pages of the list of signals and its counters. Where there are very many, SQLite counts them, and looks through what a
 * filter leaves of them, in the thread for long reads, as through ended follow-ups (decision 0035).
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
    return (await countStates(this.#db.read, { viewer, filter: {} }, ['waiting'])).waiting;
  }

  async counts(scope: SignalScope): Promise<SignalCounts> {
    return countSignals(this.#db.read, scope, await this.#readerOfMany());
  }

  /** One page of a list that has `count`, which is chosen by it how to find. */
  async page(scope: SignalScope, options: SignalListOptions & { count: number }): Promise<Page<SignalRow>> {
    if (options.count === 0) return { rows: [], previous: null, next: null };
    const where = await listedSignals(this.#db.read, scope);
    const narrowed = Object.keys(scope.filter).length > 0;
    return listSignals(this.#db.read, where, options, narrowed ? await this.#readerOfMany() : undefined);
  }

  /** Undefined where it is read at hand; the last id says how many there are at most. */
  async #readerOfMany(): Promise<ReadRows | undefined> {
    if (this.#db.dialect === 'postgres') return undefined;
    const [row] = await select<{ last: number | null }>(this.#db.read, 'select max(id) as last from signals', []);
    return (row?.last ?? 0) > this.#atHand ? this.#aside : undefined;
  }
}

/** How many of each state the filter leaves, kept until something is written that it looks at (decision 0013). */
export function countSignals(
  q: Queryable,
  scope: Pick<SignalScope, 'viewer' | 'filter'>,
  read?: ReadRows,
): Promise<SignalCounts> {
  return countStates(q, scope, SIGNAL_STATES, read);
}

async function countStates<S extends SignalState>(
  q: Queryable,
  { viewer, filter }: Pick<SignalScope, 'viewer' | 'filter'>,
  states: readonly S[],
  read: ReadRows = readingAt(q),
): Promise<Record<S, number>> {
  const remember = await rememberedUntilWritten(q, ...topicsOf(filter));
  const whose = can(viewer.role, 'seeEveryFollowUp') ? null : viewer.id;
  return remember(JSON.stringify(['signals', states, whose, filter]), async () => {
    const all = await signalsOf(q, { viewer, filter });
    const counted = states.map((state) => countedBy(q, allOf([hasSignalState(state), all]), state));
    const [row] = await read<Record<S, number>>(
      `select ${counted.map(({ sql }) => sql).join(', ')}`,
      counted.flatMap(({ bindings }) => bindings),
    );
    return Object.fromEntries(states.map((state) => [state, Number(row?.[state] ?? 0)])) as Record<S, number>;
  });
}

/** Whose writes change what a filter leaves: what customers are found by, and which profile a product has, is of the surveys' topic. */
function topicsOf({ text, profileIds }: SignalScope['filter']): readonly Topic[] {
  return text === undefined && profileIds === undefined ? ['signals'] : ['signals', 'surveys'];
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

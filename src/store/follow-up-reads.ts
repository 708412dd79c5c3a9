import { ENDINGS, FOLLOW_UP_STATUSES } from '../domain/follow-up.js';
import { can } from '../domain/permissions.js';
import type { Database } from './connection.js';
import { countFollowUps, type FollowUpCounts, sumWon, topicsOf } from './follow-up-counts.js';
import {
  type FollowUpListOptions,
  type FollowUpRow,
  type FollowUpScope,
  listedFollowUps,
  listFollowUps,
} from './follow-up-list.js';
import { isIndexed } from './follow-up-order.js';
import { tallyOf } from './follow-up-tallies.js';
import type { Page } from './key-paging.js';
import { type LongReads, readingAside } from './long-reads.js';
import type { ReadRows } from './statements.js';
import { rememberedUntilWritten, rowsRememberedUntilWritten } from './version-memo.js';

/** So many ended follow-ups are looked at between two requests. */
const AT_HAND = 20_000;

/**
 * The pages of the list of follow-ups and their counters. On SQLite what may look at very many of those that ended is read
 * in the thread for long reads, so that it never holds up the server; PostgreSQL has processes of its own for that.
 */
export class FollowUpReads {
  readonly #db: Pick<Database, 'dialect' | 'read'>;
  readonly #aside: ReadRows;
  readonly #atHand: number;

  constructor(db: Pick<Database, 'dialect' | 'read'>, reads: Pick<LongReads, 'all'>, atHand = AT_HAND) {
    this.#db = db;
    this.#atHand = atHand;
    this.#aside = readingAside(reads);
  }

  async counts(scope: FollowUpScope): Promise<FollowUpCounts> {
    return countFollowUps(this.#db.read, scope, await this.#readerFor(scope));
  }

  /** One page of a list that has `count`, which is chosen by it how to find. */
  async page(scope: FollowUpScope, options: FollowUpListOptions & { count: number }): Promise<Page<FollowUpRow>> {
    if (options.count === 0) return { rows: [], previous: null, next: null };
    const where = await listedFollowUps(this.#db.read, scope);
    const reader = isUnnarrowed(scope) && isIndexed(options.sort) ? undefined : await this.#readerFor(scope);
    return listFollowUps(this.#db.read, where, options, reader && (await this.#remembering(scope, options, reader)));
  }

  /** What the list came to, in centavos, kept as counters are; null of a list that shows more than what was won. */
  async wonCents(scope: FollowUpScope): Promise<number | null> {
    if (scope.statuses.join() !== 'won') return null;
    const where = await listedFollowUps(this.#db.read, scope);
    const read = await this.#readerFor(scope);
    const remember = await rememberedUntilWritten(this.#db.read, ...topicsOf(scope));
    return remember(`won ${where.sql} ${JSON.stringify([where.bindings, where.branches])}`, () =>
      sumWon(this.#db.read, where, read),
    );
  }

  /** What took long to find is kept, as counters are, but not by names: what changes these is in none of its topics. */
  async #remembering(scope: FollowUpScope, { sort }: FollowUpListOptions, read: ReadRows): Promise<ReadRows> {
    if (!isIndexed(sort)) return read;
    const remember = await rowsRememberedUntilWritten(this.#db.read, ...topicsOf(scope));
    return (sql, bindings) => remember(`${sql} ${JSON.stringify(bindings)}`, () => read(sql, bindings));
  }

  /** Undefined where it is read at hand. */
  async #readerFor(scope: FollowUpScope): Promise<ReadRows | undefined> {
    if (this.#db.dialect === 'postgres') return undefined;
    return (await this.#countEnded(scope)) > this.#atHand ? this.#aside : undefined;
  }

  async #countEnded({ viewer }: FollowUpScope): Promise<number> {
    const q = this.#db.read;
    const remember = await rememberedUntilWritten(q, 'follow_ups');
    const key = `ended follow-ups ${can(viewer.role, 'seeEveryFollowUp') ? '' : viewer.id}`;
    return remember(key, async () => {
      const tally = await tallyOf(q, { viewer, filter: {} });
      return ENDINGS.reduce((sum, ending) => sum + (tally?.all[ending] ?? 0), 0);
    });
  }
}

/** Whether each index that is walked holds the list and nothing else: its page is cut from it at once. */
function isUnnarrowed({ viewer, tab, statuses, filter }: FollowUpScope): boolean {
  const open = FOLLOW_UP_STATUSES.filter((status) => status === 'open' || status === 'in-progress');
  const whole = [open, ENDINGS].every((some) =>
    [0, some.length].includes(some.filter((one) => statuses.includes(one)).length),
  );
  return whole && tab === 'all' && can(viewer.role, 'seeEveryFollowUp') && Object.keys(filter).length === 0;
}

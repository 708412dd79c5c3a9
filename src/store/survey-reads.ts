import type { Database } from './connection.js';
import type { Page } from './key-paging.js';
import { type LongReads, readingAside } from './long-reads.js';
import { type Hint, type Predicate, partWith } from './predicate.js';
import type { ReadRows } from './statements.js';
import { countEach } from './survey-counts.js';
import { listSurveys, type SurveyListOptions } from './survey-list.js';
import type { SurveyRow } from './survey-rows.js';

/**
 * The pages of lists of surveys and their counters. On SQLite what looks up answers, closures or extensions for very many
 * surveys is read in the thread for long reads, so that it never holds up the server; PostgreSQL has processes of its own
 * for that.
 */
export class SurveyReads {
  readonly #db: Pick<Database, 'dialect' | 'read'>;
  readonly #aside: ReadRows;

  constructor(db: Pick<Database, 'dialect' | 'read'>, reads: Pick<LongReads, 'all'>) {
    this.#db = db;
    this.#aside = readingAside(reads);
  }

  /** As `countEach` counts: what takes long apart from the others. */
  async counts<K extends string>(predicates: Readonly<Record<K, Predicate>>): Promise<Record<K, number>> {
    const those = (aside: boolean) =>
      Object.fromEntries(Object.entries<Predicate>(predicates).filter(([, where]) => this.#isAside(where) === aside));
    const q = this.#db.read;
    const [quick, long] = await Promise.all([countEach(q, those(false)), countEach(q, those(true), this.#aside)]);
    return { ...quick, ...long } as Record<K, number>;
  }

  /** As `listSurveys` lists. */
  page(where: Predicate, options: SurveyListOptions): Promise<Page<SurveyRow>> {
    return listSurveys(this.#db.read, where, options, this.#isAside(where) ? this.#aside : undefined);
  }

  #isAside(where: Predicate): boolean {
    return this.#db.dialect === 'sqlite' && partWith(where, looksUp) !== undefined;
  }
}

function looksUp(hint: Hint): hint is Extract<Hint, { looksUp: true }> {
  return 'looksUp' in hint;
}

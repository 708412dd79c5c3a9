import { Worker } from 'node:worker_threads';
import type { Database } from './connection.js';
import { dialectOf, type Queryable } from './dialect.js';
import { answering, type PiecedReading, PieceMemory, type Reading, type Table } from './pieced-readings.js';
import { type ReadRows, readingAt, select } from './statements.js';

/** What the thread is asked, and what it answers. */
export interface Asked {
  readonly id: number;
  readonly readings: readonly (Reading | PiecedReading)[];
}

export type Answered = { readonly id: number } & ({ readonly tables: readonly Table[] } | { readonly error: Error });

interface Waiting {
  resolve(tables: readonly Table[]): void;
  reject(error: Error): void;
}

/** Runs single statements as long reads. */
export function readingAside(reads: Pick<LongReads, 'all'>): ReadRows {
  return async <Row>(sql: string, bindings: Reading['bindings']) => {
    const [rows = []] = await reads.all([{ sql, bindings }]);
    return rows as readonly Row[];
  };
}

/** So many rows are counted between two requests. */
const AT_HAND = 20_000;

/** Runs them as long reads where a table has very many rows, and is on SQLite. */
export async function readingLarge(
  q: Queryable,
  reads: Pick<LongReads, 'all'>,
  table: 'sales' | 'customers',
  atHand = AT_HAND,
): Promise<ReadRows> {
  if (dialectOf(q) === 'postgres') return readingAt(q);
  const [row] = await select<{ last: number | null }>(q, `select max(id) as last from ${table}`);
  return (row?.last ?? 0) > atHand ? readingAside(reads) : readingAt(q);
}

/**
 * Reads that look at hundreds of thousands of rows. SQLite answers on the thread that asks, so these have a thread with a
 * connection of its own, which begins with the first of them and waits for the next (decision 0024); PostgreSQL has
 * processes of its own for that. All readings of one call see the database as it was in one moment.
 */
export class LongReads {
  readonly #db: Database;
  readonly #waiting = new Map<number, Waiting>();
  /** On SQLite the thread has its own. */
  readonly #memory = new PieceMemory();
  #worker: Worker | null = null;
  #last = 0;

  constructor(db: Database) {
    this.#db = db;
  }

  /** The rows of each reading, in their order. @throws what the database says */
  all(readings: readonly (Reading | PiecedReading)[]): Promise<readonly Table[]> {
    return this.#db.dialect === 'sqlite' ? this.#aside(readings) : this.#inOneMoment(readings);
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #inOneMoment(readings: readonly (Reading | PiecedReading)[]): Promise<readonly Table[]> {
    const snapshot = { isolationLevel: 'repeatable read', readOnly: true } as const;
    return this.#db.read.transaction(async (trx) => {
      const steps = answering(readings, this.#memory);
      let step = steps.next();
      while (!step.done) step = steps.next(await select<object>(trx, step.value.sql, step.value.bindings));
      return step.value;
    }, snapshot);
  }

  #aside(readings: readonly (Reading | PiecedReading)[]): Promise<readonly Table[]> {
    this.#worker ??= this.#begin();
    const worker = this.#worker;
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      worker.postMessage({ id, readings } satisfies Asked);
    });
  }

  #begin(): Worker {
    const resourceLimits = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 64 };
    const workerData = { dataDir: this.#db.dataDir };
    const worker = new Worker(new URL('./long-reads-worker.js', import.meta.url), { workerData, resourceLimits });
    // It must not keep a process alive that has nothing else to do.
    worker.unref();
    worker.on('message', (answer: Answered) => this.#settle(answer));
    worker.on('error', (error) => this.#fail(error));
    worker.on('exit', () => this.#fail(new Error('the thread for long reads has ended')));
    return worker;
  }

  #settle(answer: Answered): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if ('error' in answer) waiting?.reject(answer.error);
    else waiting?.resolve(answer.tables);
  }

  /** Whoever waits hears of it; who asks next begins a new one. */
  #fail(error: Error): void {
    this.#worker = null;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

import { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import type { SnapshotSource } from '../store/snapshot.js';
import type { FollowUpOrder } from './follow-up-table.js';
import type { SignalOrder } from './signal-table.js';
import type { SurveyOrder } from './survey-table.js';

export type ExportFormat = 'csv' | 'xlsx';

/** What the thread is told at its start. */
export interface ExportJob {
  readonly source: SnapshotSource;
  readonly order: SurveyOrder | FollowUpOrder | SignalOrder;
  readonly format: ExportFormat;
  /** More are refused; null is without limit. */
  readonly maxRows: number | null;
}

export type ToWorker = 'more';

export type FromWorker =
  | { readonly kind: 'too-many'; readonly count: number; readonly maxRows: number }
  | { readonly kind: 'started'; readonly count: number }
  | { readonly kind: 'chunk'; readonly bytes: Uint8Array }
  | { readonly kind: 'ended' };

/** An export that has begun, or why it has not: there are too many rows, or too many exports at once. */
export type Started =
  | { readonly kind: 'started'; readonly count: number; readonly file: Readable }
  | { readonly kind: 'too-many'; readonly count: number; readonly maxRows: number }
  | { readonly kind: 'busy' };

/** Runs exports in threads of their own (decision 11): a few at a time, none for longer than its reader reads. */
export class Exporter {
  readonly #running = new Set<Worker>();
  readonly #limits: { readonly atOnce: number; readonly stallMs: number };

  constructor(limits = { atOnce: 2, stallMs: 60_000 }) {
    this.#limits = limits;
  }

  /** Begins to write the file; what it holds is the database of this moment. @throws when it cannot be read */
  async start(job: ExportJob): Promise<Started> {
    if (this.#running.size >= this.#limits.atOnce) return { kind: 'busy' };
    const resourceLimits = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 64 };
    const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: job, resourceLimits });
    this.#running.add(worker);
    worker.once('exit', () => this.#running.delete(worker));
    const message = await firstMessage(worker).catch(async (error) => {
      await worker.terminate();
      throw error;
    });
    if (message.kind === 'started')
      return { kind: 'started', count: message.count, file: fileOf(worker, this.#limits.stallMs) };
    await worker.terminate();
    if (message.kind === 'too-many') return message;
    throw new Error(`an export began with ${message.kind}`);
  }

  /** Breaks off what is under way. */
  async close(): Promise<void> {
    await Promise.all([...this.#running].map((worker) => worker.terminate()));
  }
}

function firstMessage(worker: Worker): Promise<FromWorker> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the export was broken off')));
  });
}

/** Asks the thread for a piece whenever there is room for one, and ends it when nobody reads any more. */
function fileOf(worker: Worker, stallMs: number): Readable {
  let stalled: NodeJS.Timeout | undefined;
  const file = new Readable({
    highWaterMark: 256 * 1024,
    read() {
      clearTimeout(stalled);
      worker.postMessage('more' satisfies ToWorker);
    },
    destroy(error, done) {
      clearTimeout(stalled);
      void worker.terminate().then(() => done(error));
    },
  });
  // Whoever sends the file hears of it too; until then nobody does, and the server must not fall over it.
  file.on('error', () => undefined);
  let ended = false;
  worker.on('message', (message: FromWorker) => {
    if (message.kind === 'chunk' && !file.push(message.bytes)) {
      // The snapshot behind it holds up the clearing of the database's log: it is not kept for who left it standing.
      stalled = setTimeout(() => file.destroy(new Error('the reader of an export stood still')), stallMs);
    }
    if (message.kind !== 'ended') return;
    ended = true;
    file.push(null);
  });
  worker.once('error', (error) => file.destroy(error));
  worker.once('exit', () => {
    if (!ended) file.destroy(new Error('the export was broken off'));
  });
  return file;
}

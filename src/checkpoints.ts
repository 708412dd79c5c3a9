import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { sqliteFile } from './store/connection.js';

/** What carrying the log over needs of the server around it. */
export interface CheckpointParts {
  readonly dataDir: string;
  readonly log: { error(context: object, message: string): void };
}

/**
 * Carries the embedded database's log over into its file in a thread, for as long as the process runs (decision 27). Should
 * the thread fail, the writer does it himself once the log has grown long.
 */
export function startCheckpoints({ dataDir, log }: CheckpointParts): { stop(): Promise<void> } {
  const resourceLimits = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 64 };
  const worker = new Worker(new URL('./checkpoint-worker.js', import.meta.url), {
    workerData: { file: sqliteFile(dataDir) },
    resourceLimits,
  });
  const gone = once(worker, 'exit').catch(() => undefined);
  worker.once('error', (err) => log.error({ err }, 'the log of the database is carried over by its writer now'));
  // Not a reason to stay for a process that is to end.
  worker.unref();
  return {
    stop: async () => {
      worker.ref();
      worker.postMessage('stop');
      await gone;
    },
  };
}

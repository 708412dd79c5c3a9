import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import type { MeasuredServer } from '../drive/server.js';

/** What a piece of work did to the server that did it. */
export interface Watched {
  readonly ms: number;
  readonly longestBlockMs: number;
  /** The highest memory use over the one before, in MB of 2^20 bytes. */
  readonly memoryMb: number;
}

const EVERY_MS = 50;

/** Does the work while the server's memory and event loop are watched. */
export async function watched(server: MeasuredServer, work: () => Promise<void>): Promise<Watched> {
  const idle = await server.probe();
  const started = performance.now();
  let [highest, longestBlockMs, done] = [idle.rssBytes, 0, false];
  const over = work().finally(() => {
    done = true;
  });
  // Who fails is thrown below, once the watching has ended.
  over.catch(() => undefined);
  while (!done) {
    await Promise.race([pause(EVERY_MS), over.catch(() => undefined)]);
    const probe = await server.probe();
    highest = Math.max(highest, probe.rssBytes);
    longestBlockMs = Math.max(longestBlockMs, probe.longestBlockMs);
  }
  await over;
  return { ms: performance.now() - started, longestBlockMs, memoryMb: (highest - idle.rssBytes) / 2 ** 20 };
}

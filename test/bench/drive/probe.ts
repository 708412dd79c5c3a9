import { monitorEventLoopDelay } from 'node:perf_hooks';

// Loaded into the measured server besides its own code (`node --import`): answers what the process used, when asked.

/** What a process says of itself. */
export interface Probe {
  /** Of user and system since it started, in milliseconds. */
  readonly cpuMs: number;
  readonly rssBytes: number;
  /** Since the last time it was asked. */
  readonly longestBlockMs: number;
}

const RESOLUTION_MS = 2;

const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });

process.on('message', () => {
  // What is measured is the time from one tick of the timer to the next, the wanted one included.
  const longestBlockMs = Math.max(0, delay.max / 1e6 - RESOLUTION_MS);
  const { user, system } = process.cpuUsage();
  const probe: Probe = { cpuMs: (user + system) / 1000, rssBytes: process.memoryUsage.rss(), longestBlockMs };
  delay.reset();
  delay.enable();
  process.send?.(probe);
});
// Whoever measures is gone: nobody would stop us.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
// The channel alone is no reason to stay.
process.channel?.unref();

import { setTimeout as pause } from 'node:timers/promises';
import { applyConfiguration } from './actions/apply-configuration.js';
import { bulkFollowUps } from './actions/bulk-follow-ups.js';
import { bulkSignals } from './actions/bulk-signals.js';
import { bulkSurveys } from './actions/bulk-surveys.js';
import { breathe } from './actions/in-turns.js';
import { type JobKind, runJobStep } from './actions/run-job.js';
import type { Clock } from './clock.js';
import { dateAt } from './domain/civil-date.js';
import type { Database } from './store/connection.js';
import { anyJobEndedBefore, anyJobRuns, forgetOldJob } from './store/jobs.js';

/** Every kind of long work. */
export const JOB_KINDS: readonly JobKind[] = [bulkSurveys, bulkFollowUps, bulkSignals, applyConfiguration];

/** How long a runner without work waits before it looks again, in milliseconds. */
const IDLE = 500;
const DAY = 86_400_000;
/** How long what a job did can be looked up. */
const KEPT_DAYS = 30;
/** How many records of an old job are forgotten at once. */
const FORGOTTEN_AT_ONCE = 2000;

/** What the runner needs of the server around it. */
export interface RunnerParts {
  readonly db: Database;
  readonly clock: Clock;
  timeZone(): Promise<string>;
  readonly log: { error(context: object, message: string): void };
}

/** Does everything that waits to be done, each running job a chunk in turn, and forgets what is old; then returns. */
export async function runJobs(parts: RunnerParts, stopped: () => boolean = () => false): Promise<void> {
  let last = 0;
  while (!stopped() && (await anyJobRuns(parts.db.read))) {
    const [now, zone] = [parts.clock.now(), await parts.timeZone()];
    const step = { db: parts.db, kinds: JOB_KINDS, now, today: dateAt(now, zone) };
    const done =
      (await runJobStep(step, { after: last })) ?? (last === 0 ? null : await runJobStep(step, { after: 0 }));
    // Other processes are at all of them.
    if (done === null) return;
    last = done.jobId;
    if (done.error !== undefined) parts.log.error({ err: done.error, job: done.jobId }, 'a chunk of a job failed');
    await breathe();
  }
  const before = parts.clock.now() - KEPT_DAYS * DAY;
  while (!stopped() && (await anyJobEndedBefore(parts.db.read, before))) {
    await parts.db.transaction((trx) => forgetOldJob(trx, before, FORGOTTEN_AT_ONCE));
    await breathe();
  }
}

/** Keeps doing what waits until it is stopped; `stop` waits for the chunk that is under way. */
export function startJobRunner(parts: RunnerParts): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const look = async () => {
    while (!signal.aborted) {
      await runJobs(parts, () => signal.aborted).catch((err) => parts.log.error({ err }, 'jobs wait: no database'));
      // Not a reason to stay for a process that is to end.
      await pause(IDLE, undefined, { signal, ref: false }).catch(() => undefined);
    }
  };
  const looking = look();
  return {
    stop: () => {
      stopping.abort();
      return looking;
    },
  };
}

import type { CivilDate } from '../domain/civil-date.js';
import { type Capability, can } from '../domain/permissions.js';
import type { Database } from '../store/connection.js';
import { isBusy, type Queryable } from '../store/dialect.js';
import { enlisted } from '../store/enlisted.js';
import { countFailure, type Job, type JobProgress, type SkippedCounts, saveProgress, takeJob } from '../store/jobs.js';
import { findUser } from '../store/users.js';
import type { ActionContext } from './context.js';
import { keptInput } from './kept-input.js';

/** What one chunk did. */
export interface Chunk {
  /** Where the next chunk goes on, as JSON; `finished` after the last. */
  readonly cursor: unknown;
  readonly finished: boolean;
  /** How many records the whole job visits, once that is known better than when it began. */
  readonly total?: number;
  readonly done: number;
  readonly skipped: SkippedCounts;
}

/** A kind of long work. */
export interface JobKind {
  readonly kind: string;
  /** What who started it must be able to do, at every chunk. */
  readonly needs: Capability;
  /**
   * Does the next piece, in the transaction that also commits the cursor: so each piece is done exactly once, whatever
   * dies in between. Short: other writers wait for it. `context` acts as who started the job, on the day of the chunk.
   */
  chunk(trx: Queryable, context: ActionContext, job: Job): Promise<Chunk>;
}

/** What a step is done with; `now` and `today` are of the moment of the step, not of the job's beginning. */
export interface StepParts {
  readonly db: Database;
  readonly kinds: readonly JobKind[];
  readonly now: number;
  readonly today: CivilDate;
}

/** A step that was tried: of which job, and what went wrong, if something did. */
export interface Step {
  readonly jobId: number;
  readonly error?: unknown;
}

/** How often in a row a chunk may fail before its job is given up. */
const MOST_FAILURES = 3;

/** Does one chunk of a running job that nobody else is at; null when there is none. A failing chunk leaves no trace but its count. */
export async function runJobStep(
  parts: StepParts,
  which: { readonly id: number } | { readonly after: number },
): Promise<Step | null> {
  const { db, now } = parts;
  const taken: { job: Job | null } = { job: null };
  try {
    await db.transaction(async (trx) => {
      const job = await takeJob(trx, which);
      taken.job = job;
      if (job !== null) await saveProgress(trx, job.id, await progressOf(enlisted(trx), parts, job), now);
    });
    return taken.job === null ? null : { jobId: taken.job.id };
  } catch (error) {
    const { job } = taken;
    // A database that is busy or away is no fault of the job.
    if (job === null || isBusy(error)) throw error;
    await db.transaction((trx) => countFailure(trx, { id: job.id, kept: keptInput(job) }, MOST_FAILURES, now));
    return { jobId: job.id, error };
  }
}

async function progressOf(db: Database, parts: StepParts, job: Job): Promise<JobProgress> {
  const kind = parts.kinds.find((one) => one.kind === job.kind);
  if (kind === undefined) throw new Error(`no job is called ${job.kind}`);
  const actor = await findUser(db.read, job.createdBy.id);
  const { cursor, total, done, skipped } = job;
  if (!actor?.hasAccess || !can(actor.role, kind.needs))
    return { state: 'stopped', cursor, total, done, skipped, input: keptInput(job) };
  const { id, role } = actor;
  const context = {
    db,
    actor: { id, role },
    origin: 'web',
    jobId: job.id,
    now: parts.now,
    today: parts.today,
  } as const;
  const chunk = await kind.chunk(db.read, context, job);
  return {
    state: chunk.finished ? 'done' : 'running',
    cursor: chunk.cursor,
    total: chunk.total ?? total,
    done: done + chunk.done,
    skipped: added(skipped, chunk.skipped),
    ...(chunk.finished && { input: keptInput(job) }),
  };
}

function added(counts: SkippedCounts, more: SkippedCounts): SkippedCounts {
  const sum: Record<string, number> = { ...counts };
  for (const [reason, count] of Object.entries(more)) sum[reason] = (sum[reason] ?? 0) + count;
  return sum;
}

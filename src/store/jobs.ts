import { dialectOf, type Queryable } from './dialect.js';
import { found } from './not-found.js';

/**
 * running: not at its end yet, whether or not a process is at it now. done: went through everything. cancelled: somebody
 * stopped it. stopped: who started it may not do so any more. failed: a chunk failed again and again, which is a bug.
 * Whatever its end, what its chunks did stays done.
 */
export const JOB_STATES = ['running', 'done', 'cancelled', 'stopped', 'failed'] as const;

export type JobState = (typeof JOB_STATES)[number];

/** How many were skipped, by reason. */
export type SkippedCounts = Readonly<Record<string, number>>;

/** Long work that is done chunk by chunk. */
export interface Job {
  readonly id: number;
  readonly kind: string;
  /** What it is asked to do; its kind knows the shape. */
  readonly input: unknown;
  readonly state: JobState;
  /** How far it came; its kind knows the shape. Null before the first chunk. */
  readonly cursor: unknown;
  /** How many records it has to visit, as far as is known. */
  readonly total: number;
  readonly done: number;
  readonly skipped: SkippedCounts;
  readonly createdBy: { readonly id: number; readonly name: string };
  /** UTC epoch milliseconds. */
  readonly createdAt: number;
  readonly finishedAt: number | null;
}

export interface NewJob {
  readonly kind: string;
  readonly input: unknown;
  readonly total: number;
  readonly createdBy: number;
  /** The one-time key of the form that asked for it. */
  readonly formKey: string;
}

/** Adds the job; of several with the same form key only the first is added, and the others get its id. */
export async function insertJob(
  trx: Queryable,
  job: NewJob,
  now: number,
): Promise<{ readonly id: number; readonly added: boolean }> {
  const [row] = await trx('jobs')
    .insert({
      kind: job.kind,
      input: JSON.stringify(job.input),
      total: job.total,
      created_by: job.createdBy,
      created_at: now,
      form_key: job.formKey,
    })
    .onConflict('form_key')
    .ignore()
    .returning('id');
  if (row !== undefined) return { id: row.id, added: true };
  return { id: (await trx('jobs').where({ form_key: job.formKey }).first('id')).id, added: false };
}

/** The job, if `owner` started it; null sees those of everybody. @throws NotFoundError */
export async function getJob(q: Queryable, id: number, owner: number | null): Promise<Job> {
  return toJob(found(await selectJobs(q, owner).where('jobs.id', id).first(), 'job', id));
}

/** The latest jobs of a kind before `before`, the latest first; `owner` as in `getJob`. */
export async function listJobs(
  q: Queryable,
  kind: string,
  { owner, before, size }: { readonly owner: number | null; readonly before: number | null; readonly size: number },
): Promise<Job[]> {
  const query = selectJobs(q, owner).where('jobs.kind', kind).orderBy('jobs.id', 'desc').limit(size);
  if (before !== null) query.where('jobs.id', '<', before);
  return (await query).map(toJob);
}

/** Whether any job waits to be gone on with. */
export async function anyJobRuns(q: Queryable): Promise<boolean> {
  return (await q('jobs').whereRaw("state = 'running'").first('id')) !== undefined;
}

/** As `getJob`, of that kind only. @throws NotFoundError */
export async function getJobOf(q: Queryable, kind: string, id: number, owner: number | null): Promise<Job> {
  const job = await getJob(q, id, owner);
  return found(job.kind === kind ? job : undefined, 'job', id);
}

/** A job of that kind that is not at its end, or null. */
export async function findRunningJob(q: Queryable, kind: string): Promise<Job | null> {
  const row = await selectJobs(q, null).where('jobs.kind', kind).whereRaw("jobs.state = 'running'").first();
  return row === undefined ? null : toJob(row);
}

/** The job that a form key started, or null. */
export async function findJobByKey(q: Queryable, formKey: string): Promise<Job | null> {
  const row = await selectJobs(q, null).where('jobs.form_key', formKey).first();
  return row === undefined ? null : toJob(row);
}

/**
 * Takes a running job until the transaction ends: the one with that id, or the first after an id. Null when there is none
 * that nobody else is at. A process that dies lets go of it with its transaction, which leaves nothing half done.
 */
export async function takeJob(
  trx: Queryable,
  which: { readonly id: number } | { readonly after: number },
): Promise<Job | null> {
  const query = trx('jobs').whereRaw("state = 'running'").orderBy('id').limit(1);
  if ('id' in which) query.where({ id: which.id });
  else query.where('id', '>', which.after);
  // SQLite has one writer: whoever is in a transaction is alone.
  if (dialectOf(trx) === 'postgres') query.forUpdate().skipLocked();
  const row = await query.first('id');
  return row === undefined ? null : getJob(trx, row.id, null);
}

/** Where a chunk left its job. */
export interface JobProgress {
  readonly state: JobState;
  readonly cursor: unknown;
  readonly total: number;
  readonly done: number;
  readonly skipped: SkippedCounts;
  /** What an ended job keeps of its input; left out while it runs. */
  readonly input?: unknown;
}

/** Writes how far a job came, in the transaction of the chunk that brought it there. */
export async function saveProgress(trx: Queryable, id: number, progress: JobProgress, now: number): Promise<void> {
  await trx('jobs')
    .where({ id })
    .update({
      state: progress.state,
      ...(progress.input !== undefined && { input: JSON.stringify(progress.input) }),
      cursor: JSON.stringify(progress.cursor),
      total: progress.total,
      done: progress.done,
      skipped: JSON.stringify(progress.skipped),
      failures: 0,
      finished_at: progress.state === 'running' ? null : now,
    });
}

/** Counts a chunk that failed and was rolled back; after `most` in a row the job has failed, and its input is `kept`. */
export async function countFailure(
  trx: Queryable,
  { id, kept }: { readonly id: number; readonly kept: unknown },
  most: number,
  now: number,
): Promise<void> {
  await trx('jobs').where({ id }).increment('failures', 1);
  await trx('jobs')
    .where({ id, state: 'running' })
    .where('failures', '>=', most)
    .update({ state: 'failed', finished_at: now, input: JSON.stringify(kept) });
}

/**
 * Ends a running job where it stands, with `kept` as its input; false when it is at its end already. Waits for the chunk
 * that is under way.
 */
export async function cancelJob(
  trx: Queryable,
  { id, kept }: { readonly id: number; readonly kept: unknown },
  now: number,
): Promise<boolean> {
  const ended = { state: 'cancelled', finished_at: now, input: JSON.stringify(kept) };
  return (await trx('jobs').where({ id, state: 'running' }).update(ended)) === 1;
}

/** Whether a job ended before an instant, and is still remembered. */
export async function anyJobEndedBefore(q: Queryable, before: number): Promise<boolean> {
  return (await q('jobs').where('finished_at', '<', before).first('id')) !== undefined;
}

/** Forgets the oldest job that ended before an instant, at most `most` of its records at a time. The audit keeps what it did. */
export async function forgetOldJob(trx: Queryable, before: number, most: number): Promise<void> {
  const job = await trx('jobs').where('finished_at', '<', before).orderBy(['finished_at', 'id']).first('id');
  if (job === undefined) return;
  const items = trx('job_items').where({ job_id: job.id }).select('item_id').limit(most);
  const deleted = await trx('job_items').where({ job_id: job.id }).whereIn('item_id', items).delete();
  if (deleted < most) await trx('jobs').where({ id: job.id }).delete();
}

function selectJobs(q: Queryable, owner: number | null) {
  const query = q('jobs').join('users', 'users.id', 'jobs.created_by').select('jobs.*', 'users.name as user_name');
  return owner === null ? query : query.where('jobs.created_by', owner);
}

interface JobRow {
  id: number;
  kind: string;
  input: string;
  state: JobState;
  cursor: string | null;
  total: number;
  done: number;
  skipped: string;
  created_by: number;
  user_name: string;
  created_at: number;
  finished_at: number | null;
}

function toJob(row: JobRow): Job {
  return {
    id: row.id,
    kind: row.kind,
    input: JSON.parse(row.input),
    state: row.state,
    cursor: row.cursor === null ? null : JSON.parse(row.cursor),
    total: row.total,
    done: row.done,
    skipped: JSON.parse(row.skipped),
    createdBy: { id: row.created_by, name: row.user_name },
    createdAt: row.created_at,
    finishedAt: row.finished_at,
  };
}

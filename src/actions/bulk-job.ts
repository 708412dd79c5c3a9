import type { Capability } from '../domain/permissions.js';
import type { Queryable } from '../store/dialect.js';
import { addJobItems, countJobItems, markSkipped, nextJobItems } from '../store/job-items.js';
import type { Job } from '../store/jobs.js';
import type { Outcomes } from './change-surveys.js';
import type { ActionContext } from './context.js';
import type { Chunk, JobKind } from './run-job.js';

/** The records that were chosen: one by one, or all that a list holds. */
export type Selection<Listed> =
  | { readonly kind: 'ids'; readonly ids: readonly number[] }
  | { readonly kind: 'listed'; readonly listed: Listed };

/** What a bulk job is asked to do. */
export interface BulkInput<Action, Listed> {
  readonly action: Action;
  readonly selection: Selection<Listed>;
  /** The list that it was asked from, to go back to. */
  readonly backHref: string;
}

/** Records with many of which something can be done at once: those of a list, and what is done with them. */
export interface BulkRecords<Action, Listed, Key> {
  readonly kind: string;
  readonly needs: Capability;
  /** The next records of the list, and where it goes on; null after the last. Each comes once, while nobody moves it. */
  walk(
    q: Queryable,
    listed: Listed,
    key: Key | null,
    size: number,
  ): Promise<{ ids: readonly number[]; next: Key | null }>;
  /** Which of them the list still holds. */
  stillListed(q: Queryable, listed: Listed, ids: readonly number[]): Promise<ReadonlySet<number>>;
  /** Does it with those that allow it; why it leaves the others is in the outcomes, and those that are gone are not. */
  change(trx: Queryable, context: ActionContext, ids: readonly number[], action: Action): Promise<Outcomes<string>>;
}

/** First the records are noted as they are listed, then they are changed in the order of their ids. */
type Cursor<Key> =
  | { readonly step: 'note'; readonly key: Key | null }
  | { readonly step: 'change'; readonly after: number };

/** How many records one chunk notes, and how many it changes. */
export interface Portions {
  readonly noted: number;
  readonly changed: number;
}

export const CHANGED_AT_ONCE = 100;

/** None of them takes longer than a blink. */
export const SHORT: Portions = { noted: 500, changed: CHANGED_AT_ONCE };

/**
 * Does something with many records (SPEC 6). They are noted first, so that each is visited once whatever the action does to
 * the list; one that left the list meanwhile is left as it is.
 */
export function bulkJob<Action, Listed, Key>(
  records: BulkRecords<Action, Listed, Key>,
  portions: Portions = SHORT,
): JobKind {
  return {
    kind: records.kind,
    needs: records.needs,
    async chunk(trx, context, job) {
      const { selection } = job.input as BulkInput<Action, Listed>;
      const cursor = (job.cursor ?? { step: 'note', key: null }) as Cursor<Key>;
      if (cursor.step === 'change') return changeSome(records, trx, context, job, cursor.after, portions.changed);
      const key = await noteSome(records, trx, job.id, selection, cursor.key, portions.noted);
      if (key !== null) return { cursor: { step: 'note', key }, finished: false, done: 0, skipped: {} };
      const total = await countJobItems(trx, job.id);
      return { ...(await changeSome(records, trx, context, job, 0, portions.changed)), total };
    },
  };
}

/** Notes the next records; null after the last. */
async function noteSome<Action, Listed, Key>(
  records: BulkRecords<Action, Listed, Key>,
  trx: Queryable,
  jobId: number,
  selection: Selection<Listed>,
  key: Key | null,
  size: number,
): Promise<Key | null> {
  if (selection.kind === 'ids') {
    await addJobItems(trx, jobId, selection.ids);
    return null;
  }
  const { ids, next } = await records.walk(trx, selection.listed, key, size);
  await addJobItems(trx, jobId, ids);
  return next;
}

async function changeSome<Action, Listed, Key>(
  records: BulkRecords<Action, Listed, Key>,
  trx: Queryable,
  context: ActionContext,
  job: Job,
  after: number,
  size: number,
): Promise<Chunk> {
  const { action, selection } = job.input as BulkInput<Action, Listed>;
  const ids = await nextJobItems(trx, job.id, after, size);
  const listed = selection.kind === 'ids' ? new Set(ids) : await records.stillListed(trx, selection.listed, ids);
  const still = ids.filter((id) => listed.has(id));
  const outcomes = await records.change(trx, context, still, action);
  const skipped = new Map<string, number[]>();
  for (const id of ids) {
    const reason = !listed.has(id) ? 'left-list' : outcomes.has(id) ? (outcomes.get(id) ?? null) : 'gone';
    if (reason !== null) skipped.set(reason, [...(skipped.get(reason) ?? []), id]);
  }
  await markSkipped(trx, job.id, skipped);
  const counts = Object.fromEntries([...skipped].map(([reason, some]) => [reason, some.length]));
  const left = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return {
    cursor: { step: 'change', after: ids.at(-1) ?? after },
    finished: ids.length < size,
    done: ids.length - left,
    skipped: counts,
  };
}

import type { BulkAction, SkipReason } from '../domain/bulk.js';
import type { Queryable } from '../store/dialect.js';
import { addJobItems, countJobItems, markSkipped, nextJobItems } from '../store/job-items.js';
import type { Job } from '../store/jobs.js';
import { type Listed, stillListed, type WalkKey, walkListed } from '../store/selected-surveys.js';
import type { Outcomes } from './change-surveys.js';
import { closeSurveysIn } from './close-survey.js';
import type { ActionContext } from './context.js';
import { extendSurveysIn } from './extend-survey.js';
import { reassignSurveysIn, takeSurveysBackIn } from './reassign-survey.js';
import { releaseSurveysIn } from './release-claim.js';
import { reopenSurveysIn } from './reopen-survey.js';
import type { Chunk, JobKind } from './run-job.js';

/** The surveys that were chosen: one by one, or all that a panel lists. */
export type Selection =
  | { readonly kind: 'ids'; readonly ids: readonly number[] }
  | { readonly kind: 'listed'; readonly listed: Listed };

/** What a bulk job is asked to do. */
export interface BulkInput {
  readonly action: BulkAction;
  readonly selection: Selection;
  /** The panel that it was asked from, to go back to. */
  readonly backHref: string;
}

/** First the surveys are noted as they are listed, then they are changed in the order of their ids. */
type Cursor =
  | { readonly step: 'note'; readonly key: WalkKey | null }
  | { readonly step: 'change'; readonly after: number };

/** How many surveys one chunk notes, and how many it changes. */
interface Portions {
  readonly noted: number;
  readonly changed: number;
}

export const CHANGED_AT_ONCE = 100;

/**
 * Does one of the managers' actions with many surveys (SPEC 6). They are noted first, so that each is visited once whatever
 * the action does to the list; one that left the list meanwhile is left as it is.
 */
export function bulkSurveysBy(portions: Portions): JobKind {
  return {
    kind: 'bulk-surveys',
    needs: 'manageSurveys',
    async chunk(trx, context, job) {
      const { selection } = job.input as BulkInput;
      const cursor = (job.cursor ?? { step: 'note', key: null }) as Cursor;
      if (cursor.step === 'change') return changeSome(trx, context, job, cursor.after, portions.changed);
      const key = await noteSome(trx, job.id, selection, cursor.key, portions.noted);
      if (key !== null) return { cursor: { step: 'note', key }, finished: false, done: 0, skipped: {} };
      const total = await countJobItems(trx, job.id);
      return { ...(await changeSome(trx, context, job, 0, portions.changed)), total };
    },
  };
}

/** In portions that none of takes longer than a blink. */
export const bulkSurveys = bulkSurveysBy({ noted: 500, changed: CHANGED_AT_ONCE });

/** Notes the next surveys; null after the last. */
async function noteSome(
  trx: Queryable,
  jobId: number,
  selection: Selection,
  key: WalkKey | null,
  size: number,
): Promise<WalkKey | null> {
  if (selection.kind === 'ids') {
    await addJobItems(trx, jobId, selection.ids);
    return null;
  }
  const { surveys, next } = await walkListed(trx, selection.listed, key, size);
  await addJobItems(
    trx,
    jobId,
    surveys.map(({ id }) => id),
  );
  return next;
}

async function changeSome(
  trx: Queryable,
  context: ActionContext,
  job: Job,
  after: number,
  size: number,
): Promise<Chunk> {
  const { action, selection } = job.input as BulkInput;
  const ids = await nextJobItems(trx, job.id, after, size);
  const listed = selection.kind === 'ids' ? new Set(ids) : await stillListed(trx, selection.listed, ids);
  const outcomes = await change(
    trx,
    context,
    ids.filter((id) => listed.has(id)),
    action,
  );
  const skipped = new Map<SkipReason, number[]>();
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

function change(
  trx: Queryable,
  context: ActionContext,
  ids: readonly number[],
  action: BulkAction,
): Promise<Outcomes<SkipReason>> {
  switch (action.verb) {
    case 'extend':
      return extendSurveysIn(trx, context, ids, action);
    case 'close':
      return closeSurveysIn(trx, context, ids, action);
    case 'reassign':
      return reassignSurveysIn(trx, context, ids, action);
    case 'take-back':
      return takeSurveysBackIn(trx, context, ids);
    case 'release':
      return releaseSurveysIn(trx, context, ids);
    case 'reopen':
      return reopenSurveysIn(trx, context, ids, action);
  }
}

import { type BulkOutline, NO_OUTLINE, outlined } from '../domain/bulk.js';
import type { FieldErrors } from '../domain/result.js';
import { refusalOfSignal, type SignalAction } from '../domain/signal.js';
import type { Queryable } from '../store/dialect.js';
import { allOf } from '../store/predicate.js';
import { type SignalWalkKey, walkSignals } from '../store/signal-list.js';
import { listedSignals, mayTakeUp, type SignalScope } from '../store/signal-predicates.js';
import { findSignals } from '../store/signals.js';
import * as bulk from './bulk-job.js';
import { changeSignals } from './change-signals.js';
import type { ActionContext } from './context.js';
import { breathe } from './in-turns.js';
import { canFollowNow } from './open-follow-up.js';

/** The signals that were chosen: one by one, or all that a list shows. */
export type SignalSelection = bulk.Selection<SignalScope>;

const SIGNALS: bulk.BulkRecords<SignalAction, SignalScope, SignalWalkKey> = {
  kind: 'bulk-signals',
  /** Everybody works those of the surveys that he ran. */
  needs: 'runSurveys',
  walk: async (q, listed, key, size) => walkSignals(q, await listedSignals(q, listed), key, size),
  stillListed: async (q, listed, ids) =>
    new Set((await findSignals(q, ids, await listedSignals(q, listed))).map(({ id }) => id)),
  change: changeSignals,
};

/** Does the same with many signals, in chunks; what a chunk finds in another state is left and said why. */
export const bulkSignals = bulk.bulkJob(SIGNALS, { noted: 500, changed: 50 });

/** What is wrong with the form of an action that its validation cannot know; the job looks again at each chunk. */
export async function faultsOfSignalBulk(q: Queryable, action: SignalAction): Promise<FieldErrors> {
  if (action.verb !== 'open' || (await canFollowNow(q, action.ownerId))) return [];
  return [{ field: 'ownerId', message: 'inactive' }];
}

/** How many signals are looked at before other requests have their turn. */
const AT_ONCE = 250;

/** With how many signals an action would be done and how many it would leave as they are, and why; nothing is written. */
export async function previewSignals(
  { db, actor }: Pick<ActionContext, 'db' | 'actor'>,
  selection: SignalSelection,
  { verb }: SignalAction,
): Promise<BulkOutline> {
  const scope = mayTakeUp(actor);
  if (selection.kind === 'ids') {
    const found = await findSignals(db.read, selection.ids, scope);
    const gone = Array.from({ length: selection.ids.length - found.length }, () => 'gone');
    return outlined(NO_OUTLINE, [...found.map((one) => refusalOfSignal(verb, one)), ...gone]);
  }
  const where = allOf([await listedSignals(db.read, selection.listed), scope]);
  let [outline, key]: [BulkOutline, SignalWalkKey | null] = [NO_OUTLINE, null];
  do {
    const page: Awaited<ReturnType<typeof walkSignals>> = await walkSignals(db.read, where, key, AT_ONCE);
    const found = await findSignals(db.read, page.ids, scope);
    outline = outlined(
      outline,
      found.map((one) => refusalOfSignal(verb, one)),
    );
    key = page.next;
    await breathe();
  } while (key !== null);
  return outline;
}

import { type BulkOutline, NO_OUTLINE, outlined } from '../domain/bulk.js';
import { type FollowUpBulkAction, type FollowUpSkip, refusalInBulk } from '../domain/follow-up-bulk.js';
import type { FieldErrors } from '../domain/result.js';
import type { Queryable } from '../store/dialect.js';
import { type FollowUpScope, listedFollowUps } from '../store/follow-up-list.js';
import { mayFollow } from '../store/follow-up-predicates.js';
import { lockFollowUps } from '../store/follow-ups.js';
import { type FollowUpWalkKey, findFollowUps, stillMatching, walkFollowUps } from '../store/selected-follow-ups.js';
import * as bulk from './bulk-job.js';
import { changeHeld, endingChange, type FollowUpAction } from './change-follow-ups.js';
import type { Outcomes } from './change-surveys.js';
import type { ActionContext } from './context.js';
import { breathe } from './in-turns.js';
import { canFollow, canFollowNow } from './open-follow-up.js';

/** The follow-ups that were chosen: one by one, or all that a list shows. */
export type FollowUpSelection = bulk.Selection<FollowUpScope>;

const FOLLOW_UPS: bulk.BulkRecords<FollowUpBulkAction, FollowUpScope, FollowUpWalkKey> = {
  kind: 'bulk-follow-ups',
  /** Everybody works those that he owns. */
  needs: 'runSurveys',
  walk: async (q, listed, key, size) => walkFollowUps(q, await listedFollowUps(q, listed), key, size),
  stillListed: async (q, listed, ids) => stillMatching(q, await listedFollowUps(q, listed), ids),
  change,
};

/** Does the same with many follow-ups, in chunks; what a chunk finds in another state is left and said why. */
export const bulkFollowUps = bulk.bulkJob(FOLLOW_UPS);

async function change(
  trx: Queryable,
  context: ActionContext,
  ids: readonly number[],
  action: FollowUpBulkAction,
): Promise<Outcomes<FollowUpSkip>> {
  // Whoever is to have them is held before they are, as everywhere; what is not the actor's to work gets no outcome.
  const owned = action.verb !== 'assign' || (await canFollow(trx, action.ownerId));
  const held = await lockFollowUps(trx, ids, mayFollow(context.actor));
  const outcomes = new Map(held.map((one) => [one.id, refusalInBulk(action, one) ?? (owned ? null : 'owner-gone')]));
  const possible = held.filter(({ id }) => outcomes.get(id) === null);
  await changeHeld(trx, context, possible, changeOf(context, action));
  return outcomes;
}

function changeOf(context: ActionContext, action: FollowUpBulkAction): FollowUpAction {
  switch (action.verb) {
    case 'assign':
      return { verb: action.verb, change: { ownerId: action.ownerId } };
    case 'postpone':
      return { verb: action.verb, change: { dueOn: action.dueOn } };
    case 'discard':
      return { verb: action.verb, change: endingChange(context, action.verb, action.ending) };
  }
}

/** What is wrong with the form of an action that its validation cannot know; the job looks again at each chunk. */
export async function faultsOfFollowUpBulk(q: Queryable, action: FollowUpBulkAction): Promise<FieldErrors> {
  if (action.verb !== 'assign' || (await canFollowNow(q, action.ownerId))) return [];
  return [{ field: 'ownerId', message: 'inactive' }];
}

/** How many follow-ups are looked at before other requests have their turn. */
const AT_ONCE = 250;

/** With how many follow-ups an action would be done and how many it would leave as they are, and why; nothing is written. */
export async function previewFollowUps(
  { db, actor }: Pick<ActionContext, 'db' | 'actor'>,
  selection: FollowUpSelection,
  action: FollowUpBulkAction,
): Promise<BulkOutline> {
  if (selection.kind === 'ids') {
    const found = await findFollowUps(db.read, mayFollow(actor), selection.ids);
    const gone = Array.from({ length: selection.ids.length - found.length }, () => 'gone');
    return outlined(NO_OUTLINE, [...found.map((one) => refusalInBulk(action, one)), ...gone]);
  }
  const where = await listedFollowUps(db.read, selection.listed);
  let [outline, key]: [BulkOutline, FollowUpWalkKey | null] = [NO_OUTLINE, null];
  do {
    const page: Awaited<ReturnType<typeof walkFollowUps>> = await walkFollowUps(db.read, where, key, AT_ONCE);
    const found = await findFollowUps(db.read, mayFollow(actor), page.ids);
    outline = outlined(
      outline,
      found.map((one) => refusalInBulk(action, one)),
    );
    key = page.next;
    await breathe();
  } while (key !== null);
  return outline;
}

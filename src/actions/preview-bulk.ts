import { type BulkAction, type BulkOutline, NO_OUTLINE, outlined, outlinedSurveys } from '../domain/bulk.js';
import type { FieldErrors } from '../domain/result.js';
import type { Queryable } from '../store/dialect.js';
import { readBlockedClosings } from '../store/own-surveys.js';
import { findManaged, type WalkKey, walkListed } from '../store/selected-surveys.js';
import type { Selection } from './bulk-surveys.js';
import type { ActionContext } from './context.js';
import { breathe } from './in-turns.js';
import { mayOperateNow } from './reassign-survey.js';

/** How many surveys are looked at before other requests have their turn. */
const AT_ONCE = 1000;

/** What is wrong with the form of an action that its validation cannot know; the job looks again at each chunk. */
export async function faultsOfBulk(q: Queryable, action: BulkAction): Promise<FieldErrors> {
  if (action.verb !== 'reassign' || (await mayOperateNow(q, action.operatorId))) return [];
  return [{ field: 'operatorId', message: 'inactive' }];
}

/** With how many surveys an action would be done and how many it would leave as they are, and why; nothing is written. */
export async function previewBulk(
  { db, now, today }: Pick<ActionContext, 'db' | 'now' | 'today'>,
  selection: Selection,
  action: BulkAction,
): Promise<BulkOutline> {
  const moment = { now, today, blocked: await readBlockedClosings(db.read) };
  if (selection.kind === 'ids') {
    const surveys = await findManaged(db.read, selection.ids);
    const gone = Array.from({ length: selection.ids.length - surveys.length }, () => 'gone' as const);
    return outlined(outlinedSurveys(NO_OUTLINE, action, surveys, moment), gone);
  }
  let outline = NO_OUTLINE;
  let key: WalkKey | null = null;
  do {
    const page: Awaited<ReturnType<typeof walkListed>> = await walkListed(db.read, selection.listed, key, AT_ONCE);
    outline = outlinedSurveys(outline, action, page.surveys, moment);
    key = page.next;
    await breathe();
  } while (key !== null);
  return outline;
}

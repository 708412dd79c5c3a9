import { deleteSavedFilter, getSavedFilter } from '../store/saved-filters.js';
import { type ActionContext, actingUser } from './context.js';
import type { WhichFilter } from './rename-filter.js';

/** Throws a saved filter of the user who acts away. @throws NotFoundError also for somebody else's */
export function deleteFilter(context: ActionContext, which: WhichFilter): Promise<void> {
  return context.db.transaction(async (trx) => {
    const { id } = await getSavedFilter(trx, actingUser(context), which);
    await deleteSavedFilter(trx, id);
  });
}

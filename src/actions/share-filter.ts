import { getSavedFilter, shareSavedFilter } from '../store/saved-filters.js';
import { type ActionContext, actingUser } from './context.js';
import type { WhichFilter } from './rename-filter.js';

/** Offers a saved filter of the user who acts to whoever uses its list, or no more. @throws NotFoundError also for somebody else's */
export function shareFilter(context: ActionContext, which: WhichFilter, isShared: boolean): Promise<void> {
  return context.db.transaction(async (trx) => {
    const { id } = await getSavedFilter(trx, actingUser(context), which);
    await shareSavedFilter(trx, id, isShared);
  });
}

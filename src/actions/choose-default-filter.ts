import { getSavedFilter, lockSavedFilters, setDefaultFilter } from '../store/saved-filters.js';
import { type ActionContext, actingUser } from './context.js';
import type { WhichFilter } from './rename-filter.js';

/** Makes a saved filter of the user who acts the one that opens first, or none. @throws NotFoundError also for somebody else's */
export function chooseDefaultFilter(context: ActionContext, which: WhichFilter, opensFirst: boolean): Promise<void> {
  return context.db.transaction(async (trx) => {
    const userId = actingUser(context);
    await lockSavedFilters(trx, userId);
    const { isDefault } = await getSavedFilter(trx, userId, which);
    if (isDefault !== opensFirst) await setDefaultFilter(trx, userId, which.list, opensFirst ? which.id : null);
  });
}

import { getSavedFilter, lockSavedFilters, setDefaultFilter } from '../store/saved-filters.js';
import { type ActionContext, actingUser } from './context.js';

/** Makes a saved filter of the user who acts the one that opens first, or none. @throws NotFoundError also for somebody else's */
export function chooseDefaultFilter(context: ActionContext, id: number, opensFirst: boolean): Promise<void> {
  return context.db.transaction(async (trx) => {
    const userId = actingUser(context);
    await lockSavedFilters(trx, userId);
    const { isDefault } = await getSavedFilter(trx, userId, id);
    if (isDefault !== opensFirst) await setDefaultFilter(trx, userId, opensFirst ? id : null);
  });
}

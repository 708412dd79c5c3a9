import { deleteSavedFilter, getSavedFilter } from '../store/saved-filters.js';
import { type ActionContext, actingUser } from './context.js';

/** Throws a saved filter of the user who acts away. @throws NotFoundError also for somebody else's */
export function deleteFilter(context: ActionContext, id: number): Promise<void> {
  return context.db.transaction(async (trx) => {
    await getSavedFilter(trx, actingUser(context), id);
    await deleteSavedFilter(trx, id);
  });
}

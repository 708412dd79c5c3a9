import { type FieldErrors, ok, type Result, refuse } from '../domain/result.js';
import { sharingErrors } from '../domain/saved-filter.js';
import { getSavedFilter, lockSavedFilters, shareSavedFilter } from '../store/saved-filters.js';
import { type ActionContext, actingUser } from './context.js';
import type { WhichFilter } from './rename-filter.js';

/**
 * Offers a saved filter of the user who acts to whoever uses its list, or no more; refused of one with a search.
 * @throws NotFoundError also for somebody else's
 */
export function shareFilter(
  context: ActionContext,
  which: WhichFilter,
  isShared: boolean,
): Promise<Result<null, FieldErrors>> {
  return context.db.transaction(async (trx) => {
    const userId = actingUser(context);
    await lockSavedFilters(trx, userId);
    const { id, search } = await getSavedFilter(trx, userId, which);
    const errors = sharingErrors({ search, isShared });
    if (errors.length > 0) return refuse(errors);
    await shareSavedFilter(trx, id, isShared);
    return ok(null);
  });
}

import { type FieldErrors, ok, type Result, refuse } from '../domain/result.js';
import { validateFilterName } from '../domain/saved-filter.js';
import {
  findFilterByName,
  getSavedFilter,
  lockSavedFilters,
  renameSavedFilter,
  type SavedFilter,
} from '../store/saved-filters.js';
import { type ActionContext, actingUser } from './context.js';

/** A filter of one of the lists. */
export type WhichFilter = Pick<SavedFilter, 'list' | 'id'>;

/** Gives a saved filter of the user who acts another name. @throws NotFoundError also for somebody else's */
export function renameFilter(
  context: ActionContext,
  which: WhichFilter,
  typed: string,
): Promise<Result<null, FieldErrors>> {
  return context.db.transaction(async (trx) => {
    const userId = actingUser(context);
    await lockSavedFilters(trx, userId);
    const { id, list } = await getSavedFilter(trx, userId, which);
    const name = validateFilterName(typed);
    if (!name.ok) return name;
    const other = await findFilterByName(trx, userId, { list, name: name.value });
    if (other !== null && other.id !== id) return refuse([{ field: 'name', message: 'taken' }]);
    await renameSavedFilter(trx, id, name.value);
    return ok(null);
  });
}

import { type FieldErrors, ok, type Result, refuse } from '../domain/result.js';
import { MAX_SAVED_FILTERS, sharingErrors, validateFilterName } from '../domain/saved-filter.js';
import type { Queryable } from '../store/dialect.js';
import {
  type FilterToKeep,
  findFilterByName,
  insertSavedFilter,
  listSavedFilters,
  lockSavedFilters,
  setDefaultFilter,
  updateSavedList,
} from '../store/saved-filters.js';
import { type ActionContext, actingUser } from './context.js';

/** A list to keep; with `replace` it takes the place of the one of that name. */
export interface FilterToSave extends FilterToKeep {
  readonly replace: boolean;
  readonly opensFirst: boolean;
}

/** Keeps a filtered list for the user who acts (SPEC 6). A taste of his own: the audit has no word of it. */
export function saveFilter(context: ActionContext, filter: FilterToSave): Promise<Result<null, FieldErrors>> {
  const name = validateFilterName(filter.name);
  const errors = [...(name.ok ? [] : name.refusal), ...sharingErrors(filter)];
  if (!name.ok || errors.length > 0) return Promise.resolve(refuse(errors));
  return context.db.transaction(async (trx) => {
    const userId = actingUser(context);
    await lockSavedFilters(trx, userId);
    const id = await write(trx, userId, { ...filter, name: name.value }, context.now);
    if (!id.ok) return id;
    if (filter.opensFirst) await setDefaultFilter(trx, userId, filter.list, id.value);
    return ok(null);
  });
}

async function write(
  trx: Queryable,
  userId: number,
  { replace, opensFirst: _, ...filter }: FilterToSave,
  now: number,
): Promise<Result<number, FieldErrors>> {
  const existing = await findFilterByName(trx, userId, filter);
  if (existing !== null) {
    if (!replace) return refuse([{ field: 'name', message: 'taken' }]);
    await updateSavedList(trx, existing.id, filter);
    return ok(existing.id);
  }
  if ((await listSavedFilters(trx, userId, filter.list)).length >= MAX_SAVED_FILTERS)
    return refuse([{ field: 'name', message: 'tooMany', params: { max: MAX_SAVED_FILTERS } }]);
  return ok(await insertSavedFilter(trx, userId, filter, now));
}

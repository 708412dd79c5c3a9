import { nameKey } from '../domain/text.js';
import type { Queryable } from './dialect.js';
import { found } from './not-found.js';
import { select } from './statements.js';
import type { Tab } from './survey-tabs.js';

/** A list of the panel that a user keeps under a name (SPEC 6). */
export interface SavedFilter {
  readonly id: number;
  readonly name: string;
  readonly tab: Tab;
  /** The canonical query string, without the question mark. */
  readonly search: string;
  /** Opened by /panel; at most one of a user's. */
  readonly isDefault: boolean;
}

interface Row {
  id: number;
  name: string;
  tab: Tab;
  search: string;
  is_default: boolean | number;
}

const COLUMNS = 'select id, name, tab, search, is_default from saved_filters';

/** The user's filters, by name. */
export async function listSavedFilters(q: Queryable, userId: number): Promise<SavedFilter[]> {
  const rows = await select<Row>(q, `${COLUMNS} where user_id = ? order by name_key`, [userId]);
  return rows.map(toSavedFilter);
}

/** The filter that opens first, or null. */
export async function findDefaultFilter(q: Queryable, userId: number): Promise<SavedFilter | null> {
  const [row] = await select<Row>(q, `${COLUMNS} where user_id = ? and is_default`, [userId]);
  return row ? toSavedFilter(row) : null;
}

/** The user's filter of that name, without regard to case and accents; or null. */
export async function findFilterByName(q: Queryable, userId: number, name: string): Promise<SavedFilter | null> {
  const [row] = await select<Row>(q, `${COLUMNS} where user_id = ? and name_key = ?`, [userId, nameKey(name)]);
  return row ? toSavedFilter(row) : null;
}

/** @throws NotFoundError also when it is somebody else's */
export async function getSavedFilter(q: Queryable, userId: number, id: number): Promise<SavedFilter> {
  const [row] = await select<Row>(q, `${COLUMNS} where user_id = ? and id = ?`, [userId, id]);
  return toSavedFilter(found(row, 'saved filter', id));
}

/** Makes the transaction the only one that writes this user's filters until it ends. */
export async function lockSavedFilters(trx: Queryable, userId: number): Promise<void> {
  await trx('users').where({ id: userId }).forUpdate().first('id');
}

export async function insertSavedFilter(
  trx: Queryable,
  userId: number,
  filter: Pick<SavedFilter, 'name' | 'tab' | 'search'>,
  now: number,
): Promise<number> {
  const row = { user_id: userId, name_key: nameKey(filter.name), is_default: false, created_at: now };
  const [{ id }] = await trx('saved_filters')
    .insert({ ...row, ...filter })
    .returning('id');
  return id;
}

/** Gives a saved filter another list. */
export async function updateSavedList(trx: Queryable, id: number, list: Pick<SavedFilter, 'tab' | 'search'>) {
  await trx('saved_filters').where({ id }).update({ tab: list.tab, search: list.search });
}

export async function renameSavedFilter(trx: Queryable, id: number, name: string): Promise<void> {
  await trx('saved_filters')
    .where({ id })
    .update({ name, name_key: nameKey(name) });
}

export async function deleteSavedFilter(trx: Queryable, id: number): Promise<void> {
  await trx('saved_filters').where({ id }).delete();
}

/** Makes a filter the only one that opens first; null leaves none. */
export async function setDefaultFilter(trx: Queryable, userId: number, id: number | null): Promise<void> {
  await trx('saved_filters').where({ user_id: userId, is_default: true }).update({ is_default: false });
  if (id !== null) await trx('saved_filters').where({ id, user_id: userId }).update({ is_default: true });
}

function toSavedFilter({ id, name, tab, search, is_default }: Row): SavedFilter {
  return { id, name, tab, search, isDefault: Boolean(is_default) };
}

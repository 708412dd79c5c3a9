import { atLeast, ROLES, type Role } from '../domain/permissions.js';
import { nameKey } from '../domain/text.js';
import type { Queryable } from './dialect.js';
import { found } from './not-found.js';
import { select } from './statements.js';
import type { Tab } from './survey-tabs.js';

/** The lists whose filters are kept. */
export type FilteredList = 'panel' | 'follow-ups' | 'signals';

/** A list that a user keeps under a name (SPEC 6). */
export interface SavedFilter {
  readonly id: number;
  readonly list: FilteredList;
  readonly name: string;
  /** The tab of the panel; null for a list that has none in its path. */
  readonly tab: Tab | null;
  /** The canonical query string, without the question mark. */
  readonly search: string;
  /** Opened where no list is asked for; at most one of a user's of each list. */
  readonly isDefault: boolean;
  /** Whoever uses the list is offered it too. */
  readonly isShared: boolean;
}

/** A filter that a colleague shares. */
export interface SharedFilter extends SavedFilter {
  readonly owner: string;
}

/** What is kept of a filter. */
export type FilterToKeep = Pick<SavedFilter, 'list' | 'name' | 'tab' | 'search' | 'isShared'>;

type Row = Omit<SavedFilter, 'isDefault' | 'isShared'> & {
  is_default: boolean | number;
  is_shared: boolean | number;
  owner?: string;
};

const COLUMNS = 'saved_filters.id, list, saved_filters.name, tab, search, is_default, is_shared';
const FROM_HIS = `select ${COLUMNS} from saved_filters where user_id = ?`;

/** The user's filters of a list, by name. */
export async function listSavedFilters(q: Queryable, userId: number, list: FilteredList): Promise<SavedFilter[]> {
  const rows = await select<Row>(q, `${FROM_HIS} and list = ? order by name_key`, [userId, list]);
  return rows.map(toSavedFilter);
}

/** What is read at once of what others share: no more than a user keeps himself. */
export const MOST_SHARED = 50;

export interface SharedFilters {
  readonly filters: readonly SharedFilter[];
  /** How many there are in all. */
  readonly total: number;
}

/**
 * What others share of a list, by name: MOST_SHARED of them from a place on, and how many there are. Only of those who can
 * sign in and may open the list, which takes the role `access`: nobody else could take back what he shared.
 */
export async function listSharedFilters(
  q: Queryable,
  userId: number,
  { list, access }: { readonly list: FilteredList; readonly access: Role },
  skip = 0,
): Promise<SharedFilters> {
  const roles = ROLES.filter((role) => atLeast(role, access));
  const shared = `from saved_filters join users on users.id = saved_filters.user_id
    where is_shared and list = ? and user_id <> ? and ${CAN_SIGN_IN} and users.role in (${roles.map(() => '?').join(', ')})`;
  const values = [list, userId, ...roles];
  const rows = await select<Row>(
    q,
    `select ${COLUMNS}, users.name as owner ${shared}
      order by saved_filters.name_key, saved_filters.id limit ? offset ?`,
    [...values, MOST_SHARED, skip],
  );
  const [counted] = await select<{ total: number }>(q, `select count(*) as total ${shared}`, values);
  return {
    filters: rows.map((row) => ({ ...toSavedFilter(row), owner: row.owner ?? '' })),
    total: Number(counted?.total ?? 0),
  };
}

/** `User.hasAccess` in SQL. */
const CAN_SIGN_IN = 'users.deactivated_at is null and users.password_hash is not null';

/** The filter that a list opens with, or null. */
export async function findDefaultFilter(q: Queryable, userId: number, list: FilteredList): Promise<SavedFilter | null> {
  const [row] = await select<Row>(q, `${FROM_HIS} and list = ? and is_default`, [userId, list]);
  return row ? toSavedFilter(row) : null;
}

/** The user's filter of that name, without regard to case and accents; or null. */
export async function findFilterByName(
  q: Queryable,
  userId: number,
  { list, name }: Pick<SavedFilter, 'list' | 'name'>,
): Promise<SavedFilter | null> {
  const [row] = await select<Row>(q, `${FROM_HIS} and list = ? and name_key = ?`, [userId, list, nameKey(name)]);
  return row ? toSavedFilter(row) : null;
}

/** @throws NotFoundError also when it is somebody else's, or another list's */
export async function getSavedFilter(
  q: Queryable,
  userId: number,
  { list, id }: Pick<SavedFilter, 'list' | 'id'>,
): Promise<SavedFilter> {
  const [row] = await select<Row>(q, `${FROM_HIS} and list = ? and saved_filters.id = ?`, [userId, list, id]);
  return toSavedFilter(found(row, 'saved filter', id));
}

/** Makes the transaction the only one that writes this user's filters until it ends. */
export async function lockSavedFilters(trx: Queryable, userId: number): Promise<void> {
  await trx('users').where({ id: userId }).forUpdate().first('id');
}

export async function insertSavedFilter(
  trx: Queryable,
  userId: number,
  { isShared, ...filter }: FilterToKeep,
  now: number,
): Promise<number> {
  const row = { user_id: userId, name_key: nameKey(filter.name), is_default: false, created_at: now };
  const [{ id }] = await trx('saved_filters')
    .insert({ ...row, ...filter, is_shared: isShared })
    .returning('id');
  return id;
}

/** Puts what is looked at in the place of what a filter showed. */
export async function updateSavedList(
  trx: Queryable,
  id: number,
  { tab, search, isShared }: Omit<FilterToKeep, 'list' | 'name'>,
): Promise<void> {
  await trx('saved_filters').where({ id }).update({ tab, search, is_shared: isShared });
}

export async function renameSavedFilter(trx: Queryable, id: number, name: string): Promise<void> {
  await trx('saved_filters')
    .where({ id })
    .update({ name, name_key: nameKey(name) });
}

export async function shareSavedFilter(trx: Queryable, id: number, isShared: boolean): Promise<void> {
  await trx('saved_filters').where({ id }).update({ is_shared: isShared });
}

export async function deleteSavedFilter(trx: Queryable, id: number): Promise<void> {
  await trx('saved_filters').where({ id }).delete();
}

/** Makes a filter the only one of its list that opens first; null leaves none. */
export async function setDefaultFilter(
  trx: Queryable,
  userId: number,
  list: FilteredList,
  id: number | null,
): Promise<void> {
  await trx('saved_filters').where({ user_id: userId, list, is_default: true }).update({ is_default: false });
  if (id !== null) await trx('saved_filters').where({ id, user_id: userId, list }).update({ is_default: true });
}

function toSavedFilter({ id, list, name, tab, search, is_default, is_shared }: Row): SavedFilter {
  return { id, list, name, tab, search, isDefault: Boolean(is_default), isShared: Boolean(is_shared) };
}

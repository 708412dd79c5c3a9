import type { Role } from '../domain/permissions.js';
import type { Locale } from '../domain/settings.js';
import { nameKey } from '../domain/text.js';
import type { Theme } from '../domain/user.js';
import type { Target } from './configuration.js';
import { dialectOf, type Queryable } from './dialect.js';
import { found } from './not-found.js';
import { select } from './statements.js';

/** A user. Without a password he has no access: an import made him, as a seller (SPEC 1). */
export interface User {
  id: number;
  name: string;
  role: Role;
  login: string | null;
  /** He can sign in now: he is active and has a password. */
  hasAccess: boolean;
  hasPassword: boolean;
  externalId: string | null;
  /** His own choice; null follows the company's. */
  locale: Locale | null;
  theme: Theme;
  active: boolean;
  version: number;
}

/** The user, or null. */
export async function findUser(q: Queryable, id: number): Promise<User | null> {
  const [row] = await select<UserRow>(q, FIND, [id]);
  return row ? toUser(row) : null;
}

const FIND = `select id, name, role, login, password_hash, external_id, locale, theme, deactivated_at, version
  from users where id = ?`;

/**
 * Keeps a user as he is until the transaction ends, so that what is given to him in it is there for whoever deactivates him
 * next; any number may give him something at once. Take it before the surveys and follow-ups that are given.
 */
export async function keepUser(trx: Queryable, id: number): Promise<void> {
  if (dialectOf(trx) === 'postgres') await trx('users').where({ id }).forShare().select('id');
}

/** @throws NotFoundError */
export async function getUser(q: Queryable, id: number): Promise<User> {
  return found(await findUser(q, id), 'user', id);
}

/** The user of that login, without regard to case; or null. */
export async function findUserByLogin(q: Queryable, login: string): Promise<User | null> {
  const row = await q('users')
    .where({ login_key: nameKey(login) })
    .first();
  return row ? toUser(row) : null;
}

/** True when a user other than `exceptId` has the ERP's id. */
export async function externalIdTaken(q: Queryable, externalId: string, exceptId: number | null): Promise<boolean> {
  const query = q('users').where({ external_id: externalId });
  if (exceptId !== null) query.whereNot({ id: exceptId });
  return (await query.first('id')) !== undefined;
}

/** True when a user other than `exceptId` has the login, deactivated ones included: he may come back. */
export async function loginTaken(q: Queryable, login: string, exceptId: number | null): Promise<boolean> {
  const query = q('users').where({ login_key: nameKey(login) });
  if (exceptId !== null) query.whereNot({ id: exceptId });
  return (await query.first('id')) !== undefined;
}

/** Every user who has a login, by it. */
export async function listUsersWithLogin(q: Queryable): Promise<User[]> {
  return (await q('users').whereNotNull('login_key').orderBy('login_key')).map(toUser);
}

/** The active user of that login with his password's hash, for signing in; null when there is none. */
export async function findCredentials(q: Queryable, login: string): Promise<{ id: number; hash: string } | null> {
  const row = await q('users')
    .where({ login_key: nameKey(login), deactivated_at: null })
    .whereNotNull('password_hash')
    .first('id', 'password_hash');
  return row ? { id: row.id, hash: row.password_hash } : null;
}

/** True when an administrator who can sign in exists, other than `exceptId` where one is given. */
export async function adminExists(q: Queryable, exceptId: number | null = null): Promise<boolean> {
  const query = q('users').where({ role: 'admin', deactivated_at: null }).whereNotNull('password_hash');
  if (exceptId !== null) query.whereNot({ id: exceptId });
  return (await query.first('id')) !== undefined;
}

export interface NewUser {
  name: string;
  role: Role;
  login: string | null;
  passwordHash: string | null;
  externalId: string | null;
}

/** Adds the user and returns his id; null when the login is already taken. */
export async function insertUser(trx: Queryable, user: NewUser, now: number): Promise<number | null> {
  const [row] = await trx('users')
    .insert({
      name: user.name,
      name_key: nameKey(user.name),
      role: user.role,
      login: user.login,
      login_key: user.login === null ? null : nameKey(user.login),
      password_hash: user.passwordHash,
      external_id: user.externalId,
      created_at: now,
    })
    .onConflict('login_key')
    .ignore()
    .returning('id');
  return row?.id ?? null;
}

/** What an administrator sets of a user. A password that is undefined stays as it is. */
export interface UserUpdate {
  name: string;
  role: Role;
  login: string | null;
  externalId: string | null;
  passwordHash: string | null | undefined;
}

/** Writes the user over the version that was read; false when somebody else wrote meanwhile. */
export async function updateUser(trx: Queryable, target: Target, user: UserUpdate): Promise<boolean> {
  const columns = {
    name: user.name,
    name_key: nameKey(user.name),
    role: user.role,
    login: user.login,
    login_key: user.login === null ? null : nameKey(user.login),
    external_id: user.externalId,
    version: target.version + 1,
  };
  const password = user.passwordHash === undefined ? {} : { password_hash: user.passwordHash };
  const changed = await trx('users')
    .where({ id: target.id, version: target.version })
    .update({ ...columns, ...password });
  return changed === 1;
}

/** Deactivates the user, or brings him back with null, over the version that was read; false when it is not that any more. */
export async function updateUserDeactivation(
  trx: Queryable,
  target: Target,
  deactivatedAt: number | null,
): Promise<boolean> {
  const changed = await trx('users')
    .where({ id: target.id, version: target.version })
    .update({ deactivated_at: deactivatedAt, version: target.version + 1 });
  return changed === 1;
}

/** Sets how the user wants his pages. */
export async function updatePreferences(
  trx: Queryable,
  id: number,
  preferences: { locale: Locale | null; theme: Theme },
): Promise<void> {
  await trx('users').where({ id }).update(preferences);
}

/** Sets the user's password. */
export async function updatePassword(trx: Queryable, id: number, passwordHash: string): Promise<void> {
  await trx('users').where({ id }).update({ password_hash: passwordHash });
}

/** The hash of the user's own password, to be checked before a new one is taken. */
export async function getPasswordHash(q: Queryable, id: number): Promise<string | null> {
  const row: { password_hash: string | null } | undefined = await q('users').where({ id }).first('password_hash');
  return found(row, 'user', id).password_hash;
}

interface UserRow {
  id: number;
  name: string;
  role: Role;
  login: string | null;
  password_hash: string | null;
  external_id: string | null;
  locale: Locale | null;
  theme: Theme;
  deactivated_at: number | null;
  version: number;
}

/** The row as the rest of the house knows it. */
export function toUser(row: UserRow): User {
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    login: row.login,
    hasAccess: row.password_hash !== null && row.deactivated_at === null,
    hasPassword: row.password_hash !== null,
    externalId: row.external_id,
    locale: row.locale,
    theme: row.theme,
    active: row.deactivated_at === null,
    version: row.version,
  };
}

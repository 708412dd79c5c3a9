import type { Role } from '../domain/permissions.js';
import { type ConfigListPage, type ConfigListRequest, listConfigPage } from './config-list.js';
import type { Queryable } from './dialect.js';

/** Which users a list shows by whether they have a password: an import may have made a thousand sellers without. */
export type AccessFilter = 'all' | 'with' | 'without';

/** What *Operadores* asks of its list. */
export interface UserListRequest extends ConfigListRequest {
  readonly access: AccessFilter;
}

/** A row of *Operadores*: `ruleCount` and `saleCount` say where he is used. */
export interface UserListRow {
  readonly id: number;
  readonly name: string;
  readonly role: Role;
  readonly login: string | null;
  readonly externalId: string | null;
  readonly hasPassword: boolean;
  readonly ruleCount: number;
  readonly saleCount: number;
  readonly active: boolean;
}

/** A page of the panel; sort keys: name, login, role, externalId, rules, sales. */
export async function listUsers(q: Queryable, request: UserListRequest): Promise<ConfigListPage<UserListRow>> {
  const count = (table: string, column: string, alias: string) =>
    q(table).where(column, q.ref('users.id')).count('*').as(alias);
  const query = q('users').select(
    'users.id',
    'users.name',
    'users.role',
    'users.login',
    'users.external_id',
    'users.password_hash',
    'users.deactivated_at',
    count('rule_operators', 'user_id', 'rule_count'),
    count('sales', 'seller_id', 'sale_count'),
  );
  if (request.access === 'with') query.whereNotNull('users.password_hash');
  if (request.access === 'without') query.whereNull('users.password_hash');
  // The ERP's ids keep their case, unlike keys.
  const also = ['users.login_key', q.raw('lower(users.external_id)')];
  const page = await listConfigPage<UserListRowRaw>(query, { ...COLUMNS, also }, request);
  return { ...page, rows: page.rows.map(toRow) };
}

/** How many users each access filter leaves, under the list's search and state. */
export async function countUsersByAccess(
  q: Queryable,
  request: UserListRequest,
): Promise<Record<AccessFilter, number>> {
  const [all, having] = await Promise.all([total('all'), total('with')]);
  return { all, with: having, without: all - having };

  async function total(access: AccessFilter): Promise<number> {
    return (await listUsers(q, { ...request, access, page: 1 })).total;
  }
}

/** A user as a choice of people who can sign in. */
export interface UserChoice {
  readonly id: number;
  readonly name: string;
  readonly login: string;
}

/** Everybody who can sign in, by name, except one. */
export async function listUsersWithAccess(q: Queryable, exceptId: number | null): Promise<UserChoice[]> {
  const query = q('users').whereNull('deactivated_at').whereNotNull('password_hash').orderBy('name_key');
  if (exceptId !== null) query.whereNot({ id: exceptId });
  return query.select('id', 'name', 'login');
}

/** Where the user is named: rules that he answers for, and how many sales he closed. */
export async function usageOfUser(
  q: Queryable,
  id: number,
): Promise<{ rules: { id: number; name: string; active: boolean }[]; saleCount: number }> {
  const rules = await q('rules')
    .join('rule_operators', 'rule_operators.rule_id', 'rules.id')
    .where({ user_id: id })
    .orderBy('rules.name_key')
    .select('rules.id', 'rules.name', 'rules.deactivated_at');
  const [sales] = await q('sales').where({ seller_id: id }).count({ total: '*' });
  return {
    rules: rules.map((rule) => ({ id: rule.id, name: rule.name, active: rule.deactivated_at === null })),
    saleCount: Number(sales?.total),
  };
}

const COLUMNS = {
  table: 'users',
  name: 'users.name_key',
  sorts: {
    login: 'users.login_key',
    role: 'users.role',
    externalId: 'users.external_id',
    rules: 'rule_count',
    sales: 'sale_count',
  },
};

interface UserListRowRaw {
  id: number;
  name: string;
  role: Role;
  login: string | null;
  external_id: string | null;
  password_hash: string | null;
  rule_count: number;
  sale_count: number;
  deactivated_at: number | null;
}

function toRow(row: UserListRowRaw): UserListRow {
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    login: row.login,
    externalId: row.external_id,
    hasPassword: row.password_hash !== null,
    ruleCount: row.rule_count,
    saleCount: row.sale_count,
    active: row.deactivated_at === null,
  };
}

import type { CleanProfile } from '../domain/profile.js';
import { nameKey } from '../domain/text.js';
import { type ConfigListPage, type ConfigListRequest, listConfigPage } from './config-list.js';
import { type Named, type Target, toNamed } from './configuration.js';
import type { Queryable } from './dialect.js';
import { found } from './not-found.js';

/** A profile; its rules in their order (SPEC 2). */
export interface Profile extends CleanProfile {
  readonly id: number;
  readonly active: boolean;
  readonly version: number;
}

/** The profile, or null. */
export async function findProfile(q: Queryable, id: number): Promise<Profile | null> {
  const row = await q('profiles').where({ id }).first();
  if (row === undefined) return null;
  const rules = await q('profile_rules').where({ profile_id: id }).orderBy('position').select('rule_id');
  return {
    id,
    name: row.name,
    note: row.note,
    rules: rules.map((one) => one.rule_id),
    active: row.deactivated_at === null,
    version: row.version,
  };
}

/** @throws NotFoundError */
export async function getProfile(q: Queryable, id: number): Promise<Profile> {
  return found(await findProfile(q, id), 'profile', id);
}

/** The profile of that name, without regard to case, accents and white space; or null. */
export async function findProfileByName(q: Queryable, name: string): Promise<Profile | null> {
  const row = await q('profiles')
    .where({ name_key: nameKey(name) })
    .first('id');
  return row ? findProfile(q, row.id) : null;
}

/** A row of *Painel de Perfil*. */
export interface ProfileListRow {
  id: number;
  name: string;
  ruleCount: number;
  productCount: number;
  active: boolean;
}

/** A page of the panel; sort keys: name, rules, products; filters: rule (id; none: no active one), use (used, unused). */
export async function listProfiles(q: Queryable, request: ConfigListRequest): Promise<ConfigListPage<ProfileListRow>> {
  const count = (table: string, alias: string) =>
    q(table).where('profile_id', q.ref('profiles.id')).count('*').as(alias);
  const query = q('profiles').select(
    'profiles.*',
    count('profile_rules', 'rule_count'),
    count('products', 'product_count'),
  );
  const { rule, use } = request.filters ?? {};
  const rules = q('profile_rules').where('profile_id', q.ref('profiles.id')).select('rule_id');
  if (rule === 'none')
    query.whereNotExists(rules.whereIn('rule_id', q('rules').whereNull('deactivated_at').select('id')));
  else if (rule !== undefined) query.whereExists(rules.where('rule_id', Number(rule) || 0));
  const products = q('products').where('profile_id', q.ref('profiles.id')).select('id');
  if (use === 'used') query.whereExists(products);
  if (use === 'unused') query.whereNotExists(products);
  const sorts = { rules: 'rule_count', products: 'product_count' };
  const page = await listConfigPage<ProfileListRowRaw>(
    query,
    { table: 'profiles', name: 'profiles.name_key', sorts },
    request,
  );
  return { ...page, rows: page.rows.map(toListRow) };
}

/** The profiles that a product can be given, by name: the active ones, and the one that it has. */
export async function listProfileChoices(q: Queryable, alsoId: number | null): Promise<Named[]> {
  const rows = await q('profiles')
    .whereNull('deactivated_at')
    .orWhere({ id: alsoId ?? 0 })
    .orderBy('name_key')
    .select('id', 'name', 'deactivated_at');
  return rows.map(toNamed);
}

/** The products that have the profile, by name. */
export async function listProductsOfProfile(q: Queryable, id: number): Promise<Named[]> {
  const rows = await q('products').where({ profile_id: id }).orderBy('name_key').select('id', 'name', 'deactivated_at');
  return rows.map(toNamed);
}

/** Adds a profile and returns its id. The name must be free: see `lockNames`. */
export async function insertProfile(trx: Queryable, profile: CleanProfile, now: number): Promise<number> {
  const [row] = await trx('profiles')
    .insert({ ...columnsOf(profile), created_at: now })
    .returning('id');
  await insertRules(trx, row.id, profile.rules);
  return row.id;
}

/** Writes the profile over the version that was read; false when somebody else wrote meanwhile. */
export async function updateProfile(trx: Queryable, target: Target, profile: CleanProfile): Promise<boolean> {
  const changed = await trx('profiles')
    .where({ id: target.id, version: target.version })
    .update({ ...columnsOf(profile), version: target.version + 1 });
  if (changed !== 1) return false;
  await trx('profile_rules').where({ profile_id: target.id }).delete();
  await insertRules(trx, target.id, profile.rules);
  return true;
}

async function insertRules(trx: Queryable, id: number, rules: readonly number[]): Promise<void> {
  const rows = rules.map((ruleId, index) => ({ profile_id: id, rule_id: ruleId, position: index + 1 }));
  if (rows.length > 0) await trx('profile_rules').insert(rows);
}

function columnsOf(profile: CleanProfile) {
  return { name: profile.name, name_key: nameKey(profile.name), note: profile.note };
}

interface ProfileListRowRaw {
  id: number;
  name: string;
  rule_count: number;
  product_count: number;
  deactivated_at: number | null;
}

function toListRow(row: ProfileListRowRaw): ProfileListRow {
  return {
    id: row.id,
    name: row.name,
    ruleCount: row.rule_count,
    productCount: row.product_count,
    active: row.deactivated_at === null,
  };
}

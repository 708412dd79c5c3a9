import { nameKey } from '../domain/text.js';
import type { Queryable } from './dialect.js';

// What questions, rules, profiles and products have in common: a unique name, a state and a version.

export const CONFIG_TABLES = {
  question: 'questions',
  rule: 'rules',
  profile: 'profiles',
  product: 'products',
} as const;

export type ConfigKind = keyof typeof CONFIG_TABLES;

/** The record that an editor read, and the version that it read. */
export interface Target {
  readonly id: number;
  readonly version: number;
}

/** A record as lists of choices and where-used lists name it. */
export interface Named {
  readonly id: number;
  readonly name: string;
  readonly active: boolean;
}

/** True when a record other than `exceptId` has the name, without regard to case, accents and white space. */
export async function nameTaken(
  q: Queryable,
  kind: ConfigKind,
  name: string,
  exceptId: number | null,
): Promise<boolean> {
  return keyTaken(q, kind, kind === 'question' ? 'text_key' : 'name_key', name, exceptId);
}

/** As `nameTaken`, for another column of keys. */
export async function keyTaken(
  q: Queryable,
  kind: ConfigKind,
  column: string,
  value: string,
  exceptId: number | null,
): Promise<boolean> {
  const query = q(CONFIG_TABLES[kind]).where(column, nameKey(value));
  if (exceptId !== null) query.whereNot({ id: exceptId });
  return (await query.first('id')) !== undefined;
}

/** Whether the record is active and which version it has; null when there is none. */
export async function findState(
  q: Queryable,
  kind: ConfigKind,
  id: number,
): Promise<{ active: boolean; version: number } | null> {
  const row = await q(CONFIG_TABLES[kind]).where({ id }).first('deactivated_at', 'version');
  return row ? { active: row.deactivated_at === null, version: row.version } : null;
}

/** Activates or deactivates over the version that was read; false when somebody else wrote meanwhile. */
export async function updateActive(
  trx: Queryable,
  kind: ConfigKind,
  target: Target,
  active: boolean,
  now: number,
): Promise<boolean> {
  const changed = await trx(CONFIG_TABLES[kind])
    .where({ id: target.id, version: target.version })
    .update({ deactivated_at: active ? null : now, version: target.version + 1 });
  return changed === 1;
}

/** Which of the ids name a record of that kind, and whether each is active. */
export async function statesOf(q: Queryable, kind: ConfigKind, ids: readonly number[]): Promise<Map<number, boolean>> {
  const rows = await q(CONFIG_TABLES[kind])
    .whereIn('id', [...ids])
    .select('id', 'deactivated_at');
  return new Map(rows.map((row) => [row.id, row.deactivated_at === null]));
}

/** The row of `id`, `name` and `deactivated_at` as a choice. */
export function toNamed(row: { id: number; name: string; deactivated_at: number | null }): Named {
  return { id: row.id, name: row.name, active: row.deactivated_at === null };
}

import type { Queryable } from './dialect.js';

/** Something to pick in a filter. */
export interface Name {
  readonly id: number;
  readonly name: string;
  readonly active: boolean;
}

/** Everybody, as sellers and operators; who was deactivated stays, since history names him. */
export function listUserNames(q: Queryable): Promise<Name[]> {
  return listNames(q, 'users');
}

export function listProductNames(q: Queryable): Promise<Name[]> {
  return listNames(q, 'products');
}

export function listRuleNames(q: Queryable): Promise<Name[]> {
  return listNames(q, 'rules');
}

async function listNames(q: Queryable, table: 'users' | 'products' | 'rules'): Promise<Name[]> {
  const rows = await q(table).orderBy(['name_key', 'id']).select('id', 'name', 'deactivated_at');
  return rows.map((row) => ({ id: row.id, name: row.name, active: row.deactivated_at === null }));
}

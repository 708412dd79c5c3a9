import type { FastifyRequest } from 'fastify';
import type { Queryable } from '../../store/dialect.js';
import { findCities, findNames } from '../../store/names.js';
import type { Ranked } from '../../store/results.js';

const TABLES = { seller: 'users', operator: 'users', product: 'products', rule: 'rules' } as const;

/** What the ranked are called. */
export async function namesFor(
  { t }: Pick<FastifyRequest, 't'>,
  q: Queryable,
  by: Ranked,
  keys: readonly (string | number)[],
): Promise<(key: string | number) => string> {
  const names = new Map<string | number, string>();
  if (by === 'city') for (const { key, name } of await findCities(q, keys.map(String))) names.set(key, name);
  else for (const { id, name } of await findNames(q, TABLES[by], keys.map(Number))) names.set(id, name);
  return (key) => (key === '' ? t('panelFilters.noCity') : (names.get(key) ?? String(key)));
}

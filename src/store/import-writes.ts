import type { DirectoryEntry } from '../domain/import-directory.js';
import { nameKey } from '../domain/text.js';
import { insertInOrder } from './batches.js';
import type { Queryable } from './dialect.js';

/** Adds products without a profile, and returns their ids in their order. Names and codes must be free. */
export async function insertImportedProducts(
  trx: Queryable,
  products: readonly DirectoryEntry[],
  now: number,
): Promise<number[]> {
  const rows = products.map(({ name, code }) => ({
    name,
    name_key: nameKey(name),
    code,
    code_key: code === null ? null : nameKey(code),
    created_at: now,
  }));
  return insertInOrder(trx, 'products', rows);
}

/** Adds sellers: users without access (SPEC 1). Returns their ids in their order. */
export async function insertSellers(
  trx: Queryable,
  sellers: readonly DirectoryEntry[],
  now: number,
): Promise<number[]> {
  const rows = sellers.map(({ name, code }) => ({
    name,
    name_key: nameKey(name),
    role: 'operator',
    external_id: code,
    created_at: now,
  }));
  return insertInOrder(trx, 'users', rows);
}

/** Gives a product the code that an import brought. */
export async function updateProductCode(trx: Queryable, id: number, code: string): Promise<void> {
  await trx('products')
    .where({ id })
    .update({ code, code_key: nameKey(code), version: trx.raw('version + 1') });
}

/** Gives a seller the ERP's id that an import brought. */
export async function updateSellerId(trx: Queryable, id: number, externalId: string): Promise<void> {
  await trx('users')
    .where({ id })
    .update({ external_id: externalId, version: trx.raw('version + 1') });
}

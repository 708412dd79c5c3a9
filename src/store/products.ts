import type { CleanProduct } from '../domain/product.js';
import { nameKey } from '../domain/text.js';
import { type ConfigListPage, type ConfigListRequest, listConfigPage } from './config-list.js';
import type { Target } from './configuration.js';
import type { Queryable } from './dialect.js';
import { found } from './not-found.js';
import { insertBaseVersion, listBaseVersions, type SavedBase } from './product-commissions.js';

/** A product (SPEC 2). */
export interface Product extends Pick<CleanProduct, 'name' | 'code' | 'profileId'> {
  /** Its bases, in the order in which they were saved. */
  readonly commissions: readonly SavedBase[];
  readonly id: number;
  readonly active: boolean;
  readonly version: number;
}

/** The product, or null. */
export async function findProduct(q: Queryable, id: number): Promise<Product | null> {
  const row: ProductRow | undefined = await q('products').where({ id }).first();
  return row ? toProduct(q, row) : null;
}

/** @throws NotFoundError */
export async function getProduct(q: Queryable, id: number): Promise<Product> {
  return found(await findProduct(q, id), 'product', id);
}

/** The product of that name, without regard to case, accents and white space; or null. */
export async function findProductByName(q: Queryable, name: string): Promise<Product | null> {
  const row: ProductRow | undefined = await q('products')
    .where({ name_key: nameKey(name) })
    .first();
  return row ? toProduct(q, row) : null;
}

/** The product with that code of the ERP, without regard to case; or null. */
export async function findProductByCode(q: Queryable, code: string): Promise<Product | null> {
  const row: ProductRow | undefined = await q('products')
    .where({ code_key: nameKey(code) })
    .first();
  return row ? toProduct(q, row) : null;
}

/** A row of *Painel de Produtos*. */
export interface ProductListRow {
  id: number;
  name: string;
  code: string | null;
  profileName: string | null;
  commissions: readonly SavedBase[];
  saleCount: number;
  active: boolean;
}

/** A page of the panel, searched by name and code; sort keys: name, code, profile; filters: profile (id, none). */
export async function listProducts(q: Queryable, request: ConfigListRequest): Promise<ConfigListPage<ProductListRow>> {
  const sales = q('sales').where('product_id', q.ref('products.id')).count('*').as('sale_count');
  const query = q('products')
    .leftJoin('profiles', 'profiles.id', 'products.profile_id')
    .select('products.*', { profile_name: 'profiles.name' }, sales);
  const { profile } = request.filters ?? {};
  if (profile === 'none') query.whereNull('products.profile_id');
  else if (profile !== undefined) query.where('products.profile_id', Number(profile) || 0);
  const columns = {
    table: 'products',
    name: 'products.name_key',
    also: ['products.code_key'],
    sorts: { code: 'products.code_key', profile: 'profiles.name_key' },
  };
  const page = await listConfigPage<ProductListRowRaw>(query, columns, request);
  const commissions = await listBaseVersions(
    q,
    page.rows.map(({ id }) => id),
  );
  return { ...page, rows: page.rows.map((row) => toListRow(row, commissions.get(row.id) ?? [])) };
}

/** The active products with their profiles: those without one first, each by name. */
export async function listProductProfiles(
  q: Queryable,
): Promise<{ id: number; version: number; name: string; profileName: string | null }[]> {
  return q('products')
    .leftJoin('profiles', 'profiles.id', 'products.profile_id')
    .whereNull('products.deactivated_at')
    .orderByRaw('products.profile_id is not null, products.name_key, products.id')
    .select('products.id', 'products.version', 'products.name', 'profiles.name as profileName');
}

/** How many sales name the product. */
export async function countSalesOfProduct(q: Queryable, id: number): Promise<number> {
  const [row] = await q('sales').where({ product_id: id }).count({ total: '*' });
  return Number(row?.total ?? 0);
}

/** Adds a product with its base, from always, and returns its id. Name and code must be free: see `lockNames`. */
export async function insertProduct(
  trx: Queryable,
  product: CleanProduct,
  now: number,
  by: number | null = null,
): Promise<number> {
  const [row] = await trx('products')
    .insert({ ...columnsOf(product), created_at: now })
    .returning('id');
  const base = product.commission;
  if (base !== null) await insertBaseVersion(trx, row.id, { from: null, base, savedBy: by, savedAt: now });
  return row.id;
}

/** Writes the product over the version that was read; false when somebody else wrote meanwhile. */
export async function updateProduct(trx: Queryable, target: Target, product: CleanProduct): Promise<boolean> {
  const changed = await trx('products')
    .where({ id: target.id, version: target.version })
    .update({ ...columnsOf(product), version: target.version + 1 });
  return changed === 1;
}

function columnsOf(product: CleanProduct) {
  return {
    name: product.name,
    name_key: nameKey(product.name),
    code: product.code,
    code_key: product.code === null ? null : nameKey(product.code),
    profile_id: product.profileId,
  };
}

interface ProductRow {
  id: number;
  name: string;
  code: string | null;
  profile_id: number | null;
  deactivated_at: number | null;
  version: number;
}

async function toProduct(q: Queryable, row: ProductRow): Promise<Product> {
  const commissions = await listBaseVersions(q, [row.id]);
  return {
    id: row.id,
    name: row.name,
    code: row.code,
    profileId: row.profile_id,
    commissions: commissions.get(row.id) ?? [],
    active: row.deactivated_at === null,
    version: row.version,
  };
}

interface ProductListRowRaw extends ProductRow {
  profile_name: string | null;
  sale_count: number;
}

function toListRow(row: ProductListRowRaw, commissions: readonly SavedBase[]): ProductListRow {
  return {
    id: row.id,
    name: row.name,
    code: row.code,
    profileName: row.profile_name,
    commissions,
    saleCount: row.sale_count,
    active: row.deactivated_at === null,
  };
}

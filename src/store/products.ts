import type { CleanProduct, CommissionBase } from '../domain/product.js';
import { nameKey } from '../domain/text.js';
import { type ConfigListPage, type ConfigListRequest, listConfigPage } from './config-list.js';
import type { Target } from './configuration.js';
import type { Queryable } from './dialect.js';
import { found } from './not-found.js';

/** A product (SPEC 2). */
export interface Product extends CleanProduct {
  readonly id: number;
  readonly active: boolean;
  readonly version: number;
}

/** The product, or null. */
export async function findProduct(q: Queryable, id: number): Promise<Product | null> {
  const row: ProductRow | undefined = await q('products').where({ id }).first();
  return row ? toProduct(row) : null;
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
  return row ? toProduct(row) : null;
}

/** The product with that code of the ERP, without regard to case; or null. */
export async function findProductByCode(q: Queryable, code: string): Promise<Product | null> {
  const row: ProductRow | undefined = await q('products')
    .where({ code_key: nameKey(code) })
    .first();
  return row ? toProduct(row) : null;
}

/** A row of *Painel de Produtos*. */
export interface ProductListRow {
  id: number;
  name: string;
  code: string | null;
  profileName: string | null;
  commission: CommissionBase | null;
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
  return { ...page, rows: page.rows.map(toListRow) };
}

/** How many sales name the product. */
export async function countSalesOfProduct(q: Queryable, id: number): Promise<number> {
  const [row] = await q('sales').where({ product_id: id }).count({ total: '*' });
  return Number(row?.total ?? 0);
}

/** Adds a product and returns its id. Name and code must be free: see `lockNames`. */
export async function insertProduct(trx: Queryable, product: CleanProduct, now: number): Promise<number> {
  const [row] = await trx('products')
    .insert({ ...columnsOf(product), created_at: now })
    .returning('id');
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
    commission_cents: product.commission?.kind === 'amount' ? product.commission.cents : null,
    commission_rate: product.commission?.kind === 'rate' ? product.commission.basisPoints : null,
  };
}

interface ProductRow {
  id: number;
  name: string;
  code: string | null;
  profile_id: number | null;
  commission_cents: number | null;
  commission_rate: number | null;
  deactivated_at: number | null;
  version: number;
}

function toProduct(row: ProductRow): Product {
  return {
    id: row.id,
    name: row.name,
    code: row.code,
    profileId: row.profile_id,
    commission: toCommission(row),
    active: row.deactivated_at === null,
    version: row.version,
  };
}

type CommissionColumns = Pick<ProductRow, 'commission_cents' | 'commission_rate'>;

/** The commission base of a row that has its two columns. */
export function toCommission(row: CommissionColumns): CommissionBase | null {
  if (row.commission_cents !== null) return { kind: 'amount', cents: row.commission_cents };
  if (row.commission_rate !== null) return { kind: 'rate', basisPoints: row.commission_rate };
  return null;
}

interface ProductListRowRaw extends ProductRow {
  profile_name: string | null;
  sale_count: number;
}

function toListRow(row: ProductListRowRaw): ProductListRow {
  return {
    id: row.id,
    name: row.name,
    code: row.code,
    profileName: row.profile_name,
    commission: toCommission(row),
    saleCount: row.sale_count,
    active: row.deactivated_at === null,
  };
}

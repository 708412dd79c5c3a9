import { dialectOf, type Queryable } from './dialect.js';

/** The trigrams of what sales are found by; see migration 20261124_000003. */
const INDEX = 'sales_text_trigrams';

/**
 * Builds the text index where the server can have it. On PostgreSQL it needs the extension pg_trgm, which may be missing,
 * or which only somebody else may create: so it is no migration, but tried at each start until it is there. SQLite has
 * it from the beginning. Outside of any transaction.
 */
export async function ensureTextIndex(q: Queryable): Promise<void> {
  if ((await hasTextIndex(q)) || !(await q.schema.hasTable('sales_text'))) return;
  try {
    await q.raw('create extension if not exists pg_trgm');
  } catch {
    return;
  }
  const found = await q.raw(`select quote_ident(nspname) as "schema" from pg_extension
    join pg_namespace on pg_namespace.oid = extnamespace where extname = 'pg_trgm'`);
  await q.raw(`create index ${INDEX} on sales_text using gin (words ${found.rows[0].schema}.gin_trgm_ops)`);
}

/** Whether texts are looked up in an index; without it a search reads every sale. */
export async function hasTextIndex(q: Queryable): Promise<boolean> {
  if (dialectOf(q) === 'sqlite') return true;
  const { rows } = await q.raw(`select to_regclass('${INDEX}') is not null as found`);
  return rows[0].found;
}

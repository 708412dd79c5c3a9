import type { Knex } from 'knex';
import { dialectOf } from '../../../src/store/dialect.js';

interface Index {
  name: string;
  sql: string;
}

/** Later migrations replace these, and do not ask whether they were there. */
const REPLACED = /^surveys_(open|executed|closed|cancelled|rule_id_index)/;

/** Does the work without the tables' indexes, those of their constraints apart, and builds them again in one go. */
export async function withoutIndexes(db: Knex, tables: readonly string[], work: () => Promise<void>): Promise<void> {
  const indexes = await listIndexes(db, tables);
  for (const { name } of indexes) await db.raw(`drop index "${name}"`);
  await work();
  for (const { name, sql } of indexes) if (!REPLACED.test(name)) await db.raw(sql);
}

async function listIndexes(db: Knex, tables: readonly string[]): Promise<Index[]> {
  const list = tables.map((table) => `'${table}'`).join(', ');
  if (dialectOf(db) === 'sqlite')
    return db.raw(
      `select name, sql from sqlite_master where type = 'index' and sql is not null and tbl_name in (${list})`,
    );
  const { rows } = await db.raw<{ rows: Index[] }>(
    `select indexname as name, indexdef as sql from pg_indexes where schemaname = 'public' and tablename in (${list})
      and indexname not in (select conname from pg_constraint)`,
  );
  return rows;
}

import type { Test } from 'tap';
import { type Database, openDatabase } from '../../src/store/connection.js';
import { runCommand } from './command.js';
import type { DatabaseConfig, Engine } from './engines.js';

/** `config import` of that value, in the name of davi, of somebody else, or of nobody. */
export const importText = (env: DatabaseConfig, value: unknown, by: string | null = 'davi') =>
  runCommand(env, ['config', 'import', '-', ...(by === null ? [] : ['--by', by])], JSON.stringify(value));

/** A new database as commands know it, open besides. */
export async function opened(t: Test, engine: Engine) {
  const env = await engine.freshConfig(t);
  const db = openDatabase(env);
  t.teardown(() => db.close());
  return { env, db };
}

const TABLES = ['products', 'product_commissions', 'commission_policies', 'sales', 'audit'];

/** Tables that an import of bases and policies may write, and all that it must not; one by one, as within a transaction. */
export async function everything(db: Database): Promise<unknown[]> {
  const rows: unknown[] = [];
  for (const table of TABLES) rows.push(await db.read(table).orderBy('id'));
  return rows;
}

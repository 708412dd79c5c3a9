import type { Dialect } from '../../../src/store/dialect.js';
import type { DatabaseConfig } from '../../support/engines.js';
import { postgresDatabases } from './postgres.js';
import { sqliteDatabases } from './sqlite.js';

/** Where seeded databases come from. */
export interface Databases {
  /** A seeded database of one's own to write into, and the way to be rid of it. */
  open(sales: number, executed: number): Promise<{ config: DatabaseConfig; drop(): Promise<void> }>;
  close(): Promise<void>;
}

/** The databases of an engine; those made are kept in the folder `keep` when one is given. */
export async function databasesOf(
  engine: Dialect,
  keep: string | null,
  say: (step: string) => void,
): Promise<Databases> {
  return engine === 'sqlite' ? sqliteDatabases(keep, say) : postgresDatabases(keep, say);
}

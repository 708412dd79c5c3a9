import type { Knex } from 'knex';
import type { Database } from './connection.js';
import { dialectOf } from './dialect.js';

/**
 * The transaction that is under way as a database: what actions do on it is part of that transaction, and what they read
 * includes it. For work that puts many actions into one commit.
 */
export function enlisted(trx: Knex.Transaction): Database {
  return {
    dialect: dialectOf(trx),
    read: trx,
    dataDir: null,
    databaseUrl: null,
    transaction: (work) => work(trx),
    close: async () => undefined,
  };
}

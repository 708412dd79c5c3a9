import type { Knex } from 'knex';
import { isPostgres } from './columns.js';

/** On SQLite an index ends with the row's id by itself; on PostgreSQL a page in the middle of a large city would be sorted. */
export async function up(knex: Knex): Promise<void> {
  if (!isPostgres(knex)) return;
  for (const key of ['name_key', 'city_key']) {
    await knex.raw(`create index customers_by_${key} on customers (${key}, id)`);
    await knex.raw(`drop index customers_${key}_index`);
  }
}

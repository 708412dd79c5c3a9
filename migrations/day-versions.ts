import type { Knex } from 'knex';
import { isPostgres } from './columns.js';

/**
 * A table of how often what a day is about was written, in shards as write_versions are: triggers count, and what was added
 * up over days holds for as long as the sum of their versions stays. On PostgreSQL there is room to write a row in its place.
 */
export async function createDayVersions(knex: Knex, table: string): Promise<void> {
  const often = 'with (fillfactor = 40, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500)';
  await knex.raw(`create table ${table} (
    day ${isPostgres(knex) ? 'date' : 'text'} not null,
    shard integer not null,
    version bigint not null,
    primary key (day, shard)) ${isPostgres(knex) ? often : 'without rowid'}`);
}

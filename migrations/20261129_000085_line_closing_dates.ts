import type { Knex } from 'knex';
import { isPostgres } from './columns.js';

/**
 * The closing date that a sale had when its line was frozen. Lines that were frozen before have none and cannot get one:
 * the database refuses to change them.
 */
export async function up(knex: Knex): Promise<void> {
  const type = isPostgres(knex) ? 'date' : 'text check (closed_on = date(closed_on))';
  await knex.raw(`alter table commission_lines add column closed_on ${type}`);
}

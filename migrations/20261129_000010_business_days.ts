import type { Knex } from 'knex';
import { civilDate, instant } from './columns.js';

/**
 * Expiries that move to the next business day: whether a rule asks for it, by how many days a survey was planned so
 * (null: its expiry was not moved), and the company's own holidays.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('rules', (t) => {
    t.boolean('business_days').notNullable().defaultTo(false);
  });
  await knex.schema.alterTable('surveys', (t) => {
    t.integer('business_expiry_days').nullable();
  });
  await knex.schema.createTable('holidays', (t) => {
    t.increments('id');
    civilDate(knex, t, 'held_on').notNullable().unique();
    t.text('name').notNullable();
    t.boolean('yearly').notNullable();
    instant(t, 'created_at').notNullable();
    t.integer('version').notNullable().defaultTo(1);
  });
}

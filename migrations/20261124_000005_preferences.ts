import type { Knex } from 'knex';
import { instant, reference } from './columns.js';

/** What each user keeps for himself: his saved filters of the panels, and the chips that he chose last. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('saved_filters', (t) => {
    t.increments('id');
    reference(t, 'user_id', 'users');
    t.text('name').notNullable();
    t.text('name_key').notNullable();
    t.text('tab').notNullable().checkIn(['my-rules', 'executed', 'pending', 'inconsistent']);
    t.text('search').notNullable();
    t.boolean('is_default').notNullable().defaultTo(false);
    instant(t, 'created_at').notNullable();
    t.unique(['user_id', 'name_key']);
  });
  await knex.raw('create unique index saved_filters_one_default on saved_filters (user_id) where is_default');
  await knex.schema.createTable('user_preferences', (t) => {
    t.integer('user_id').primary().references('id').inTable('users').onDelete('RESTRICT');
    t.text('panel_chips').nullable();
  });
}

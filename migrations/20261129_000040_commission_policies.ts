import type { Knex } from 'knex';
import { instant, reference } from './columns.js';
import { refuseChanges } from './frozen.js';

/** Versions of the commission's policy, each from a month on. They are only ever added. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('commission_policies', (t) => {
    t.increments('id');
    t.text('from_month').notNullable();
    t.integer('k').notNullable().checkBetween([0, 10000]);
    t.boolean('bonus_only').notNullable();
    t.text('own_survey').notNullable().checkIn(['allow', 'leave-out', 'block']);
    reference(t, 'saved_by', 'users');
    instant(t, 'saved_at').notNullable();
    t.index(['from_month', 'id']);
  });
  await refuseChanges(knex, 'commission_policies', ['update', 'delete'], 'a version of the policy is never changed');
}

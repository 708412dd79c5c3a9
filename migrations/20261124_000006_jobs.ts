import type { Knex } from 'knex';
import { instant, reference } from './columns.js';

export async function up(knex: Knex): Promise<void> {
  await createJobs(knex);
  await createItems(knex);
}

/** Long work that is done chunk by chunk, by any process: each chunk commits with the cursor and the counts. */
async function createJobs(knex: Knex): Promise<void> {
  await knex.schema.createTable('jobs', (t) => {
    t.increments('id');
    t.text('kind').notNullable();
    t.text('input').notNullable();
    t.text('state').notNullable().defaultTo('running').checkIn(['running', 'done', 'cancelled', 'stopped', 'failed']);
    t.text('cursor').nullable();
    t.integer('total').notNullable();
    t.integer('done').notNullable().defaultTo(0);
    t.text('skipped').notNullable().defaultTo('{}');
    t.integer('failures').notNullable().defaultTo(0);
    reference(t, 'created_by', 'users');
    instant(t, 'created_at').notNullable();
    instant(t, 'finished_at').nullable();
    t.text('form_key').notNullable().unique();
    t.index(['created_by', 'id']);
    t.check("(state = 'running') = (finished_at is null)");
  });
  await knex.raw("create index jobs_running on jobs (id) where state = 'running'");
  await knex.raw('create index jobs_finished on jobs (finished_at, id) where finished_at is not null');
}

/** The records that a job goes through, as they were chosen when it began; the skipped ones with the reason. */
async function createItems(knex: Knex): Promise<void> {
  await knex.schema.createTable('job_items', (t) => {
    reference(t, 'job_id', 'jobs');
    t.integer('item_id').notNullable();
    t.text('skipped').nullable();
    t.primary(['job_id', 'item_id']);
  });
  await knex.raw('create index job_items_skipped on job_items (job_id, skipped, item_id) where skipped is not null');
}

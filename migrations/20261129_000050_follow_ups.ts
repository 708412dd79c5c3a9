import type { Knex } from 'knex';
import { civilDate, instant, optionalReference, reference } from './columns.js';

export async function up(knex: Knex): Promise<void> {
  await createSettings(knex);
  await createFollowUps(knex);
  await indexFollowUps(knex);
  await createComments(knex);
}

/** In how many business days a follow-up of each kind is due, where nobody says otherwise; one row for the company. */
async function createSettings(knex: Knex): Promise<void> {
  await knex.schema.createTable('follow_up_settings', (t) => {
    t.integer('id').primary().checkIn(['1']);
    t.integer('complaint_days').notNullable();
    t.integer('doubt_days').notNullable();
    t.integer('improvement_days').notNullable();
    t.integer('opportunity_days').notNullable();
    t.integer('version').notNullable().defaultTo(1);
    t.check('complaint_days >= 0 and doubt_days >= 0 and improvement_days >= 0 and opportunity_days >= 0');
  });
  await knex('follow_up_settings').insert({
    id: 1,
    complaint_days: 2,
    doubt_days: 3,
    improvement_days: 10,
    opportunity_days: 5,
  });
}

/** The status is never stored: when it was begun, and when and how it ended, are facts. An answer proposes one at most. */
async function createFollowUps(knex: Knex): Promise<void> {
  await knex.schema.createTable('follow_ups', (t) => {
    t.increments('id');
    t.text('kind').notNullable().checkIn(['complaint', 'doubt', 'improvement', 'opportunity']);
    optionalReference(t, 'survey_id', 'surveys');
    optionalReference(t, 'answer_id', 'answers').unique();
    optionalReference(t, 'sale_id', 'sales');
    reference(t, 'customer_id', 'customers');
    reference(t, 'owner_id', 'users');
    t.integer('priority').notNullable();
    civilDate(knex, t, 'due_on').notNullable();
    t.text('text').notNullable().defaultTo('');
    reference(t, 'opened_by', 'users');
    instant(t, 'opened_at').notNullable();
    civilDate(knex, t, 'opened_on').notNullable();
    optionalReference(t, 'started_by', 'users');
    instant(t, 'started_at').nullable();
    optionalReference(t, 'ended_by', 'users');
    instant(t, 'ended_at').nullable();
    civilDate(knex, t, 'ended_on').nullable();
    t.text('ending').nullable().checkIn(['resolved', 'discarded', 'won', 'lost']);
    t.text('conclusion').notNullable().defaultTo('');
    t.bigInteger('won_cents').nullable();
    optionalReference(t, 'won_product_id', 'products');
    optionalReference(t, 'won_sale_id', 'sales');
    t.text('form_key').nullable().unique();
    t.integer('version').notNullable().defaultTo(1);
    t.check('priority between 1 and 3');
    t.check('(started_at is null) = (started_by is null)');
    t.check('(ended_at is null) = (ending is null) and (ended_at is null) = (ended_by is null)');
    t.check('(ended_at is null) = (ended_on is null)');
    t.check("(ended_at is not null and ending = 'won') = (won_cents is not null)");
    t.check('won_cents is not null or (won_product_id is null and won_sale_id is null)');
    t.check("ending is null or (ending in ('won', 'lost')) = (kind = 'opportunity')");
    t.check('answer_id is null or survey_id is not null');
    t.check('survey_id is null or sale_id is not null');
  });
}

/** Those that are open, everybody's and one's own, by their due date: the lists, and the number in the menu. */
async function indexFollowUps(knex: Knex): Promise<void> {
  await knex.raw('create index follow_ups_open on follow_ups (due_on, id) where ended_at is null');
  await knex.raw('create index follow_ups_own on follow_ups (owner_id, due_on, id) where ended_at is null');
  await knex.raw('create index follow_ups_own_all on follow_ups (owner_id, due_on, id)');
  await knex.raw('create index follow_ups_due on follow_ups (due_on, id)');
  await knex.raw('create index follow_ups_opened on follow_ups (opened_on, id)');
  await knex.raw('create index follow_ups_ended on follow_ups (ended_on, ending, id) where ended_at is not null');
  await knex.raw('create index follow_ups_survey on follow_ups (survey_id, id) where survey_id is not null');
  await knex.raw('create index follow_ups_sale on follow_ups (sale_id, id) where sale_id is not null');
  await knex.raw('create index follow_ups_customer on follow_ups (customer_id, id)');
}

/** Comments are only added; their text may be blanked for the sake of privacy. */
async function createComments(knex: Knex): Promise<void> {
  await knex.schema.createTable('follow_up_comments', (t) => {
    t.increments('id');
    reference(t, 'follow_up_id', 'follow_ups');
    t.text('text').notNullable();
    reference(t, 'written_by', 'users');
    instant(t, 'written_at').notNullable();
    t.text('form_key').notNullable().unique();
    t.index(['follow_up_id', 'id']);
  });
}

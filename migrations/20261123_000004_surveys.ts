import type { Knex } from 'knex';
import { civilDate, instant, optionalReference, reference } from './columns.js';

export async function up(knex: Knex): Promise<void> {
  await createSurveys(knex);
  await indexSurveys(knex);
  await createExtensions(knex);
  await createExecutions(knex);
  await createClosures(knex);
}

async function createSurveys(knex: Knex): Promise<void> {
  await knex.schema.createTable('surveys', (t) => {
    t.increments('id');
    t.integer('sale_id').notNullable();
    reference(t, 'rule_id', 'rules').index();
    civilDate(knex, t, 'opens_on').notNullable();
    civilDate(knex, t, 'expires_on').notNullable();
    civilDate(knex, t, 'original_expires_on').notNullable();
    optionalReference(t, 'assigned_to', 'users');
    t.integer('seller_id').notNullable();
    t.integer('product_id').notNullable();
    civilDate(knex, t, 'closed_on').notNullable();
    instant(t, 'settled_at').nullable();
    t.text('outcome').nullable().checkIn(['executed', 'closed', 'cancelled']);
    t.unique(['sale_id', 'rule_id']);
    t.foreign(['sale_id', 'seller_id', 'product_id', 'closed_on'])
      .references(['id', 'seller_id', 'product_id', 'closed_on'])
      .inTable('sales')
      .onUpdate('CASCADE')
      .onDelete('RESTRICT');
    t.check('(settled_at is null) = (outcome is null)');
    t.check('opens_on <= original_expires_on and original_expires_on <= expires_on');
  });
}

/**
 * The panels read only these. Open surveys are keyed by expiry, settled ones by the moment they were settled, each
 * alone and behind the filters that a manager picks first; opens_on and id make the counters covering.
 */
async function indexSurveys(knex: Knex): Promise<void> {
  const open = 'settled_at is null';
  await index('surveys_open', 'expires_on, id, opens_on', open);
  for (const key of ['seller_id', 'product_id', 'rule_id', 'closed_on', 'opens_on'])
    await index(`surveys_open_by_${key}`, `${key}, expires_on, id, opens_on`, open);
  await index(
    'surveys_open_by_assigned_to',
    'assigned_to, expires_on, id, opens_on',
    `${open} and assigned_to is not null`,
  );
  for (const outcome of ['executed', 'closed', 'cancelled'])
    await index(`surveys_${outcome}`, 'settled_at, id', `outcome = '${outcome}'`);
  for (const key of ['seller_id', 'product_id', 'rule_id'])
    await index(`surveys_executed_by_${key}`, `${key}, settled_at, id`, "outcome = 'executed'");

  async function index(name: string, columns: string, predicate: string): Promise<void> {
    // opens_on twice in one key says nothing new.
    const unique = [...new Set(columns.split(', '))].join(', ');
    await knex.raw(`create index ${name} on surveys (${unique}) where ${predicate}`);
  }
}

async function createExtensions(knex: Knex): Promise<void> {
  await knex.schema.createTable('extensions', (t) => {
    t.increments('id');
    reference(t, 'survey_id', 'surveys').index();
    civilDate(knex, t, 'expires_on').notNullable();
    t.text('reason').notNullable();
    reference(t, 'extended_by', 'users');
    instant(t, 'extended_at').notNullable();
  });
}

async function createExecutions(knex: Knex): Promise<void> {
  await knex.schema.createTable('executions', (t) => {
    t.increments('id');
    reference(t, 'survey_id', 'surveys').index();
    reference(t, 'executed_by', 'users');
    civilDate(knex, t, 'executed_on').notNullable();
    instant(t, 'started_at').notNullable();
    instant(t, 'finished_at').notNullable();
    t.text('rule_name').notNullable();
    t.integer('score_sum').notNullable();
    t.integer('score_count').notNullable();
    t.boolean('by_seller').notNullable();
    t.text('note').notNullable().defaultTo('');
    t.text('form_key').notNullable().unique();
    instant(t, 'annulled_at').nullable();
    optionalReference(t, 'annulled_by', 'users');
    t.text('annulment_reason').nullable();
    t.index(['executed_by', 'executed_on', 'id']);
    t.index(['executed_on', 'id']);
    t.check('(annulled_at is null) = (annulled_by is null)');
  });
  await knex.raw('create unique index executions_one_standing on executions (survey_id) where annulled_at is null');
  await knex.schema.createTable('answers', (t) => {
    t.increments('id');
    reference(t, 'execution_id', 'executions');
    t.integer('position').notNullable();
    reference(t, 'question_version_id', 'question_versions').index();
    t.text('question_text').notNullable();
    t.text('state').notNullable().checkIn(['graded', 'not-applicable', 'no-answer']);
    t.integer('grade_position').nullable();
    t.text('grade_label').nullable();
    t.integer('weight').nullable();
    t.text('comment').notNullable().defaultTo('');
    t.unique(['execution_id', 'position']);
    t.check("(state = 'graded') = (weight is not null)");
    t.check('(weight is null) = (grade_label is null)');
  });
}

async function createClosures(knex: Knex): Promise<void> {
  await knex.schema.createTable('closures', (t) => {
    t.increments('id');
    reference(t, 'survey_id', 'surveys').index();
    t.text('reason').notNullable().checkIn(['refused', 'wrong-number', 'unreachable', 'other']);
    t.text('note').notNullable().defaultTo('');
    reference(t, 'closed_by', 'users');
    instant(t, 'closed_at').notNullable();
    instant(t, 'reopened_at').nullable();
    optionalReference(t, 'reopened_by', 'users');
    t.text('reopening_reason').nullable();
    t.check('(reopened_at is null) = (reopened_by is null)');
  });
  await knex.raw('create unique index closures_one_standing on closures (survey_id) where reopened_at is null');
}

import type { Knex } from 'knex';
import { instant, optionalReference, reference } from './columns.js';

export async function up(knex: Knex): Promise<void> {
  await createQuestions(knex);
  await createRules(knex);
  await createProfiles(knex);
  await createProducts(knex);
}

async function createQuestions(knex: Knex): Promise<void> {
  await knex.schema.createTable('questions', (t) => {
    t.increments('id');
    t.text('text_key').notNullable().unique();
    t.integer('current_number').notNullable();
    instant(t, 'created_at').notNullable();
    instant(t, 'deactivated_at').nullable();
    t.integer('version').notNullable().defaultTo(1);
  });
  await knex.schema.createTable('question_versions', (t) => {
    t.increments('id');
    reference(t, 'question_id', 'questions');
    t.integer('number').notNullable();
    t.text('text').notNullable();
    t.text('script').notNullable().defaultTo('');
    t.text('kind').nullable().checkIn(['nps', 'csat']);
    t.boolean('not_applicable').notNullable();
    t.integer('comment_required_up_to').nullable();
    instant(t, 'created_at').notNullable();
    t.unique(['question_id', 'number']);
  });
  await knex.schema.createTable('grades', (t) => {
    reference(t, 'question_version_id', 'question_versions');
    t.integer('position').notNullable().checkBetween([1, 11]);
    t.text('label').notNullable();
    t.integer('weight').notNullable().checkBetween([-100, 100]);
    t.text('signal').nullable().checkIn(['complaint', 'doubt', 'improvement', 'opportunity']);
    t.primary(['question_version_id', 'position']);
  });
}

async function createRules(knex: Knex): Promise<void> {
  await knex.schema.createTable('rules', (t) => {
    named(t);
    t.integer('start_days').notNullable().checkBetween([0, 36500]);
    t.integer('expiry_days').notNullable().checkBetween([0, 36500]);
    t.text('note').notNullable().defaultTo('');
    t.boolean('seller_runs').notNullable();
  });
  await knex.schema.createTable('rule_questions', (t) => {
    reference(t, 'rule_id', 'rules');
    reference(t, 'question_id', 'questions').index();
    t.integer('position').notNullable();
    t.primary(['rule_id', 'question_id']);
  });
  await knex.schema.createTable('rule_operators', (t) => {
    reference(t, 'rule_id', 'rules');
    reference(t, 'user_id', 'users').index();
    t.primary(['rule_id', 'user_id']);
  });
}

async function createProfiles(knex: Knex): Promise<void> {
  await knex.schema.createTable('profiles', (t) => {
    named(t);
    t.text('note').notNullable().defaultTo('');
  });
  await knex.schema.createTable('profile_rules', (t) => {
    reference(t, 'profile_id', 'profiles');
    reference(t, 'rule_id', 'rules').index();
    t.integer('position').notNullable();
    t.primary(['profile_id', 'rule_id']);
  });
}

async function createProducts(knex: Knex): Promise<void> {
  await knex.schema.createTable('products', (t) => {
    named(t);
    t.text('code').nullable();
    t.text('code_key').nullable().unique();
    optionalReference(t, 'profile_id', 'profiles').index();
    t.bigInteger('commission_cents').nullable();
    t.integer('commission_rate').nullable().checkBetween([0, 10000]);
    t.check('commission_cents is null or commission_rate is null');
    t.check('(code is null) = (code_key is null)');
  });
}

/** What every configuration record has: a unique name, its state and the version that an editor read. */
function named(t: Knex.CreateTableBuilder): void {
  t.increments('id');
  t.text('name').notNullable();
  t.text('name_key').notNullable().unique();
  instant(t, 'created_at').notNullable();
  instant(t, 'deactivated_at').nullable();
  t.integer('version').notNullable().defaultTo(1);
}

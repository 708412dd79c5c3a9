import type { Knex } from 'knex';
import { instant, isPostgres, optionalReference } from './columns.js';

export async function up(knex: Knex): Promise<void> {
  await createSettings(knex);
  await createUsers(knex);
  await createSessions(knex);
  await createAudit(knex);
}

async function createSettings(knex: Knex): Promise<void> {
  await knex.schema.createTable('settings', (t) => {
    t.integer('id').primary().checkIn(['1']);
    t.text('company_name').notNullable();
    t.text('time_zone').notNullable();
    t.text('locale').notNullable().checkIn(['pt-BR', 'en']);
    t.integer('version').notNullable().defaultTo(1);
  });
  await knex('settings').insert({ id: 1, company_name: '', time_zone: 'America/Sao_Paulo', locale: 'pt-BR' });
  await knex.schema.createTable('secrets', (t) => {
    t.text('name').primary();
    t.text('value').notNullable();
  });
  await knex.schema.createTable('rate_limits', (t) => {
    t.text('bucket').primary();
    t.integer('hits').notNullable();
    instant(t, 'window_ends_at').notNullable();
  });
}

async function createUsers(knex: Knex): Promise<void> {
  await knex.schema.createTable('users', (t) => {
    t.increments('id');
    t.text('name').notNullable();
    t.text('name_key').notNullable().index();
    t.text('role').notNullable().checkIn(['operator', 'manager', 'admin']);
    t.text('login').nullable();
    t.text('login_key').nullable().unique();
    t.text('password_hash').nullable();
    t.text('external_id').nullable().unique();
    t.text('locale').nullable().checkIn(['pt-BR', 'en']);
    t.text('theme').notNullable().defaultTo('auto').checkIn(['auto', 'light', 'dark']);
    instant(t, 'created_at').notNullable();
    instant(t, 'deactivated_at').nullable();
    t.integer('version').notNullable().defaultTo(1);
    t.check('(login is null) = (login_key is null)');
    t.check('password_hash is null or login is not null');
  });
}

async function createSessions(knex: Knex): Promise<void> {
  await knex.schema.createTable('sessions', (t) => {
    t.text('id_hash').primary();
    optionalReference(t, 'user_id', 'users').index();
    t.text('data').notNullable();
    instant(t, 'expires_at').notNullable().index();
    instant(t, 'ended_at').nullable();
  });
}

async function createAudit(knex: Knex): Promise<void> {
  await knex.schema.createTable('audit', (t) => {
    t.bigIncrements('id');
    instant(t, 'at').notNullable();
    optionalReference(t, 'actor_id', 'users');
    t.text('origin').notNullable().checkIn(['web', 'cli', 'api', 'system']);
    t.text('action').notNullable();
    t.text('entity').notNullable();
    t.integer('entity_id').notNullable();
    t.text('changes').notNullable();
    t.index(['at', 'id']);
    t.index(['actor_id', 'at', 'id']);
    t.index(['origin', 'at', 'id']);
    t.index(['entity', 'entity_id', 'id']);
  });
  await knex.schema.createTable('audit_personal', (t) => {
    t.bigInteger('audit_id').primary().references('id').inTable('audit').onDelete('RESTRICT');
    t.text('changes').notNullable();
  });
  await refuseChanges(knex, 'audit');
}

/** The audit is append-only for everybody who comes through the application's connection. */
async function refuseChanges(knex: Knex, table: string): Promise<void> {
  if (isPostgres(knex)) {
    await knex.raw(`create function refuse_change() returns trigger language plpgsql as
      $$ begin raise exception '% is append-only', tg_table_name; end $$`);
    await knex.raw(`create trigger ${table}_append_only before update or delete or truncate on ${table}
      for each statement execute function refuse_change()`);
    return;
  }
  for (const verb of ['update', 'delete']) {
    await knex.raw(`create trigger ${table}_no_${verb} before ${verb} on ${table}
      begin select raise(abort, '${table} is append-only'); end`);
  }
}

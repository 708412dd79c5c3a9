import type { Knex } from 'knex';
import { civilDate, instant, optionalReference, reference } from './columns.js';

export async function up(knex: Knex): Promise<void> {
  await createCustomers(knex);
  await createSales(knex);
  await createImports(knex);
}

async function createCustomers(knex: Knex): Promise<void> {
  await knex.schema.createTable('customers', (t) => {
    t.increments('id');
    t.text('external_id').nullable().unique();
    t.text('document').nullable().unique();
    t.text('name').notNullable();
    t.text('name_key').notNullable().index();
    t.text('phone1').nullable();
    t.text('phone2').nullable();
    t.text('phone3').nullable();
    t.text('email').nullable();
    t.text('city').nullable();
    t.text('city_key').nullable().index();
    t.text('state').nullable();
    t.text('search_text').notNullable();
    instant(t, 'created_at').notNullable();
    instant(t, 'anonymised_at').nullable();
    t.integer('version').notNullable().defaultTo(1);
  });
}

async function createSales(knex: Knex): Promise<void> {
  await knex.schema.createTable('sales', (t) => {
    t.increments('id');
    t.text('external_id').nullable();
    reference(t, 'customer_id', 'customers').index();
    reference(t, 'seller_id', 'users');
    reference(t, 'product_id', 'products');
    civilDate(knex, t, 'closed_on').notNullable();
    t.bigInteger('value_cents').notNullable();
    t.bigInteger('commission_base_cents').nullable();
    t.text('origin').notNullable().checkIn(['form', 'import', 'api']);
    instant(t, 'recorded_at').notNullable();
    civilDate(knex, t, 'cancelled_on').nullable();
    instant(t, 'cancelled_at').nullable();
    t.boolean('commission_reversed').nullable();
    t.text('last_imported').nullable();
    // What the form that recorded it was minted with: sent twice, it records one sale.
    t.text('form_key').nullable().unique();
    t.integer('version').notNullable().defaultTo(1);
    t.check('(cancelled_on is null) = (cancelled_at is null)');
    t.check('(cancelled_on is null) = (commission_reversed is null)');
    // What a survey copies of its sale; its composite foreign key cascades, so that copies cannot differ.
    t.unique(['id', 'seller_id', 'product_id', 'closed_on']);
    t.unique(['external_id', 'product_id']);
    t.index(['closed_on', 'id']);
    t.index(['seller_id', 'closed_on', 'id']);
    t.index(['product_id', 'closed_on', 'id']);
  });
}

/** Files on their way in: staged here between the upload, the mapping, the preview and the confirmation. */
async function createImports(knex: Knex): Promise<void> {
  await knex.schema.createTable('imports', (t) => {
    t.increments('id');
    reference(t, 'user_id', 'users').index();
    t.text('file_name').notNullable();
    t.text('content').nullable();
    t.text('mapping').nullable();
    t.text('result').nullable();
    instant(t, 'created_at').notNullable();
    instant(t, 'applied_at').nullable();
  });
  await knex.schema.createTable('import_mappings', (t) => {
    t.text('header_hash').primary();
    t.text('mapping').notNullable();
    optionalReference(t, 'user_id', 'users');
    instant(t, 'saved_at').notNullable();
  });
}

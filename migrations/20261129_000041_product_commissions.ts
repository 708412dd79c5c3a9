import type { Knex } from 'knex';
import { civilDate, instant, isPostgres, optionalReference, reference } from './columns.js';
import { rebuild, replaced } from './rebuild.js';

/**
 * The base of a product's commission, an amount, a rate or none, is in force from a day: the first one from always. What
 * products have becomes their first. And corrections of the base that a sale has copied.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('product_commissions', (t) => {
    t.increments('id');
    reference(t, 'product_id', 'products');
    civilDate(knex, t, 'in_force_from').nullable();
    t.bigInteger('cents').nullable();
    t.integer('rate').nullable().checkBetween([0, 10000]);
    optionalReference(t, 'saved_by', 'users');
    instant(t, 'saved_at').notNullable();
    t.index(['product_id', 'in_force_from', 'id']);
    t.check('cents is null or rate is null');
  });
  await knex.raw(`insert into product_commissions (product_id, in_force_from, cents, rate, saved_at)
    select id, null, commission_cents, commission_rate, created_at from products
    where commission_cents is not null or commission_rate is not null order by id`);
  await dropFromProducts(knex);
  await knex.schema.createTable('base_corrections', (t) => {
    t.increments('id');
    reference(t, 'sale_id', 'sales').index();
    t.bigInteger('from_cents').nullable();
    t.bigInteger('to_cents').nullable();
    t.text('reason').notNullable();
    reference(t, 'corrected_by', 'users');
    instant(t, 'corrected_at').notNullable();
  });
}

async function dropFromProducts(knex: Knex): Promise<void> {
  const dropped = ['commission_cents', 'commission_rate'];
  if (isPostgres(knex)) {
    await knex.raw(`alter table products ${dropped.map((column) => `drop column ${column}`).join(', ')}`);
    return;
  }
  const parts = [
    /`commission_cents` bigint null, /,
    /`commission_rate` integer null check \([^)]*\), /,
    /,\s*check \(commission_cents is null or commission_rate is null\)/,
  ];
  const edit = (definition: string) => parts.reduce((text, part) => replaced(text, part, ''), definition);
  await rebuild(knex, 'products', edit, {}, '', dropped);
}

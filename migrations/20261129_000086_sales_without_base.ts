import type { Knex } from 'knex';

/** The sales that pay nothing for want of a base, by closing date: the list shows them among any number of others. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`create index sales_without_base on sales (closed_on, id)
    where commission_base_cents is null and commission_reversed is not true`);
}

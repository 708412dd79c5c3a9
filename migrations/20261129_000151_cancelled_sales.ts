import type { Knex } from 'knex';

/** The few sales that were cancelled: counting them, and those that stand, went through every sale at each look at Vendas. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`create index sales_cancelled on sales (closed_on, id, seller_id, product_id, cancelled_at)
    where cancelled_at is not null`);
}

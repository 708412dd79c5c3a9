import type { Knex } from 'knex';

const FACTS = 'executed_on, id, kind, executed_by, seller_id, product_id, city_key';

/** Signals with a follow-up are a list too, and what results count: in the orders of those that wait (20261129_000140). */
export async function up(knex: Knex): Promise<void> {
  for (const [order, columns] of [
    ['', FACTS],
    ['_own', `executed_by, ${FACTS.replace(', executed_by', '')}`],
    ['_by_kind', 'kind, id, executed_on, executed_by, seller_id, product_id, city_key'],
  ] as const)
    await knex.raw(`create index signals_followed${order} on signals (${columns}) where follow_up_id is not null`);
}

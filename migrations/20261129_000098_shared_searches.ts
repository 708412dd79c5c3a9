import type { Knex } from 'knex';

/** A filter with a search is shared no more: colleagues read in it whom somebody looked for. Its owner keeps it. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`update saved_filters set is_shared = false
    where is_shared and (search like 'q=%' or search like '%&q=%')`);
}

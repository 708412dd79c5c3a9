import type { Knex } from 'knex';
import { isPostgres } from './columns.js';

/** What a commission looks at of a sale, besides its surveys. */
const FACTS = ['seller_id', 'closed_on', 'commission_base_cents', 'commission_reversed'];

/**
 * A sale that is recorded, or that changes in what its commission depends on, counts as a write for what is kept by write
 * version; until now only its surveys did.
 */
export async function up(knex: Knex): Promise<void> {
  const bump = isPostgres(knex)
    ? "execute function note_write('surveys')"
    : "begin update write_versions set version = version + 1 where topic = 'surveys' and shard = 0; end";
  const is = isPostgres(knex) ? 'is distinct from' : 'is not';
  const differs = FACTS.map((column) => `old.${column} ${is} new.${column}`).join(' or ');
  await knex.raw(`create trigger sales_commission_insert after insert on sales for each row ${bump}`);
  await knex.raw(`create trigger sales_commission_update after update of ${FACTS.join(', ')} on sales
    for each row when (${differs}) ${bump}`);
}

import type { Knex } from 'knex';

/**
 * The orders of the list that are columns of its own. Those of few values are expressions, so that a filter by the same
 * column never takes the index of the order for its own, and sorts what it finds.
 */
const ORDERS = {
  opened: 'opened_at',
  priority: '(priority + 0)',
  kind: "(kind || '')",
  ended: '(coalesce(ended_at, 0))',
};

/**
 * What filters and statuses look at: counting goes through this index, and through no row. It begins with what no list
 * skips through: from owner to owner, of whom there are few, SQLite would instead of reading an order's index.
 */
const COUNTED = `customer_id, sale_id, owner_id, ended_at, started_at, ending, kind, priority, due_on, opened_on,
  ended_on`;

/** The open ones in each order, and all of them; names are sorted in short lists only. */
export async function up(knex: Knex): Promise<void> {
  for (const [name, key] of Object.entries(ORDERS)) {
    await knex.raw(`create index follow_ups_by_${name} on follow_ups (${key}, id)`);
    await knex.raw(`create index follow_ups_open_by_${name} on follow_ups (${key}, id) where ended_at is null`);
  }
  await knex.raw(`create index follow_ups_counted on follow_ups (${COUNTED})`);
}

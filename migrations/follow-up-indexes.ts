import type { Knex } from 'knex';

/** What filters look at: with it in an index, neither a counter nor a walk visits the table. */
const FACTS = 'due_on, owner_id, kind, priority, product_id, seller_id, city_key';

/** Looked at by periods alone, so only some have them. */
const DATES = 'opened_on, ended_on';

const OPEN = 'ended_at is null';
const ENDED = 'ended_at is not null';

/**
 * Those that are open are few, those that ended ever more: each has indexes of its own, in every order that a list of any
 * length can be had in, and the ended ones behind each filter too, in the order of the due dates.
 */
export async function indexFollowUps(knex: Knex): Promise<void> {
  const index = (name: string, columns: string, predicate: string) => {
    const unique = [...new Set(columns.split(', '))].join(', ');
    return knex.raw(`create index follow_ups_${name} on follow_ups (${unique}) ${predicate && `where ${predicate}`}`);
  };
  await index('open', `due_on, id, ${FACTS}, opened_on, started_at`, OPEN);
  await index('own', `owner_id, due_on, id, ${FACTS}, opened_on, started_at`, OPEN);
  const orders = { opened: 'opened_at', priority: 'priority', kind: 'kind', ended: 'coalesce(ended_at, 0)' };
  for (const [name, key] of Object.entries(orders)) await index(`open_by_${name}`, `(${key}), id`, OPEN);
  await index('ended_by_due', `due_on, id, ${FACTS}, ending, ${DATES}`, ENDED);
  await index('ended_by_opened', `opened_at, id, ${FACTS}, ending, ${DATES}`, ENDED);
  await index('ended_by_ended', `ended_at, id, ${FACTS}, ending, ${DATES}`, ENDED);
  await index('ended_by_priority', `priority, id, ${FACTS}, ending`, ENDED);
  await index('ended_by_kind', `kind, id, ${FACTS}, ending`, ENDED);
  await index('ended_by_owner', `owner_id, due_on, id, ${FACTS}, ending, ${DATES}`, ENDED);
  await index('ended_by_product', `product_id, due_on, id, ${FACTS}, ending`, ENDED);
  await index('ended_by_seller', `seller_id, due_on, id, ${FACTS}, ending`, ENDED);
  await index('ended_by_city', `city_key, due_on, id, ${FACTS}, ending`, ENDED);
  await index('ended_by_ending', `ending, due_on, id, ${FACTS}`, ENDED);
  // By the civil date: periods, and what results add up.
  await index('opened', `opened_on, id, ended_at, ending, ${FACTS}`, '');
  await index('ended', `ended_on, ending, id, ${FACTS}, opened_on`, ENDED);
}

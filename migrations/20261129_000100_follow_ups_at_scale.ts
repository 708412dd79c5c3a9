import type { Knex } from 'knex';
import { isPostgres } from './columns.js';
import { indexFollowUps } from './follow-up-indexes.js';
import { tallyFollowUps } from './follow-up-tallies.js';
import { constrained, rebuild, replaced } from './rebuild.js';

/**
 * Follow-ups get what their lists filter by: seller and product of the sale that they came from, and the customer's city.
 * The copies cannot differ from their source, as those of surveys cannot: composite foreign keys carry them along. A
 * follow-up of a sale is its customer's, and goes with it to another one.
 */
export async function up(knex: Knex): Promise<void> {
  await dropObsolete(knex);
  if (isPostgres(knex)) await changeOnPostgres(knex);
  else await changeOnSqlite(knex);
  await indexFollowUps(knex);
  await tallyFollowUps(knex);
}

const OBSOLETE = [
  ...['open', 'own', 'own_all', 'due', 'opened', 'ended', 'counted'],
  ...['opened', 'priority', 'kind', 'ended'].flatMap((order) => [`by_${order}`, `open_by_${order}`]),
];

async function dropObsolete(knex: Knex): Promise<void> {
  for (const name of OBSOLETE) await knex.raw(`drop index follow_ups_${name}`);
}

/** `closed_on` and `has_phone` are looked at by no list: they belong to the keys that the others are carried by. */
const OF_SALE = ['seller_id', 'product_id', 'closed_on'];

const KEYS = [
  `foreign key (customer_id, city_key, has_phone) references customers (id, city_key, has_phone) on update cascade
    on delete restrict`,
  // Deferred: a customer's new city reaches the follow-up by way of his sale, or before it.
  `foreign key (sale_id, ${OF_SALE.join(', ')}, customer_id, city_key, has_phone)
    references sales (id, ${OF_SALE.join(', ')}, customer_id, city_key, has_phone)
    on update cascade on delete restrict deferrable initially deferred`,
];

/** A key that is null in part is not looked at. */
const CHECKS = OF_SALE.map((column) => `check ((${column} is null) = (sale_id is null))`);

const SOURCES = `left join sales on sales.id = follow_ups.sale_id
  join customers on customers.id = coalesce(sales.customer_id, follow_ups.customer_id)`;

const COPIES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(OF_SALE.map((column) => [column, `sales.${column}`])),
  customer_id: 'customers.id',
  city_key: 'customers.city_key',
  has_phone: 'customers.has_phone',
};

async function changeOnSqlite(knex: Knex): Promise<void> {
  const columns = `seller_id integer, product_id integer, closed_on text check (closed_on = date(closed_on)),
    city_key text not null default '', has_phone boolean not null default false, `;
  const edit = (definition: string) => {
    const single = (parent: string) =>
      `foreign key(\`${parent}_id\`) references \`${parent}s\`(\`id\`) on delete RESTRICT, `;
    const others = replaced(replaced(definition, single('sale'), ''), single('customer'), '');
    return constrained(replaced(others, 'foreign key', `${columns}foreign key`), [...KEYS, ...CHECKS]);
  };
  await rebuild(knex, 'follow_ups', edit, COPIES, SOURCES);
}

async function changeOnPostgres(knex: Knex): Promise<void> {
  await knex.raw(`alter table follow_ups add seller_id integer, add product_id integer, add closed_on date,
    add city_key text not null default '', add has_phone boolean not null default false,
    drop constraint follow_ups_sale_id_foreign, drop constraint follow_ups_customer_id_foreign`);
  const set = Object.keys(COPIES).map((column) => `${column} = facts.${column}`);
  const read = Object.entries(COPIES).map(([column, from]) => `${from} as ${column}`);
  await knex.raw(`update follow_ups set ${set.join(', ')}
    from (select follow_ups.id as follow_up_id, ${read.join(', ')} from follow_ups ${SOURCES}) facts
    where facts.follow_up_id = follow_ups.id`);
  // A deferred key that waits for its check would forbid to alter the table: the keys come last.
  await knex.raw(`alter table follow_ups ${[...CHECKS, ...KEYS].map((constraint) => `add ${constraint}`).join(', ')}`);
}

import type { Knex } from 'knex';
import { isPostgres } from './columns.js';

/**
 * What a sale is found by (its own id, and all of its customer's) in an index of its trigrams, kept by triggers. On
 * SQLite the index holds no text; on PostgreSQL it is built where the server has pg_trgm (src/store/text-index).
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw("alter table sales add column external_key text not null default ''");
  await fillKeys(knex);
  if (isPostgres(knex)) await indexOnPostgres(knex);
  else await indexOnSqlite(knex);
}

async function fillKeys(knex: Knex): Promise<void> {
  const [collation, beyondAscii] = isPostgres(knex)
    ? ['collate "C"', "external_id ~ '[^ -~]'"]
    : ['', "external_id glob '*[^ -~]*'"];
  await knex.raw(`update sales set external_key = lower(external_id ${collation}) where external_id is not null`);
  const others: { id: number; external_id: string }[] = await knex('sales')
    .whereRaw(beyondAscii)
    .select('id', 'external_id');
  for (const { id, external_id } of others)
    await knex('sales')
      .where({ id })
      .update({ external_key: keyOf(external_id) });
}

/** The key of names as it is on this day (src/domain/text). */
function keyOf(text: string): string {
  const bare = text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC');
  return bare.replace(/\s+/gu, ' ').trim();
}

/** Two spaces before each word, so that its first one or two letters make a trigram too. */
const PADDED = "'  ' || replace(sales.external_key || ' ' || customers.search_text, ' ', '  ')";

const OF_SALES = 'from sales join customers on customers.id = sales.customer_id';

async function indexOnSqlite(knex: Knex): Promise<void> {
  await knex.raw(`create virtual table sales_text using fts5 (words, content = '', contentless_delete = 1,
    tokenize = 'trigram case_sensitive 1')`);
  const add = (condition: string) =>
    `insert into sales_text (rowid, words) select sales.id, ${PADDED} ${OF_SALES} ${condition}`;
  await knex.raw(add('order by sales.id'));
  // In one piece: otherwise the next sales to be recorded would have the pieces merged, one of them for a second.
  await knex.raw("insert into sales_text (sales_text) values ('optimize')");
  const again = (some: string) => `begin
    delete from sales_text where rowid in (select id from sales where ${some});
    ${add(`where sales.${some}`)};
  end`;
  await knex.raw(`create trigger sales_text_insert after insert on sales begin ${add('where sales.id = new.id')}; end`);
  await knex.raw(`create trigger sales_text_delete after delete on sales
    begin delete from sales_text where rowid = old.id; end`);
  await knex.raw(`create trigger sales_text_update after update of external_key, customer_id on sales
    when old.external_key is not new.external_key or old.customer_id is not new.customer_id ${again('id = new.id')}`);
  await knex.raw(`create trigger sales_text_customer after update of search_text on customers
    when old.search_text is not new.search_text ${again('customer_id = new.id')}`);
}

const SPACED = "' ' || sales.external_key || ' ' || customers.search_text";

async function indexOnPostgres(knex: Knex): Promise<void> {
  await knex.raw('create table sales_text (sale_id integer primary key, words text not null)');
  await knex.raw(`insert into sales_text (sale_id, words) select sales.id, ${SPACED} ${OF_SALES} order by sales.id`);
  // The lock makes one who changes the customer meanwhile wait, or is waited for: no sale keeps an old text.
  await trigger(
    knex,
    'insert on sales referencing new table as added for each statement',
    `insert into sales_text (sale_id, words) select sales.id, ${SPACED}
      from added as sales join customers on customers.id = sales.customer_id for share of customers`,
  );
  await trigger(
    knex,
    'delete on sales referencing old table as removed for each statement',
    'delete from sales_text where sale_id in (select id from removed)',
  );
  await trigger(
    knex,
    `update of external_key, customer_id on sales for each row
      when (old.external_key is distinct from new.external_key or old.customer_id is distinct from new.customer_id)`,
    `update sales_text set words = (select ' ' || new.external_key || ' ' || customers.search_text
      from customers where customers.id = new.customer_id for share) where sale_id = new.id`,
  );
  await trigger(
    knex,
    'update of search_text on customers for each row when (old.search_text is distinct from new.search_text)',
    `update sales_text set words = ' ' || sales.external_key || ' ' || new.search_text
      from sales where sales.id = sales_text.sale_id and sales.customer_id = new.id`,
  );
}

async function trigger(knex: Knex, event: string, statement: string): Promise<void> {
  const [verb, table] = [event.split(' ')[0], / on (\w+)/.exec(event)?.[1]];
  const name = `${table}_text_${verb}`;
  await knex.raw(`create function ${name}() returns trigger language plpgsql as
    $$ begin ${statement}; return null; end $$`);
  await knex.raw(`create trigger ${name} after ${event} execute function ${name}()`);
}

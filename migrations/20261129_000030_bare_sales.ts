import type { Knex } from 'knex';
import { isPostgres } from './columns.js';

/**
 * A sale knows whether it is bare: without any survey. Triggers keep it, so that the bare ones are an index range among
 * any number of sales, and not the outcome of looking at each.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table sales add column bare boolean not null default true');
  await knex.raw('update sales set bare = false where exists (select 1 from surveys where surveys.sale_id = sales.id)');
  if (isPostgres(knex)) await watchOnPostgres(knex);
  else await watchOnSqlite(knex);
  const bare = 'where bare and cancelled_at is null';
  await knex.raw(`create index sales_bare_product on sales (product_id, closed_on) ${bare}`);
  await knex.raw(`create index sales_bare_closing on sales (closed_on, id) ${bare}`);
}

async function watchOnSqlite(knex: Knex): Promise<void> {
  await knex.raw(`create trigger surveys_bare_insert after insert on surveys begin
    update sales set bare = false where id = new.sale_id and bare; end`);
  await knex.raw(`create trigger surveys_bare_delete after delete on surveys
    when not exists (select 1 from surveys where sale_id = old.sale_id) begin
    update sales set bare = true where id = old.sale_id; end`);
}

/** Once for each statement: a sale's surveys are added together. */
async function watchOnPostgres(knex: Knex): Promise<void> {
  await knex.raw(`create function clothe_sales() returns trigger language plpgsql as $$
    begin
      update sales set bare = false where bare and id in (select sale_id from added);
      return null;
    end $$`);
  await knex.raw(`create function bare_sales() returns trigger language plpgsql as $$
    begin
      update sales set bare = true where not bare and id in (select sale_id from removed)
        and not exists (select 1 from surveys where surveys.sale_id = sales.id);
      return null;
    end $$`);
  await knex.raw(`create trigger surveys_bare_insert after insert on surveys
    referencing new table as added for each statement execute function clothe_sales()`);
  await knex.raw(`create trigger surveys_bare_delete after delete on surveys
    referencing old table as removed for each statement execute function bare_sales()`);
}

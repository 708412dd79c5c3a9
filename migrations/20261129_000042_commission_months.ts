import type { Knex } from 'knex';
import { instant, isPostgres, reference } from './columns.js';
import { refuseChanges } from './frozen.js';

/**
 * Closed months with the policy that they were computed with, their statements and lines, what was paid, and the sales
 * that changed since theirs closed. Ids and amounts only: a frozen line is never personal data.
 */
export async function up(knex: Knex): Promise<void> {
  await createMonths(knex);
  await createLines(knex);
  await createPayments(knex);
  await freeze(knex);
  await knex.schema.createTable('commission_touched', (t) => {
    t.integer('sale_id').primary().references('id').inTable('sales').onDelete('RESTRICT');
  });
  if (isPostgres(knex)) await watchOnPostgres(knex);
  else await watchOnSqlite(knex);
}

async function createMonths(knex: Knex): Promise<void> {
  await knex.schema.createTable('commission_months', (t) => {
    t.text('month').primary();
    t.integer('k').notNullable();
    t.boolean('bonus_only').notNullable();
    t.text('own_survey').notNullable();
    reference(t, 'closed_by', 'users');
    instant(t, 'closed_at').notNullable();
  });
  await knex.schema.createTable('commission_statements', (t) => {
    t.text('month').notNullable();
    reference(t, 'seller_id', 'users').index();
    t.integer('line_count').notNullable();
    t.bigInteger('lines_cents').notNullable();
    t.bigInteger('effect_cents').notNullable();
    t.bigInteger('adjustments_cents').notNullable();
    t.bigInteger('carried_in_cents').notNullable();
    t.bigInteger('payable_cents').notNullable();
    t.bigInteger('carried_out_cents').notNullable();
    t.primary(['month', 'seller_id']);
    t.check('carried_in_cents <= 0 and carried_out_cents <= 0 and payable_cents >= 0');
    t.check('lines_cents + adjustments_cents + carried_in_cents = payable_cents + carried_out_cents');
  });
}

async function createLines(knex: Knex): Promise<void> {
  await knex.schema.createTable('commission_lines', (t) => {
    t.increments('id');
    t.text('month').notNullable();
    t.integer('seller_id').notNullable();
    reference(t, 'sale_id', 'sales').index();
    t.text('kind').notNullable().checkIn(['sale', 'adjustment']);
    t.bigInteger('before_cents').notNullable();
    t.bigInteger('after_cents').notNullable();
    t.bigInteger('amount_cents').notNullable();
    t.text('causes').notNullable();
    // The facts that it was computed from.
    t.text('sale_month').notNullable();
    reference(t, 'sale_seller_id', 'users');
    reference(t, 'product_id', 'products');
    t.bigInteger('value_cents').notNullable();
    t.bigInteger('base_cents').nullable();
    t.boolean('reversed').notNullable();
    t.text('quality_numerator').nullable();
    t.text('quality_denominator').nullable();
    t.integer('open_surveys').notNullable();
    t.foreign(['month', 'seller_id']).references(['month', 'seller_id']).inTable('commission_statements');
    t.index(['month', 'seller_id', 'kind', 'id']);
    t.check('amount_cents = after_cents - before_cents');
    t.check('(quality_numerator is null) = (quality_denominator is null)');
  });
  await knex.schema.createTable('commission_line_executions', (t) => {
    reference(t, 'line_id', 'commission_lines');
    reference(t, 'execution_id', 'executions');
    t.boolean('counted').notNullable();
    t.primary(['line_id', 'execution_id']);
  });
}

async function createPayments(knex: Knex): Promise<void> {
  await knex.schema.createTable('commission_payments', (t) => {
    t.text('month').notNullable().references('month').inTable('commission_months');
    t.integer('seller_id').notNullable();
    reference(t, 'paid_by', 'users');
    instant(t, 'paid_at').notNullable();
    t.primary(['month', 'seller_id']);
    t.foreign(['month', 'seller_id']).references(['month', 'seller_id']).inTable('commission_statements');
  });
}

/** What was closed stays, and nothing joins it: the month's own row is written last. */
async function freeze(knex: Knex): Promise<void> {
  const closed = (month: string) =>
    `exists (select 1 from commission_months where commission_months.month >= ${month})`;
  const frozen = 'a closed month is never changed';
  for (const table of ['commission_months', 'commission_statements', 'commission_lines', 'commission_payments'])
    await refuseChanges(knex, table, ['update', 'delete'], frozen);
  await refuseChanges(knex, 'commission_line_executions', ['update', 'delete'], frozen);
  const ofLine = '(select month from commission_lines where id = new.line_id)';
  await refuseChanges(knex, 'commission_line_executions', ['insert'], frozen, closed(ofLine));
  for (const table of ['commission_months', 'commission_statements', 'commission_lines'])
    await refuseChanges(knex, table, ['insert'], frozen, closed('new.month'));
  await refuseChanges(knex, 'commission_policies', ['insert'], frozen, closed('new.from_month'));
}

const FACTS = ['seller_id', 'product_id', 'closed_on', 'value_cents', 'commission_base_cents', 'commission_reversed'];

/** A sale counts as touched when it stands in a closed month, or stood there, and something of it changes. */
async function watchOnSqlite(knex: Knex): Promise<void> {
  const closed = (day: string) => `exists (select 1 from commission_months where month >= substr(${day}, 1, 7))`;
  const touch = (sale: string) => `begin insert into commission_touched (sale_id) select ${sale}
    where not exists (select 1 from commission_touched where sale_id = ${sale}); end`;
  const differs = FACTS.map((column) => `old.${column} is not new.${column}`).join(' or ');
  await knex.raw(
    `create trigger sales_touched_insert after insert on sales when ${closed('new.closed_on')} ${touch('new.id')}`,
  );
  await knex.raw(`create trigger sales_touched_update after update of ${FACTS.join(', ')} on sales
    when (${differs}) and ${closed('min(old.closed_on, new.closed_on)')} ${touch('new.id')}`);
  await knex.raw(`create trigger surveys_touched_update after update of execution_id on surveys
    when old.execution_id is not new.execution_id and ${closed('new.closed_on')} ${touch('new.sale_id')}`);
}

async function watchOnPostgres(knex: Knex): Promise<void> {
  await knex.raw(`create function touch_sale(sale integer, day date) returns void language plpgsql as $$
    begin
      if exists (select 1 from commission_months where month >= to_char(day, 'YYYY-MM')) then
        insert into commission_touched (sale_id) values (sale) on conflict do nothing;
      end if;
    end $$`);
  const watch = async (name: string, event: string, touch: string, when = '') => {
    await knex.raw(`create function ${name}() returns trigger language plpgsql as
      $$ begin perform ${touch}; return null; end $$`);
    await knex.raw(`create trigger ${name} after ${event} for each row ${when} execute function ${name}()`);
  };
  const differs = FACTS.map((column) => `old.${column} is distinct from new.${column}`).join(' or ');
  await watch('sales_touched_insert', 'insert on sales', 'touch_sale(new.id, new.closed_on)');
  await watch(
    'sales_touched_update',
    `update of ${FACTS.join(', ')} on sales`,
    'touch_sale(new.id, least(old.closed_on, new.closed_on))',
    `when (${differs})`,
  );
  await watch(
    'surveys_touched_update',
    'update of execution_id on surveys',
    'touch_sale(new.sale_id, new.closed_on)',
    'when (old.execution_id is distinct from new.execution_id)',
  );
}

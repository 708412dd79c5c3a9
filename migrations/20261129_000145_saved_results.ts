import type { Knex } from 'knex';
import { isPostgres } from './columns.js';
import { rebuild, replaced } from './rebuild.js';

/** Filters are kept for the panel's list of what is past or settled too. */
export async function up(knex: Knex): Promise<void> {
  if (!isPostgres(knex)) {
    await rebuild(knex, 'saved_filters', (definition) =>
      replaced(definition, "'inconsistent')", "'inconsistent', 'past')"),
    );
    return;
  }
  const { rows } = await knex.raw(`select conname as name from pg_constraint where conrelid = 'saved_filters'::regclass
    and contype = 'c' and pg_get_constraintdef(oid) like '%my-rules%'`);
  await knex.raw('alter table saved_filters drop constraint ??', [rows[0].name]);
  await knex.raw(`alter table saved_filters add constraint saved_filters_tab
    check (tab in ('my-rules', 'executed', 'pending', 'inconsistent', 'past'))`);
}

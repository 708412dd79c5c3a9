import type { Knex } from 'knex';
import { isPostgres } from './columns.js';
import { rebuild, replaced } from './rebuild.js';

/** Filters are kept for the list of signals too. */
export async function up(knex: Knex): Promise<void> {
  if (!isPostgres(knex)) {
    await rebuild(knex, 'saved_filters', (definition) =>
      replaced(definition, "list in ('panel', 'follow-ups')", "list in ('panel', 'follow-ups', 'signals')"),
    );
    return;
  }
  const { rows } = await knex.raw(`select conname as name from pg_constraint where conrelid = 'saved_filters'::regclass
    and contype = 'c' and pg_get_constraintdef(oid) like '%follow-ups%'`);
  await knex.raw('alter table saved_filters drop constraint ??', [rows[0].name]);
  await knex.raw(`alter table saved_filters add constraint saved_filters_list
    check (list in ('panel', 'follow-ups', 'signals'))`);
}

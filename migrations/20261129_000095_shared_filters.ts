import type { Knex } from 'knex';
import { isPostgres } from './columns.js';
import { rebuild, replaced } from './rebuild.js';

const LIST = "list text not null default 'panel' check (list in ('panel', 'follow-ups'))";
const SHARED = 'is_shared boolean not null default false';
/** Only the panel has lists of several names; the list of follow-ups has its tab in the query string. */
const TABBED = "check ((list = 'panel') = (tab is not null))";

/** Filters are kept for the list of follow-ups too, each list's under names of its own, and may be shared with the team. */
export async function up(knex: Knex): Promise<void> {
  if (isPostgres(knex)) await alter(knex);
  else {
    await knex.raw('drop index saved_filters_user_id_name_key_unique');
    await rebuild(knex, 'saved_filters', widened, { list: "'panel'", is_shared: '0' });
  }
  await knex.raw('drop index saved_filters_one_default');
  await knex.raw('create unique index saved_filters_name on saved_filters (user_id, list, name_key)');
  await knex.raw('create unique index saved_filters_one_default on saved_filters (user_id, list) where is_default');
  await knex.raw('create index saved_filters_shared on saved_filters (list, name_key) where is_shared');
}

async function alter(knex: Knex): Promise<void> {
  await knex.raw('alter table saved_filters drop constraint saved_filters_user_id_name_key_unique');
  await knex.raw(`alter table saved_filters alter column tab drop not null, add column ${LIST}, add column ${SHARED}`);
  await knex.raw(`alter table saved_filters add constraint saved_filters_tabbed ${TABBED}`);
}

function widened(definition: string): string {
  const nullable = replaced(definition, '`tab` text not null check', '`tab` text check');
  return replaced(nullable, ', foreign key', `, ${LIST}, ${SHARED}, ${TABBED}, foreign key`);
}

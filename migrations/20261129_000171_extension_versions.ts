import type { Knex } from 'knex';
import { isPostgres } from './columns.js';
import { createDayVersions } from './day-versions.js';

/** What tells how a survey went on that was given another last day when its own was over, and what results narrow it to. */
const FACTS = ['outcome', 'expires_on', 'executed_on', 'seller_id', 'product_id', 'rule_id', 'city_key'];

const OVERDUE = 'extensions.extended_on > extensions.was_expires_on';

/**
 * How often the surveys were written that were extended on a day, when their last one was over: what was added up over days
 * holds for as long as the sum of their versions stays, as that of surveys does (20261129_000090). What a survey came to is
 * told by its closures too, which are written with its outcome. Triggers count, in shards as write_versions are.
 */
export async function up(knex: Knex): Promise<void> {
  await createDayVersions(knex, 'extension_versions');
  if (isPostgres(knex)) await watchOnPostgres(knex);
  else await watchOnSqlite(knex);
}

/** The days on which a survey was extended so: what becomes of one of them is told of the others too. */
const daysOf = (survey: string) =>
  `select extended_on as day from extensions where survey_id = ${survey} and ${OVERDUE}`;

async function watchOnSqlite(knex: Knex): Promise<void> {
  const bump = (...days: string[]) => `begin insert into extension_versions (day, shard, version)
    select day, 0, 1 from (${days.join(' union ')}) where true
    on conflict (day, shard) do update set version = version + 1; end`;
  const trigger = (table: string, verb: string, event: string, body: string) =>
    knex.raw(`create trigger ${table}_extended_${verb} after ${event} on ${table} ${body}`);
  const removed = ['select old.extended_on as day where old.extended_on > old.was_expires_on', daysOf('old.survey_id')];
  await trigger('extensions', 'insert', 'insert', bump(daysOf('new.survey_id')));
  await trigger('extensions', 'delete', 'delete', bump(...removed));
  await trigger('extensions', 'update', 'update', bump(...removed, daysOf('new.survey_id')));
  const differs = FACTS.map((column) => `old.${column} is not new.${column}`).join(' or ');
  await trigger('surveys', 'update', `update of ${FACTS.join(', ')}`, `when ${differs} ${bump(daysOf('new.id'))}`);
}

async function watchOnPostgres(knex: Knex): Promise<void> {
  const bump = (days: string) => `insert into extension_versions as known (day, shard, version)
    select day, own_shard(), 1 from (${days}) moved order by day
    on conflict (day, shard) do update set version = known.version + 1`;
  const perform = (name: string, days: string) =>
    knex.raw(`create function ${name}() returns trigger language plpgsql as $$
      begin
        ${bump(days)};
        return null;
      end $$`);
  const removed = `select extended_on as day from removed as extensions where ${OVERDUE} union ${daysAmong('removed')}`;
  for (const [verb, tables, days] of [
    ['insert', 'new table as added', daysAmong('added')],
    ['delete', 'old table as removed', removed],
    ['update', 'old table as removed new table as added', `${removed} union ${daysAmong('added')}`],
  ] as const) {
    await perform(`note_extensions_${verb}`, days);
    await knex.raw(`create trigger extensions_extended_${verb} after ${verb} on extensions
      referencing ${tables} for each statement execute function note_extensions_${verb}()`);
  }
  await perform('note_extended', `select distinct day from (${daysOf('new.id')}) own`);
  const differs = FACTS.map((column) => `old.${column} is distinct from new.${column}`).join(' or ');
  await knex.raw(`create trigger surveys_extended_update after update of ${FACTS.join(', ')} on surveys
    for each row when (${differs}) execute function note_extended()`);
}

function daysAmong(rows: string): string {
  return `select distinct extended_on as day from extensions
    where survey_id in (select survey_id from ${rows}) and ${OVERDUE}`;
}

import type { Knex } from 'knex';
import { isPostgres } from './columns.js';
import { createDayVersions } from './day-versions.js';

/** What results narrow follow-ups to, or add them up by. */
const SHARED = ['kind', 'owner_id', 'seller_id', 'product_id', 'city_key'];

/** What is counted on the day of opening looks at these, and on that of ending at those too. */
const OPENED = [...SHARED, 'opened_on'];
const ENDED = [...OPENED, 'ended_on', 'ending', 'won_cents'];

/**
 * How often the follow-ups that were opened on a day, or ended on it, were written: what was added up over days holds for as
 * long as the sum of their versions stays, as that of surveys does (20261129_000090). One that ends leaves the day of its
 * opening as it was. Triggers count, in shards as write_versions are.
 */
export async function up(knex: Knex): Promise<void> {
  await createDayVersions(knex, 'follow_up_versions');
  if (isPostgres(knex)) await watchOnPostgres(knex);
  else await watchOnSqlite(knex);
}

async function watchOnSqlite(knex: Knex): Promise<void> {
  const bump = (days: readonly string[]) => `begin insert into follow_up_versions (day, shard, version)
    select day, 0, 1 from (${days.join(' union ')}) where day is not null
    on conflict (day, shard) do update set version = version + 1; end`;
  const both = (row: string) => [`select ${row}.opened_on as day`, `select ${row}.ended_on`];
  const trigger = (verb: string, event: string, body: string) =>
    knex.raw(`create trigger follow_ups_results_${verb} after ${event} on follow_ups ${body}`);
  await trigger('insert', 'insert', bump(both('new')));
  await trigger('delete', 'delete', bump(both('old')));
  const differs = (columns: readonly string[]) =>
    columns.map((column) => `old.${column} is not new.${column}`).join(' or ');
  const moved = ['old', 'new'].flatMap((row) => [
    `select ${row}.opened_on as day where ${differs(OPENED)}`,
    `select ${row}.ended_on`,
  ]);
  await trigger('update', `update of ${ENDED.join(', ')}`, `when ${differs(ENDED)} ${bump(moved)}`);
}

/** For each statement: many are ended, or given to somebody else, at once. */
async function watchOnPostgres(knex: Knex): Promise<void> {
  const both = (table: string) => `select opened_on as day from ${table} union select ended_on from ${table}`;
  const differs = (columns: readonly string[]) => {
    const [removed, added] = ['removed', 'added'].map((row) => columns.map((column) => `${row}.${column}`).join(', '));
    return `(${removed}) is distinct from (${added})`;
  };
  const moved = `select distinct day from removed join added using (id) cross join lateral (values
      (removed.opened_on, ${differs(OPENED)}), (added.opened_on, ${differs(OPENED)}),
      (removed.ended_on, ${differs(ENDED)}), (added.ended_on, ${differs(ENDED)})) as written(day, changed) where changed`;
  for (const [verb, tables, days] of [
    ['insert', 'new table as added', both('added')],
    ['delete', 'old table as removed', both('removed')],
    ['update', 'old table as removed new table as added', moved],
  ] as const) {
    await knex.raw(`create function note_follow_ups_${verb}() returns trigger language plpgsql as $$
      begin
        insert into follow_up_versions as known (day, shard, version)
          select day, own_shard(), 1 from (${days}) moved where day is not null order by day
          on conflict (day, shard) do update set version = known.version + 1;
        return null;
      end $$`);
    await knex.raw(`create trigger follow_ups_results_${verb} after ${verb} on follow_ups
      referencing ${tables} for each statement execute function note_follow_ups_${verb}()`);
  }
}

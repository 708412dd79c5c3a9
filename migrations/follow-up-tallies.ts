import type { Knex } from 'knex';
import { isPostgres } from './columns.js';

/**
 * How many follow-ups each owner has, by kind, priority and what became of them; and the writes that lists and counters of
 * follow-ups look at, as a topic of write_versions. Triggers keep both, as they do for surveys (20261124_000002).
 */
export async function tallyFollowUps(knex: Knex): Promise<void> {
  await addTopic(knex);
  const often = 'with (fillfactor = 40, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500)';
  await knex.raw(`create table follow_up_tallies (
    owner_id integer not null,
    kind text not null,
    priority integer not null,
    state text not null check (state in ('open', 'in-progress', 'resolved', 'discarded', 'won', 'lost')),
    shard integer not null,
    follow_ups bigint not null,
    primary key (owner_id, kind, priority, state, shard)) ${isPostgres(knex) ? often : 'without rowid'}`);
  await knex.raw(`insert into follow_up_tallies (${KEY}, shard, follow_ups)
    select owner_id, kind, priority, ${stateOf('follow_ups')}, 0, count(*) from follow_ups group by 1, 2, 3, 4`);
  if (isPostgres(knex)) await watchOnPostgres(knex);
  else await watchOnSqlite(knex);
}

const KEY = 'owner_id, kind, priority, state';

function stateOf(row: string): string {
  return `case when ${row}.ended_at is not null then ${row}.ending
    when ${row}.started_at is null then 'open' else 'in-progress' end`;
}

/** SQLite changes no check: the table is made anew, under its name at once, since triggers of other tables write to it. */
async function addTopic(knex: Knex): Promise<void> {
  const topics = "topic in ('surveys', 'names', 'follow_ups')";
  if (isPostgres(knex))
    await knex.raw(`alter table write_versions drop constraint write_versions_topic_check,
      add constraint write_versions_topic_check check (${topics})`);
  else {
    const rows: object[] = await knex('write_versions');
    await knex.raw('drop table write_versions');
    await knex.raw(`create table write_versions (
      topic text not null check (${topics}),
      shard integer not null,
      version bigint not null,
      primary key (topic, shard)) without rowid`);
    if (rows.length > 0) await knex('write_versions').insert(rows);
  }
  await knex('write_versions').insert({ topic: 'follow_ups', shard: 0, version: 1 });
}

const BUMP = "update write_versions set version = version + 1 where topic = 'follow_ups' and shard = 0;";

async function watchOnSqlite(knex: Knex): Promise<void> {
  const counted = (row: 'old' | 'new', sign: 1 | -1) => `insert into follow_up_tallies (${KEY}, shard, follow_ups)
    select ${row}.owner_id, ${row}.kind, ${row}.priority, ${stateOf(row)}, 0, ${sign} where true
    on conflict (${KEY}, shard) do update set follow_ups = follow_ups + ${sign};`;
  const columns = ['owner_id', 'kind', 'priority', 'started_at', 'ended_at', 'ending'];
  const differs = columns.map((column) => `old.${column} is not new.${column}`).join(' or ');
  const trigger = (name: string, event: string, body: string) =>
    knex.raw(`create trigger follow_ups_${name} after ${event} begin ${body} end`);
  await trigger('tallied_insert', 'insert on follow_ups', `${counted('new', 1)} ${BUMP}`);
  await trigger('tallied_delete', 'delete on follow_ups', `${counted('old', -1)} ${BUMP}`);
  const moved = `${counted('old', -1)} ${counted('new', 1)}`;
  await trigger('tallied_update', `update of ${columns.join(', ')} on follow_ups when ${differs}`, moved);
  await trigger('written', 'update on follow_ups', BUMP);
}

async function watchOnPostgres(knex: Knex): Promise<void> {
  const signed = (sign: number, table: string) =>
    `select ${sign} as sign, owner_id, kind, priority, ${stateOf(table)} as state from ${table}`;
  const [removed, added] = [signed(-1, 'removed'), signed(1, 'added')];
  for (const [verb, tables, rows] of [
    ['insert', 'new table as added', added],
    ['delete', 'old table as removed', removed],
    ['update', 'old table as removed new table as added', `${removed} union all ${added}`],
  ] as const) {
    await knex.raw(`create function tally_follow_ups_${verb}() returns trigger language plpgsql as $$
      begin
        if not exists (select 1 from ${verb === 'delete' ? 'removed' : 'added'}) then return null; end if;
        insert into follow_up_tallies as known (${KEY}, shard, follow_ups)
          select ${KEY}, own_shard(), sum(sign) from (${rows}) moved group by ${KEY} having sum(sign) <> 0
          order by ${KEY}
          on conflict (${KEY}, shard) do update set follow_ups = known.follow_ups + excluded.follow_ups;
        perform bump_version('follow_ups');
        return null;
      end $$`);
    await knex.raw(`create trigger follow_ups_tallied_${verb} after ${verb} on follow_ups
      referencing ${tables} for each statement execute function tally_follow_ups_${verb}()`);
  }
}

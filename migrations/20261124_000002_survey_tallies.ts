import type { Knex } from 'knex';
import { isPostgres } from './columns.js';

/**
 * How many surveys are open, by the month in which they expire and by the month in which they open, and how many ended
 * in each way; and counters of writes, which say whether what was counted before still holds. Triggers keep both.
 */
export async function up(knex: Knex): Promise<void> {
  await createTables(knex);
  await countSurveys(knex);
  if (isPostgres(knex)) {
    await createFunctions(knex);
    await watchSurveysOnPostgres(knex);
  } else await watchSurveysOnSqlite(knex);
  for (const watched of WATCHED) await watch(knex, watched);
}

/**
 * On PostgreSQL a shard belongs to one transaction at a time, so that writers never wait for each other; SQLite has one
 * writer, and shard 0. What is true is the sum over the shards: a single one may be negative.
 */
async function createTables(knex: Knex): Promise<void> {
  // Every write makes a new version of few rows: room for them on the page, and an early clean-up.
  const often = 'with (fillfactor = 40, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500)';
  const how = isPostgres(knex) ? often : 'without rowid';
  await knex.raw(`create table survey_tallies (
    kind text not null check (kind in ('expiring', 'opening', 'executed', 'closed', 'cancelled')),
    month text not null,
    shard integer not null,
    surveys bigint not null,
    primary key (kind, month, shard)) ${how}`);
  await knex.raw(`create table write_versions (
    topic text not null check (topic in ('surveys', 'names')),
    shard integer not null,
    version bigint not null,
    primary key (topic, shard)) ${how}`);
  await knex('write_versions').insert(['surveys', 'names'].map((topic) => ({ topic, shard: 0, version: 1 })));
}

async function countSurveys(knex: Knex): Promise<void> {
  for (const [kind, column] of Object.entries(BY_MONTH))
    await knex.raw(`insert into survey_tallies (kind, month, shard, surveys)
      select '${kind}', ${monthOf(knex, column)}, 0, count(*) from surveys where settled_at is null group by 2`);
  await knex.raw(`insert into survey_tallies (kind, month, shard, surveys)
    select outcome, '', 0, count(*) from surveys where outcome is not null group by outcome`);
}

const BY_MONTH = { expiring: 'expires_on', opening: 'opens_on' };

function monthOf(knex: Knex, column: string): string {
  return isPostgres(knex) ? `to_char(${column}, 'YYYY-MM')` : `substr(${column}, 1, 7)`;
}

async function watchSurveysOnSqlite(knex: Knex): Promise<void> {
  const bump = "update write_versions set version = version + 1 where topic = 'surveys' and shard = 0;";
  const moved = ['settled_at', 'outcome', 'opens_on', 'expires_on'];
  const differs = moved.map((column) => `old.${column} is not new.${column}`).join(' or ');
  await knex.raw(
    `create trigger surveys_tallied_insert after insert on surveys begin ${counted('new', 1)} ${bump} end`,
  );
  await knex.raw(
    `create trigger surveys_tallied_delete after delete on surveys begin ${counted('old', -1)} ${bump} end`,
  );
  await knex.raw(`create trigger surveys_tallied_update after update of ${moved.join(', ')} on surveys
    when ${differs} begin ${counted('old', -1)} ${counted('new', 1)} end`);
  await knex.raw(`create trigger surveys_written after update on surveys begin ${bump} end`);
}

/** Adds a row of surveys to the tallies that it belongs to, or takes it away. */
function counted(row: 'old' | 'new', sign: 1 | -1): string {
  const add = (values: string, condition: string) => `insert into survey_tallies (kind, month, shard, surveys)
    select ${values}, 0, ${sign} where ${condition}
    on conflict (kind, month, shard) do update set surveys = surveys + ${sign};`;
  return [
    ...Object.entries(BY_MONTH).map(([kind, column]) =>
      add(`'${kind}', substr(${row}.${column}, 1, 7)`, `${row}.settled_at is null`),
    ),
    add(`${row}.outcome, ''`, `${row}.outcome is not null`),
  ].join(' ');
}

/** A transaction's shard is the first that no other transaction holds, so that few are ever used. */
async function createFunctions(knex: Knex): Promise<void> {
  await knex.raw(`create function own_shard() returns integer language plpgsql as $$
    declare
      own integer := nullif(current_setting('posvenda.shard', true), '');
    begin
      if own is not null then return own; end if;
      own := 0;
      while not pg_try_advisory_xact_lock(7304220, own) loop own := own + 1; end loop;
      perform set_config('posvenda.shard', own::text, true);
      return own;
    end $$`);
  // Once in a transaction is enough. The setting falls back with a savepoint, as the row does.
  await knex.raw(`create function bump_version(named text) returns void language plpgsql as $$
    begin
      if current_setting('posvenda.wrote_' || named, true) = 'yes' then return; end if;
      insert into write_versions as known (topic, shard, version) values (named, own_shard(), 1)
        on conflict (topic, shard) do update set version = known.version + 1;
      perform set_config('posvenda.wrote_' || named, 'yes', true);
    end $$`);
  await knex.raw(`create function note_write() returns trigger language plpgsql as
    $$ begin perform bump_version(tg_argv[0]); return null; end $$`);
}

async function watchSurveysOnPostgres(knex: Knex): Promise<void> {
  const signed = (sign: number, table: string) => `select ${sign} as sign, outcome, opens_on, expires_on from ${table}`;
  const removed = signed(-1, 'removed');
  const added = signed(1, 'added');
  for (const [verb, tables, rows] of [
    ['insert', 'new table as added', added],
    ['delete', 'old table as removed', removed],
    ['update', 'old table as removed new table as added', `${removed} union all ${added}`],
  ] as const) {
    await knex.raw(tallyFunction(knex, verb, rows));
    await knex.raw(`create trigger surveys_tallied_${verb} after ${verb} on surveys
      referencing ${tables} for each statement execute function tally_${verb}()`);
  }
}

function tallyFunction(knex: Knex, verb: string, rows: string): string {
  return `create function tally_${verb}() returns trigger language plpgsql as $$
    begin
      if not exists (select 1 from ${verb === 'delete' ? 'removed' : 'added'}) then return null; end if;
      insert into survey_tallies as known (kind, month, shard, surveys)
        select tally.kind, tally.month, own_shard(), sum(sign) from (${rows}) moved cross join lateral (values
          ('expiring', ${monthOf(knex, 'expires_on')}, outcome is null),
          ('opening', ${monthOf(knex, 'opens_on')}, outcome is null),
          (outcome, '', outcome is not null)) tally (kind, month, holds)
        where tally.holds group by tally.kind, tally.month having sum(sign) <> 0
        on conflict (kind, month, shard) do update set surveys = known.surveys + excluded.surveys;
      perform bump_version('surveys');
      return null;
    end $$`;
}

interface Watched {
  readonly table: string;
  readonly topic: 'surveys' | 'names';
  /** Those whose change matters; adding and deleting rows does where `rows` says so. */
  readonly columns: readonly string[];
  readonly rows: boolean;
}

/** What lists and counters of surveys look at beside `surveys`, and what names are shown with. */
const WATCHED: readonly Watched[] = [
  { table: 'customers', topic: 'surveys', columns: ['search_text'], rows: false },
  { table: 'sales', topic: 'surveys', columns: ['external_id'], rows: false },
  { table: 'rules', topic: 'surveys', columns: ['seller_runs'], rows: false },
  { table: 'products', topic: 'surveys', columns: ['profile_id'], rows: false },
  { table: 'rule_operators', topic: 'surveys', columns: ['rule_id', 'user_id'], rows: true },
  ...['users', 'products', 'rules', 'profiles'].map((table) => ({
    table,
    topic: 'names' as const,
    columns: ['name', 'name_key', 'deactivated_at'],
    rows: true,
  })),
];

async function watch(knex: Knex, { table, topic, columns, rows }: Watched): Promise<void> {
  const [postgres, is] = [isPostgres(knex), isPostgres(knex) ? 'is distinct from' : 'is not'];
  const bump = postgres
    ? `execute function note_write('${topic}')`
    : `begin update write_versions set version = version + 1 where topic = '${topic}' and shard = 0; end`;
  const differs = columns.map((column) => `old.${column} ${is} new.${column}`).join(' or ');
  const trigger = (verb: string, event: string, when = '') =>
    knex.raw(`create trigger ${table}_${topic}_${verb} after ${event} on ${table} for each row ${when} ${bump}`);
  await trigger('update', `update of ${columns.join(', ')}`, `when (${differs})`);
  if (!rows) return;
  await trigger('insert', 'insert');
  await trigger('delete', 'delete');
}

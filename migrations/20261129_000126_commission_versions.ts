import type { Knex } from 'knex';
import { isPostgres } from './columns.js';

/** What a commission looks at of a sale, and of a survey with its copies of the sale. */
const OF_SALES = ['seller_id', 'closed_on', 'commission_base_cents', 'commission_reversed'];
const OF_SURVEYS = ['seller_id', 'closed_on', 'execution_id', 'executed_by', 'score_sum', 'score_count'];

/**
 * How often what a seller's commission of a month is made of was written: what was added up of it holds for as long as the
 * sum of its versions stays. Until now any write to any survey counted. Triggers count, in shards as write_versions are.
 */
export async function up(knex: Knex): Promise<void> {
  const often = 'with (fillfactor = 40, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500)';
  await knex.raw(`create table commission_versions (
    month text not null,
    seller_id integer not null,
    shard integer not null,
    version bigint not null,
    primary key (month, seller_id, shard)) ${isPostgres(knex) ? often : 'without rowid'}`);
  if (isPostgres(knex)) await watchOnPostgres(knex);
  else await watchOnSqlite(knex);
}

async function watchOnSqlite(knex: Knex): Promise<void> {
  const of = (row: string) => `select substr(${row}.closed_on, 1, 7), ${row}.seller_id, 0, 1 where true`;
  const bump = (rows: string) => `begin insert into commission_versions (month, seller_id, shard, version) ${rows}
    on conflict (month, seller_id, shard) do update set version = version + 1; end`;
  const either = `select * from (${of('old')} union ${of('new')}) where true`;
  for (const [table, columns, differs] of watched('is not')) {
    const trigger = (verb: string, event: string, body: string) =>
      knex.raw(`create trigger ${table}_paid_${verb} after ${event} on ${table} ${body}`);
    await trigger('insert', 'insert', bump(of('new')));
    await trigger('delete', 'delete', bump(of('old')));
    await trigger('update', `update of ${columns}`, `when ${differs} ${bump(either)}`);
  }
}

/** Each table with its columns, and the condition under which one of them changed; of a survey also whether it is open. */
function watched(unlike: string): [table: string, columns: string, differs: string][] {
  const differs = (columns: readonly string[]) => columns.map((one) => `old.${one} ${unlike} new.${one}`).join(' or ');
  return [
    ['sales', OF_SALES.join(', '), `(${differs(OF_SALES)})`],
    [
      'surveys',
      [...OF_SURVEYS, 'settled_at'].join(', '),
      `(${differs(OF_SURVEYS)} or (old.settled_at is null) <> (new.settled_at is null))`,
    ],
  ];
}

/** Rows that are added or removed are counted once for each statement, which may bring hundreds of them. */
async function watchOnPostgres(knex: Knex): Promise<void> {
  await knex.raw(`create function bump_commission(of_month text, of_seller integer) returns void language sql as $$
    insert into commission_versions as known (month, seller_id, shard, version)
      values (of_month, of_seller, own_shard(), 1)
      on conflict (month, seller_id, shard) do update set version = known.version + 1 $$`);
  await knex.raw(`create function note_paid_rows() returns trigger language plpgsql as $$
    begin
      perform bump_commission(month, seller_id)
        from (select distinct to_char(closed_on, 'YYYY-MM') as month, seller_id from written) moved;
      return null;
    end $$`);
  await knex.raw(`create function note_paid() returns trigger language plpgsql as $$
    begin
      perform bump_commission(month, seller_id) from (
        select to_char(old.closed_on, 'YYYY-MM') as month, old.seller_id as seller_id
        union select to_char(new.closed_on, 'YYYY-MM'), new.seller_id) moved;
      return null;
    end $$`);
  for (const [table, columns, differs] of watched('is distinct from')) {
    for (const [verb, rows] of [
      ['insert', 'new'],
      ['delete', 'old'],
    ] as const)
      await knex.raw(`create trigger ${table}_paid_${verb} after ${verb} on ${table}
        referencing ${rows} table as written for each statement execute function note_paid_rows()`);
    await knex.raw(`create trigger ${table}_paid_update after update of ${columns} on ${table}
      for each row when (${differs}) execute function note_paid()`);
  }
}

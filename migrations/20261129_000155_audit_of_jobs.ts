import type { Knex } from 'knex';
import { isPostgres } from './columns.js';

/**
 * Which job wrote a row of the audit, and the row's number among those that the job wrote about the same kind of record and
 * action; without a job there is neither. What a job did with records of one kind is one line of *Auditoria*: its first row
 * stands for all of them, or, in a period that began later, its first row from then on. `listed_since` says from which
 * beginning of a period on a row is listed: 0 without a job and for the first row; for one that is the first of its quarter
 * of an hour the time of the row before it, which has to be outside; null for those that never stand for others. Days
 * begin with a quarter of an hour in every zone. Pages have indexes of what may be listed, and nothing else.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table audit add column job_id integer');
  await knex.raw('alter table audit add column job_line integer');
  await knex.raw('alter table audit add column listed_since bigint default 0');
  await whileChangeable(knex, () => knex.raw(isPostgres(knex) ? NUMBER_ON_POSTGRES : NUMBER_ON_SQLITE));
  for (const columns of ['at', 'actor_id_at', 'origin_at']) await knex.raw(`drop index audit_${columns}_id_index`);
  for (const columns of ['at', 'actor_id, at', 'origin, at', 'entity, at', 'action, at'])
    await knex.raw(
      `create index audit_listed_${columns.split(',')[0]} on audit (${columns}, id) where listed_since is not null`,
    );
  await knex.raw('create index audit_of_jobs on audit (job_id, entity, action, at, id) where job_id is not null');
}

const NUMBER_ON_SQLITE = numbered("json_extract(changes, '$.job[1]')");
const NUMBER_ON_POSTGRES = numbered("(changes::jsonb -> 'job' ->> 1)::integer");

function numbered(job: string): string {
  return `with of_jobs as (select id, at, entity, action, ${job} as job_id from audit where changes like '%"job":[null,%'),
    written as (select id, at, job_id, row_number() over kind as job_line, lag(at) over kind as last_at from of_jobs
      where job_id is not null window kind as (partition by job_id, entity, action order by at, id))
  update audit set job_id = written.job_id, job_line = written.job_line, listed_since = case
    when written.job_line = 1 then 0 when written.last_at / 900000 < written.at / 900000 then written.last_at end
  from written where written.id = audit.id`;
}

/** The audit is append-only; a migration that adds to what a row says of itself is not. */
async function whileChangeable(knex: Knex, change: () => Promise<unknown>): Promise<void> {
  if (isPostgres(knex)) {
    await knex.raw('alter table audit disable trigger audit_append_only');
    await change();
    await knex.raw('alter table audit enable trigger audit_append_only');
    return;
  }
  await knex.raw('drop trigger audit_no_update');
  await change();
  await knex.raw(`create trigger audit_no_update before update on audit
    begin select raise(abort, 'audit is append-only'); end`);
}

import type { Knex } from 'knex';
import { isPostgres } from './columns.js';

/** What a job did with records of one kind is one line of *Auditoria*: its first row stands for all of them, and is listed. */
const LISTED = 'coalesce(job_line, 1) = 1';

/**
 * Which job wrote a row of the audit, and the row's number among those that the job wrote about the same kind of record and
 * action. Without a job there is neither. Pages without the other rows have indexes without them.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table audit add column job_id integer');
  await knex.raw('alter table audit add column job_line integer');
  await whileChangeable(knex, () => knex.raw(isPostgres(knex) ? NUMBER_ON_POSTGRES : NUMBER_ON_SQLITE));
  for (const columns of ['at, id', 'actor_id, at, id', 'origin, at, id']) {
    await knex.raw(`drop index audit_${columns.replaceAll(', ', '_')}_index`);
    await knex.raw(`create index audit_listed_${columns.split(',')[0]} on audit (${columns}) where ${LISTED}`);
  }
  await knex.raw('create index audit_of_jobs on audit (job_id, entity, action, job_line, id) where job_id is not null');
}

const NUMBER_ON_SQLITE = `with written as (select id, json_extract(changes, '$.job[1]') as job_id,
    row_number() over (partition by json_extract(changes, '$.job[1]'), entity, action order by id) as job_line
    from audit where changes like '%"job":[null,%')
  update audit set job_id = written.job_id, job_line = written.job_line from written where written.id = audit.id`;

const NUMBER_ON_POSTGRES = `with written as (select id, (changes::jsonb -> 'job' ->> 1)::integer as job_id,
    row_number() over (partition by changes::jsonb -> 'job' ->> 1, entity, action order by id) as job_line
    from audit where changes like '%"job":[null,%')
  update audit set job_id = written.job_id, job_line = written.job_line from written where written.id = audit.id`;

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

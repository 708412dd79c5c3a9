import type { Knex } from 'knex';
import { isPostgres } from './columns.js';

/** What results are added up from, of an executed survey: when one of them changes, its day does (decision 0033). */
const FACTS = [
  'outcome',
  'execution_id',
  'expires_on',
  'original_expires_on',
  'opens_on',
  'executed_on',
  'seller_id',
  'product_id',
  'rule_id',
  'executed_by',
  'city_key',
  'score_count',
  'score_sum',
  'attempt_count',
];

/** What is counted of an answer. */
const GRADE = ['execution_id', 'question_version_id', 'state', 'grade_position'];

/**
 * How often the executed surveys of a day of expiry, or their answers, were written: what was added up over days holds
 * for as long as the sum of their versions stays. Triggers count, in shards as write_versions are.
 */
export async function up(knex: Knex): Promise<void> {
  const often = 'with (fillfactor = 40, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500)';
  await knex.raw(`create table result_versions (
    day ${isPostgres(knex) ? 'date' : 'text'} not null,
    shard integer not null,
    version bigint not null,
    primary key (day, shard)) ${isPostgres(knex) ? often : 'without rowid'}`);
  if (isPostgres(knex)) await watchOnPostgres(knex);
  else await watchOnSqlite(knex);
}

async function watchOnSqlite(knex: Knex): Promise<void> {
  const bump = (days: string) => `begin insert into result_versions (day, shard, version) ${days}
    on conflict (day, shard) do update set version = version + 1; end`;
  const dayOf = (row: string) => `select ${row}.expires_on, 0, 1 where ${row}.outcome is 'executed'`;
  // One row for each execution that stands: its own survey's day.
  const answered = (row: string) => `select surveys.expires_on, 0, 1 from executions
    join surveys on surveys.id = executions.survey_id and surveys.execution_id = executions.id
    where executions.id = ${row}.execution_id`;
  const trigger = (table: string, verb: string, event: string, body: string, when = '') =>
    knex.raw(`create trigger ${table}_results_${verb} after ${event} on ${table} ${when} ${body}`);
  const executed = (row: string) => `when ${row}.outcome is 'executed'`;
  await trigger('surveys', 'insert', 'insert', bump(dayOf('new')), executed('new'));
  await trigger('surveys', 'delete', 'delete', bump(dayOf('old')), executed('old'));
  const moved = `select day, 0, 1 from (${['old', 'new']
    .map(
      (row) => `select ${row}.expires_on as day
    where ${row}.outcome is 'executed'`,
    )
    .join(' union ')}) where true`;
  await trigger('surveys', 'update', `update of ${FACTS.join(', ')}`, bump(moved), changed(FACTS, 'is not'));
  await trigger('answers', 'insert', 'insert', bump(answered('new')));
  await trigger('answers', 'delete', 'delete', bump(answered('old')));
  const either = ['old', 'new'].map(answered).join(' union ');
  await trigger(
    'answers',
    'update',
    `update of ${GRADE.join(', ')}`,
    bump(`select * from (${either}) where true`),
    `when ${differs(GRADE, 'is not')}`,
  );
}

function differs(columns: readonly string[], unlike: string): string {
  return `(${columns.map((column) => `old.${column} ${unlike} new.${column}`).join(' or ')})`;
}

/** Of what was executed, or is: a change of open surveys is none of results' that are kept. */
function changed(columns: readonly string[], unlike: string): string {
  return `when (old.outcome = 'executed' or new.outcome = 'executed') and ${differs(columns, unlike)}`;
}

async function watchOnPostgres(knex: Knex): Promise<void> {
  await knex.raw(`create function bump_results(moved date) returns void language sql as $$
    insert into result_versions as known (day, shard, version) values (moved, own_shard(), 1)
      on conflict (day, shard) do update set version = known.version + 1 $$`);
  await knex.raw(`create function note_results() returns trigger language plpgsql as $$
    begin
      if old.outcome = 'executed' then perform bump_results(old.expires_on); end if;
      if new.outcome = 'executed' and (old.outcome is distinct from 'executed' or old.expires_on <> new.expires_on)
        then perform bump_results(new.expires_on); end if;
      return null;
    end $$`);
  const survey = (verb: string, event: string, when: string) =>
    knex.raw(`create trigger surveys_results_${verb} after ${event} on surveys
      for each row ${when} execute function note_results()`);
  await survey('insert', 'insert', "when (new.outcome = 'executed')");
  await survey('delete', 'delete', "when (old.outcome = 'executed')");
  const when = changed(FACTS, 'is distinct from').replace(/^when (.*)$/s, 'when ($1)');
  await survey('update', `update of ${FACTS.join(', ')}`, when);
  await watchAnswersOnPostgres(knex);
}

/** For each statement: an execution's answers are written at once. */
async function watchAnswersOnPostgres(knex: Knex): Promise<void> {
  for (const [verb, tables, rows] of [
    ['insert', 'new table as added', 'select execution_id from added'],
    ['delete', 'old table as removed', 'select execution_id from removed'],
    [
      'update',
      'old table as removed new table as added',
      'select execution_id from removed union select execution_id from added',
    ],
  ] as const) {
    await knex.raw(`create function note_answers_${verb}() returns trigger language plpgsql as $$
      begin
        perform bump_results(day) from (select distinct surveys.expires_on as day from (${rows}) written
          join executions on executions.id = written.execution_id
          join surveys on surveys.id = executions.survey_id and surveys.execution_id = executions.id) moved;
        return null;
      end $$`);
    await knex.raw(`create trigger answers_results_${verb} after ${verb} on answers
      referencing ${tables} for each statement execute function note_answers_${verb}()`);
  }
}

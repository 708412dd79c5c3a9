import type { Knex } from 'knex';
import { civilDate, instant, isPostgres, optionalReference, reference } from './columns.js';

/**
 * What the grades of a standing execution ask to be followed up, one row for each kind: written with the execution, taken
 * away with its annulment. That somebody took it up, or dismissed it, and that its sale was cancelled are facts; what waits
 * for somebody is none of these (decision 0042).
 */
export async function up(knex: Knex): Promise<void> {
  await createSignals(knex);
  await knex.raw(fill());
  await indexSignals(knex);
  await addTopic(knex);
  await watch(knex);
}

/** What lists filter by is copied from the sale, and carried along by its key. */
const OF_SALE = ['seller_id', 'product_id', 'closed_on', 'customer_id', 'city_key', 'has_phone'];

async function createSignals(knex: Knex): Promise<void> {
  await knex.schema.createTable('signals', (t) => {
    t.increments('id');
    reference(t, 'execution_id', 'executions');
    t.text('kind').notNullable().checkIn(['complaint', 'doubt', 'improvement', 'opportunity']);
    reference(t, 'survey_id', 'surveys');
    t.integer('sale_id').notNullable();
    t.integer('seller_id').notNullable();
    t.integer('product_id').notNullable();
    civilDate(knex, t, 'closed_on').notNullable();
    t.integer('customer_id').notNullable();
    t.text('city_key').notNullable();
    t.boolean('has_phone').notNullable();
    reference(t, 'executed_by', 'users');
    civilDate(knex, t, 'executed_on').notNullable();
    instant(t, 'sale_cancelled_at').nullable();
    optionalReference(t, 'follow_up_id', 'follow_ups');
    optionalReference(t, 'dismissed_by', 'users');
    instant(t, 'dismissed_at').nullable();
    t.text('reason').notNullable().defaultTo('');
    t.unique(['execution_id', 'kind']);
    t.check('(dismissed_at is null) = (dismissed_by is null)');
    t.check("dismissed_at is not null or reason = ''");
    t.foreign(['sale_id', ...OF_SALE])
      .references(['id', ...OF_SALE])
      .inTable('sales')
      .onUpdate('CASCADE')
      .onDelete('RESTRICT');
  });
}

/**
 * Those of the executions that stand. One that somebody took up since, or that was being followed when it came, has its
 * follow-up: of the kind, or opened for one of its answers and called something else later.
 */
function fill(): string {
  const copies = OF_SALE.map((column) => `surveys.${column}`).join(', ');
  return `insert into signals (execution_id, kind, survey_id, sale_id, ${OF_SALE.join(', ')}, executed_by, executed_on,
      sale_cancelled_at, follow_up_id)
    select told.execution_id, told.kind, surveys.id, surveys.sale_id, ${copies}, executions.executed_by,
      executions.executed_on, sales.cancelled_at,
      (select min(follow_ups.id) from follow_ups
        left join answers on answers.id = follow_ups.answer_id
        left join grades on grades.question_version_id = answers.question_version_id
          and grades.position = answers.grade_position
        where follow_ups.survey_id = surveys.id
          and (answers.execution_id = told.execution_id and grades.signal = told.kind
            or follow_ups.kind = told.kind
              and coalesce(follow_ups.ended_at, executions.finished_at) >= executions.finished_at))
    from (select distinct answers.execution_id, grades.signal as kind from answers
        join grades on grades.question_version_id = answers.question_version_id
          and grades.position = answers.grade_position
        where grades.signal is not null) told
      join executions on executions.id = told.execution_id and executions.annulled_at is null
      join surveys on surveys.id = executions.survey_id and surveys.execution_id = executions.id
      join sales on sales.id = surveys.sale_id
    order by executions.id, told.kind`;
}

const FACTS = 'executed_on, id, kind, executed_by, seller_id, product_id, city_key';

const LEFT = 'follow_up_id is null and sale_cancelled_at is null and dismissed_at is';

/** Those that wait and those that were dismissed: each in its own, with what filters look at. */
async function indexSignals(knex: Knex): Promise<void> {
  for (const [name, condition] of [
    ['waiting', `${LEFT} null`],
    ['dismissed', `${LEFT} not null`],
  ] as const)
    for (const [order, columns] of [
      ['', FACTS],
      ['_own', `executed_by, ${FACTS.replace(', executed_by', '')}`],
      ['_by_kind', `kind, id, executed_on, executed_by, seller_id, product_id, city_key`],
    ] as const)
      await knex.raw(`create index signals_${name}${order} on signals (${columns}) where ${condition}`);
  for (const column of ['survey_id', 'sale_id', 'customer_id', 'follow_up_id'])
    await knex.raw(`create index signals_${column.replace('_id', '')} on signals (${column})`);
}

/** SQLite changes no check: the table is made anew, under its name at once, since triggers of other tables write to it. */
async function addTopic(knex: Knex): Promise<void> {
  const topics = "topic in ('surveys', 'names', 'follow_ups', 'signals')";
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
  await knex('write_versions').insert({ topic: 'signals', shard: 0, version: 1 });
}

async function watch(knex: Knex): Promise<void> {
  if (isPostgres(knex)) {
    await knex.raw(`create trigger signals_written after insert or update or delete on signals
      for each row execute function note_write('signals')`);
    return;
  }
  const bump = "update write_versions set version = version + 1 where topic = 'signals' and shard = 0;";
  for (const event of ['insert', 'update', 'delete'])
    await knex.raw(`create trigger signals_written_${event} after ${event} on signals begin ${bump} end`);
}

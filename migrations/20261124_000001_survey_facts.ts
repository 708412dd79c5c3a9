import type { Knex } from 'knex';
import { isPostgres } from './columns.js';
import { constrained, rebuild, replaced } from './rebuild.js';
import { indexSurveys } from './survey-indexes.js';

/**
 * Surveys get what lists filter, count and sort by: the customer and his city, and the facts of the execution that
 * stands. The copies cannot differ from their source: composite foreign keys carry them along, from the customer to his
 * sales to their surveys, and from the execution to its survey.
 */
export async function up(knex: Knex): Promise<void> {
  await changeCustomers(knex);
  await changeSales(knex);
  await knex.raw(`create unique index executions_copied on executions (${OF_EXECUTION})`);
  await dropSurveyIndexes(knex);
  await changeSurveys(knex);
  await indexSurveys(knex);
}

const FROM_CUSTOMER = 'customer_id, city_key, has_phone';
const OF_CUSTOMER = 'id, city_key, has_phone';
const FROM_SALE = `sale_id, seller_id, product_id, closed_on, ${FROM_CUSTOMER}`;
const OF_SALE = `id, seller_id, product_id, closed_on, ${FROM_CUSTOMER}`;
const FROM_EXECUTION = 'execution_id, id, executed_by, executed_on, by_seller, score_sum, score_count';
const OF_EXECUTION = 'id, survey_id, executed_by, executed_on, by_seller, score_sum, score_count';

/** A valid phone is kept in E.164, another as it was imported. */
const HAS_PHONE = ['phone1', 'phone2', 'phone3']
  .map((phone) => `coalesce(substr(${phone}, 1, 1), '') = '+'`)
  .join(' or ');

async function changeCustomers(knex: Knex): Promise<void> {
  const hasPhone = `has_phone boolean not null generated always as (${HAS_PHONE}) stored`;
  if (isPostgres(knex)) {
    await knex.raw("update customers set city_key = '' where city_key is null");
    await knex.raw(`alter table customers alter city_key set default '', alter city_key set not null, add ${hasPhone}`);
  } else {
    const [column, never] = ['`city_key` text null', `city_key text not null default '', ${hasPhone}`];
    const edit = (definition: string) => replaced(definition, column, never);
    await rebuild(knex, 'customers', edit, { city_key: "coalesce(city_key, '')" });
  }
  await knex.raw(`create unique index customers_copied on customers (${OF_CUSTOMER})`);
}

async function changeSales(knex: Knex): Promise<void> {
  const key = `foreign key (${FROM_CUSTOMER}) references customers (${OF_CUSTOMER}) on update cascade`;
  const former = 'sales_id_seller_id_product_id_closed_on_unique';
  if (isPostgres(knex)) {
    await knex.raw('alter table surveys drop constraint surveys_sale_id_seller_id_product_id_closed_on_foreign');
    await knex.raw(`alter table sales drop constraint ${former}`);
  } else await knex.raw(`drop index ${former}`);
  await knex.raw("alter table sales add column city_key text not null default ''");
  await knex.raw('alter table sales add column has_phone boolean not null default false');
  await knex.raw(`update sales set city_key = customers.city_key, has_phone = customers.has_phone
    from customers where customers.id = sales.customer_id`);
  if (isPostgres(knex)) await knex.raw(`alter table sales add ${key}`);
  else await rebuild(knex, 'sales', (definition) => constrained(definition, [key]));
  await knex.raw(`create unique index sales_copied on sales (${OF_SALE})`);
}

/** Other indexes take their place; the one by rule alone served no query. */
async function dropSurveyIndexes(knex: Knex): Promise<void> {
  const [catalogue, name, table] = isPostgres(knex)
    ? ['pg_indexes', 'indexname', 'tablename']
    : ['sqlite_master', 'name', 'tbl_name'];
  const obsolete = /^surveys_(open|executed|closed|cancelled|rule_id_index)/;
  const names: string[] = await knex(catalogue).where(table, 'surveys').pluck(name);
  for (const one of names.filter((known) => obsolete.test(known))) await knex.raw(`drop index ${one}`);
}

/** In the order in which they stand in the table, with where each comes from; without a source, from its default. */
const COLUMNS: readonly { readonly name: string; readonly type: string; readonly from?: string }[] = [
  { name: 'customer_id', type: 'integer', from: 'sales.customer_id' },
  { name: 'city_key', type: "text not null default ''", from: 'sales.city_key' },
  { name: 'has_phone', type: 'boolean not null default false', from: 'sales.has_phone' },
  { name: 'attempt_count', type: 'integer not null default 0 check (attempt_count >= 0)' },
  { name: 'execution_id', type: 'integer', from: 'executions.id' },
  ...['executed_by integer', 'executed_on date', 'by_seller boolean', 'score_sum integer', 'score_count integer'].map(
    (column) => {
      const [name = '', type = ''] = column.split(' ');
      return { name, type, from: `executions.${name}` };
    },
  ),
  // The mean weight as the nearest double, so that equal scores are equal keys; -101 when nothing was graded.
  {
    name: 'score_key',
    type: 'double precision',
    from: `case when executions.id is not null then ${scoreKey('executions.')} end`,
  },
];

/** On both engines the same: cast in PostgreSQL is what * 1.0 is in SQLite. */
function scoreKey(of: '' | 'executions.'): string {
  return `case when ${of}score_count = 0 then cast(-101 as double precision)
    else cast(${of}score_sum as double precision) / ${of}score_count end`;
}

/** The columns are added, filled and constrained in one passage over the table, or two on PostgreSQL. */
async function changeSurveys(knex: Knex): Promise<void> {
  const ofSale = `foreign key (${FROM_SALE}) references sales (${OF_SALE}) on update cascade on delete restrict`;
  // Deferred: a survey is settled first in its transaction, and what settled it is written then.
  const ofExecution = `foreign key (${FROM_EXECUTION}) references executions (${OF_EXECUTION})
    on update cascade deferrable initially deferred`;
  const constraints = [...surveyChecks(knex).map((check) => `check (${check})`), ofSale, ofExecution];
  const filled = COLUMNS.flatMap(({ name, from }) => (from === undefined ? [] : [{ name, from }]));
  const sources = `join sales on sales.id = surveys.sale_id
    left join executions on executions.survey_id = surveys.id and executions.annulled_at is null`;
  if (isPostgres(knex)) {
    await knex.raw(`alter table surveys ${COLUMNS.map(({ name, type }) => `add ${name} ${type}`).join(', ')}`);
    await knex.raw(`update surveys set ${filled.map(({ name }) => `${name} = facts.${name}`).join(', ')}
      from (select surveys.id as survey_id, ${filled.map(({ name, from }) => `${from} as ${name}`).join(', ')}
        from surveys ${sources}) facts where facts.survey_id = surveys.id`);
    const added = constraints.map((constraint) => `add ${constraint}`).join(', ');
    await knex.raw(`alter table surveys alter customer_id set not null, ${added}`);
    return;
  }
  const columns = COLUMNS.map(({ name, type }) => `${name} ${ON_SQLITE[name] ?? type}, `).join('');
  const edit = (definition: string) => {
    const former = /foreign key\(`sale_id`[^)]*\) references `sales`\([^)]*\) on delete RESTRICT on update CASCADE, /;
    const others = replaced(definition, former, '');
    return constrained(replaced(others, 'foreign key', `${columns}foreign key`), constraints);
  };
  await rebuild(knex, 'surveys', edit, Object.fromEntries(filled.map(({ name, from }) => [name, from])), sources);
}

const ON_SQLITE: Readonly<Record<string, string>> = {
  customer_id: 'integer not null',
  executed_on: 'text check (executed_on = date(executed_on))',
};

/** What comes from an execution stands on executed surveys, and on no other. */
function surveyChecks(knex: Knex): readonly string[] {
  const copies = ['executed_by', 'executed_on', 'by_seller', 'score_sum', 'score_count', 'score_key'];
  const midnight = isPostgres(knex)
    ? "cast(executed_on - date '1970-01-01' as bigint) * 86400000"
    : '(julianday(executed_on) - 2440587.5) * 86400000';
  return [
    "(outcome is not null and outcome = 'executed') = (execution_id is not null)",
    ...copies.map((copy) => `(${copy} is null) = (execution_id is null)`),
    `score_key = ${scoreKey('')}`,
    // executed_on is the civil date of settled_at in some time zone: a period of execution is a range of settled_at.
    `settled_at between ${midnight} - 86400000 and ${midnight} + 172800000`,
  ];
}

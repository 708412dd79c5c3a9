import type { Knex } from 'knex';

/** As migrations/survey-indexes has it, and the execution: what a filter by answers looks them up by. */
const EXECUTED =
  'settled_at, id, executed_on, seller_id, product_id, rule_id, executed_by, city_key, attempt_count, execution_id';

/** In the place of the one by version alone, which it begins with: an answer writes no index more than before. */
const ANSWERS = 'question_version_id, state, grade_position, execution_id';

/**
 * What a grade was given in is read within an index, and compared with the executions of the list within its index: who
 * counts the promoters among all executed surveys visits neither a survey nor an answer.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('drop index surveys_executed');
  await knex.raw(`create index surveys_executed on surveys (${EXECUTED}) where outcome = 'executed'`);
  await knex.raw('drop index answers_question_version_id_index');
  await knex.raw(`create index answers_by_grade on answers (${ANSWERS})`);
}

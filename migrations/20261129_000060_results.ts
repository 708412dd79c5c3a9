import type { Knex } from 'knex';

const EXECUTED = "outcome = 'executed'";

/** As in migrations/survey-indexes: the index in its order, with the short columns of the filters. */
const LISTED = 'expires_on, id, settled_at, seller_id, product_id, rule_id, executed_by, city_key';

/** What results add up. */
const ADDED_UP = 'execution_id, score_count, score_sum, attempt_count, opens_on, executed_on, original_expires_on';

/**
 * Results are added up from two indexes without a look at a row (decision 0024): the executed surveys in the order of their
 * expiry, which the lists have already and which gets more columns, and the grades of each execution.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('drop index surveys_executed_by_expires_on');
  await knex.raw(`create index surveys_executed_by_expires_on on surveys (${LISTED}, ${ADDED_UP}) where ${EXECUTED}`);
  await knex.raw(`create index answers_graded on answers (execution_id, question_version_id, grade_position)
    where state = 'graded'`);
}

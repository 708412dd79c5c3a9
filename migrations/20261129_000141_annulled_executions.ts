import type { Knex } from 'knex';

/** Few are: the follow-ups that came from one are found by it. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`create index executions_annulled on executions (survey_id, finished_at, annulled_at)
    where annulled_at is not null`);
}

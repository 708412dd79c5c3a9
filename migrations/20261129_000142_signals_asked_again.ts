import type { Knex } from 'knex';

/**
 * A follow-up of an annulled execution had counted as having taken up what the next execution signals, which so reached
 * nobody. It is what another follow-up took up since, or was being followed by when it came; else it waits.
 */
export async function up(knex: Knex): Promise<void> {
  const annulled = 'select 1 from executions where executions.survey_id = follow_ups.survey_id and';
  const stands = `not exists (${annulled} ${ANNULLED_SINCE})`;
  await knex.raw(`update signals set follow_up_id = (select min(follow_ups.id) from follow_ups
      where follow_ups.survey_id = signals.survey_id and follow_ups.kind = signals.kind and ${stands}
        and (follow_ups.ended_at is null or follow_ups.ended_at >= (select standing.finished_at
          from executions as standing where standing.id = signals.execution_id)))
    where survey_id in (select survey_id from executions where annulled_at is not null)
      and exists (select 1 from follow_ups where follow_ups.id = signals.follow_up_id
        and exists (${annulled} ${ANNULLED_SINCE}))`);
}

const ANNULLED_SINCE = `executions.annulled_at is not null and case when follow_ups.answer_id is null
  then executions.finished_at <= follow_ups.opened_at and executions.annulled_at >= follow_ups.opened_at
  else executions.id = (select execution_id from answers where answers.id = follow_ups.answer_id) end`;

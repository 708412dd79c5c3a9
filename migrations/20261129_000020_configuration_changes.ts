import type { Knex } from 'knex';

/**
 * A holiday re-dates only open surveys that look at the calendar; and at most one change of the configuration is being
 * applied to what exists: a second one would work on the half of the first.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`create index surveys_open_business on surveys (expires_on, id)
    where settled_at is null and business_expiry_days is not null`);
  await knex.raw(`create unique index jobs_one_configuration on jobs (kind)
    where kind = 'apply-configuration' and state = 'running'`);
}

import type { Knex } from 'knex';
import { civilDate, instant, isPostgres, optionalReference, reference } from './columns.js';

export async function up(knex: Knex): Promise<void> {
  await createCallingSettings(knex);
  await createOutcomes(knex);
  await createAttempts(knex);
  await keepAttempts(knex);
  await createClaims(knex);
  await createProposals(knex);
}

/** When customers are called: minutes of the day and days of the week (1 = Monday … 7 = Sunday), one row for the company. */
async function createCallingSettings(knex: Knex): Promise<void> {
  await knex.schema.createTable('calling_settings', (t) => {
    t.integer('id').primary().checkIn(['1']);
    t.integer('from_minute').notNullable();
    t.integer('until_minute').notNullable();
    t.text('days').notNullable();
    t.integer('version').notNullable().defaultTo(1);
    t.check('from_minute >= 0 and from_minute < until_minute and until_minute < 1440');
  });
  await knex('calling_settings').insert({ id: 1, from_minute: 480, until_minute: 1200, days: '1,2,3,4,5,6' });
}

/** What each outcome asks for and leads to. Their words are translated, what they do is data. */
async function createOutcomes(knex: Knex): Promise<void> {
  await knex.schema.createTable('attempt_outcomes', (t) => {
    t.text('kind').primary();
    t.integer('position').notNullable().unique();
    t.integer('cooldown_minutes').notNullable();
    t.boolean('needs_note').notNullable();
    t.boolean('needs_call_back').notNullable();
    t.boolean('proposes_closing').notNullable();
    t.boolean('proposes_extension').notNullable();
    t.boolean('active').notNullable().defaultTo(true);
    t.check('cooldown_minutes >= 0');
  });
  const rows: readonly (readonly [kind: string, cooldown: number, callBack?: boolean, closing?: boolean])[] = [
    ['no-answer', 180],
    ['busy', 30],
    ['voicemail', 180],
    ['wrong-number', 1440, false, true],
    ['call-back', 0, true],
    ['no-time', 180],
    ['refused', 1440, false, true],
  ];
  await knex('attempt_outcomes').insert(
    rows.map(([kind, cooldown_minutes, needs_call_back = false, proposes_closing = false], index) => ({
      kind,
      position: index + 1,
      cooldown_minutes,
      needs_note: false,
      needs_call_back,
      proposes_closing,
      proposes_extension: !proposes_closing,
    })),
  );
}

/** `retry_at` and the call-back are facts of the moment: a later change of a cool-down does not move them. */
async function createAttempts(knex: Knex): Promise<void> {
  await knex.schema.createTable('attempts', (t) => {
    t.increments('id');
    reference(t, 'survey_id', 'surveys');
    t.text('outcome').notNullable().references('kind').inTable('attempt_outcomes').onDelete('RESTRICT');
    t.text('note').notNullable().defaultTo('');
    civilDate(knex, t, 'call_back_on').nullable();
    instant(t, 'call_back_at').nullable();
    instant(t, 'retry_at').notNullable();
    reference(t, 'attempted_by', 'users');
    instant(t, 'attempted_at').notNullable();
    t.text('form_key').notNullable().unique();
    t.index(['survey_id', 'id']);
    t.check('(call_back_on is null) = (call_back_at is null)');
    t.check('retry_at >= attempted_at');
  });
  await knex.raw(
    'create index attempts_call_backs on attempts (survey_id, id, call_back_at) where call_back_at is not null',
  );
}

/** Attempts are only added; a note may be blanked for the sake of privacy. Each is counted on its survey. */
async function keepAttempts(knex: Knex): Promise<void> {
  const count = 'update surveys set attempt_count = attempt_count + 1 where id = new.survey_id';
  const kept = 'survey_id, outcome, call_back_on, call_back_at, retry_at, attempted_by, attempted_at, form_key';
  if (isPostgres(knex)) {
    await knex.raw(`create trigger attempts_no_update before update of ${kept} on attempts
      for each statement execute function refuse_change()`);
    await knex.raw(`create trigger attempts_no_delete before delete or truncate on attempts
      for each statement execute function refuse_change()`);
    await knex.raw(`create function count_attempt() returns trigger language plpgsql as
      $$ begin ${count}; return null; end $$`);
    await knex.raw(`create trigger attempts_counted after insert on attempts
      for each row execute function count_attempt()`);
    return;
  }
  await knex.raw(`create trigger attempts_no_update before update of ${kept} on attempts
    begin select raise(abort, 'attempts is append-only'); end`);
  await knex.raw(`create trigger attempts_no_delete before delete on attempts
    begin select raise(abort, 'attempts is append-only'); end`);
  await knex.raw(`create trigger attempts_counted after insert on attempts begin ${count}; end`);
}

/** Who has which survey: one each, for a while. A survey that ends is nobody's any more, however it ends. */
async function createClaims(knex: Knex): Promise<void> {
  await knex.schema.createTable('claims', (t) => {
    t.integer('survey_id').primary().references('id').inTable('surveys').onDelete('CASCADE');
    reference(t, 'user_id', 'users').unique();
    instant(t, 'claimed_at').notNullable();
    instant(t, 'expires_at').notNullable();
    t.check('expires_at > claimed_at');
  });
  const release = 'delete from claims where survey_id = new.id';
  if (isPostgres(knex)) {
    await knex.raw(`create function release_claim() returns trigger language plpgsql as
      $$ begin ${release}; return null; end $$`);
    await knex.raw(`create trigger surveys_release_claim after update of settled_at on surveys
      for each row when (new.settled_at is not null) execute function release_claim()`);
    return;
  }
  await knex.raw(`create trigger surveys_release_claim after update of settled_at on surveys
    when new.settled_at is not null begin ${release}; end`);
}

/** What an attempt suggests to the managers; of each kind a survey has at most one that is not decided. */
async function createProposals(knex: Knex): Promise<void> {
  await knex.schema.createTable('proposals', (t) => {
    t.increments('id');
    reference(t, 'survey_id', 'surveys');
    reference(t, 'attempt_id', 'attempts');
    t.text('kind').notNullable().checkIn(['closing', 'extension']);
    civilDate(knex, t, 'expires_on').nullable();
    instant(t, 'proposed_at').notNullable();
    instant(t, 'decided_at').nullable();
    optionalReference(t, 'decided_by', 'users');
    t.text('decision').nullable().checkIn(['accepted', 'dismissed']);
    t.index(['survey_id', 'id']);
    t.check("(kind = 'extension') = (expires_on is not null)");
    t.check('(decided_at is null) = (decision is null) and (decided_at is null) = (decided_by is null)');
  });
  await knex.raw('create unique index proposals_one_open on proposals (survey_id, kind) where decided_at is null');
}

import type { Knex } from 'knex';
import { instant, optionalReference, reference } from './columns.js';

/**
 * What was typed into a survey that is not finished. `draft_forms` stands for the form as a whole, with its observation;
 * `drafts` has a row for each question asked, in the version that stood when the first answer was saved. Each save takes
 * the next revision of its form, so that a window knows what others have saved since it last looked.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('draft_forms', (t) => {
    t.integer('survey_id').primary().references('id').inTable('surveys').onDelete('RESTRICT');
    t.integer('revision').notNullable();
    t.text('note').notNullable();
    saved(t);
  });
  await knex.schema.createTable('drafts', (t) => {
    t.integer('survey_id').notNullable().references('survey_id').inTable('draft_forms').onDelete('RESTRICT');
    reference(t, 'question_id', 'questions').index();
    reference(t, 'question_version_id', 'question_versions').index();
    t.integer('position').notNullable();
    t.text('state').nullable().checkIn(['graded', 'not-applicable', 'no-answer']);
    t.integer('grade_position').nullable();
    t.text('comment').notNullable();
    saved(t);
    t.primary(['survey_id', 'question_id']);
    t.check("(grade_position is not null) = (coalesce(state, '') = 'graded')");
  });

  /** Who saved it last, when, from which window and as which revision; 0 and nobody until somebody does. */
  function saved(t: Knex.CreateTableBuilder): void {
    t.integer('saved_revision').notNullable();
    optionalReference(t, 'saved_by', 'users');
    instant(t, 'saved_at').nullable();
    t.text('saved_in').nullable();
    t.check('(saved_by is null) = (saved_revision = 0) and (saved_at is null) = (saved_revision = 0)');
  }
}

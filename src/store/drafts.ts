import type { DraftAnswer } from '../domain/draft.js';
import type { Queryable } from './dialect.js';

/** Who saved something of a draft, when, and from which window (the nonce of its form). */
export interface Saving {
  readonly userId: number;
  readonly at: number;
  readonly nonce: string;
}

/** The last save of a part; revision 0 and nobody until there was one. */
export interface Saved {
  readonly revision: number;
  readonly by: { readonly id: number; readonly name: string } | null;
  readonly at: number | null;
  readonly nonce: string | null;
}

/** What was typed for a question of a draft, in the version that stood when the draft began. */
export interface DraftedQuestion extends DraftAnswer {
  readonly versionId: number;
  readonly saved: Saved;
}

/** The draft of a survey (SPEC 5): it belongs to the survey, whoever typed it. */
export interface Draft {
  /** Of the latest save. */
  readonly revision: number;
  /** In the order of the questions. */
  readonly questions: readonly DraftedQuestion[];
  readonly note: string;
  readonly noteSaved: Saved;
}

/** The draft, or null when nothing was saved of the survey. */
export async function findDraft(q: Queryable, surveyId: number): Promise<Draft | null> {
  const form: FormRow | undefined = await withAuthor(q, 'draft_forms')
    .where({ survey_id: surveyId })
    .first('draft_forms.*', 'users.name as author');
  if (form === undefined) return null;
  const rows: DraftRow[] = await withAuthor(q, 'drafts')
    .where({ survey_id: surveyId })
    .orderBy('position')
    .select('drafts.*', 'users.name as author');
  return { revision: form.revision, questions: rows.map(toQuestion), note: form.note, noteSaved: toSaved(form) };
}

function withAuthor(q: Queryable, table: 'draft_forms' | 'drafts') {
  return q(table).leftJoin('users', 'users.id', `${table}.saved_by`);
}

/** Begins a draft with the versions of the questions that it asks, unless the survey has one. */
export async function startDraft(trx: Queryable, surveyId: number, versionIds: readonly number[]): Promise<void> {
  const unsaved = { survey_id: surveyId, saved_revision: 0 };
  const started = await trx('draft_forms')
    .insert({ ...unsaved, revision: 0, note: '' })
    .onConflict('survey_id')
    .ignore()
    .returning('survey_id');
  if (started.length === 0) return;
  const versions: { id: number; question_id: number }[] = await trx('question_versions')
    .whereIn('id', [...versionIds])
    .select('id', 'question_id');
  const rows = versions.map(({ id, question_id }) => ({
    ...unsaved,
    question_id,
    question_version_id: id,
    position: versionIds.indexOf(id) + 1,
    comment: '',
  }));
  await trx('drafts').insert(rows);
}

/** The number of the save that is about to be written. The draft is held until the transaction ends. */
export async function nextRevision(trx: Queryable, surveyId: number): Promise<number> {
  const [{ revision }] = await trx('draft_forms')
    .where({ survey_id: surveyId })
    .increment('revision', 1)
    .returning('revision');
  return revision;
}

/** Writes what was typed for a question over what stood there. */
export async function updateDraftAnswer(
  trx: Queryable,
  target: { readonly surveyId: number; readonly versionId: number },
  { state, gradePosition, comment }: DraftAnswer,
  saving: Saving & { readonly revision: number },
): Promise<void> {
  await trx('drafts')
    .where({ survey_id: target.surveyId, question_version_id: target.versionId })
    .update({ state, grade_position: gradePosition, comment, ...columnsOf(saving) });
}

/** Writes the observation over what stood there. */
export async function updateDraftNote(
  trx: Queryable,
  surveyId: number,
  note: string,
  saving: Saving & { readonly revision: number },
): Promise<void> {
  await trx('draft_forms')
    .where({ survey_id: surveyId })
    .update({ note, ...columnsOf(saving) });
}

/** Removes the draft of a survey that was executed. */
export async function deleteDraft(trx: Queryable, surveyId: number): Promise<void> {
  await trx('drafts').where({ survey_id: surveyId }).delete();
  await trx('draft_forms').where({ survey_id: surveyId }).delete();
}

function columnsOf({ revision, userId, at, nonce }: Saving & { readonly revision: number }) {
  return { saved_revision: revision, saved_by: userId, saved_at: at, saved_in: nonce };
}

interface SavedRow {
  saved_revision: number;
  saved_by: number | null;
  saved_at: number | null;
  saved_in: string | null;
  author: string | null;
}

interface FormRow extends SavedRow {
  revision: number;
  note: string;
}

interface DraftRow extends SavedRow {
  question_version_id: number;
  state: DraftAnswer['state'];
  grade_position: number | null;
  comment: string;
}

function toSaved(row: SavedRow): Saved {
  const by = row.saved_by === null ? null : { id: row.saved_by, name: row.author ?? '' };
  return { revision: row.saved_revision, by, at: row.saved_at, nonce: row.saved_in };
}

function toQuestion(row: DraftRow): DraftedQuestion {
  const { question_version_id, state, grade_position, comment } = row;
  return { versionId: question_version_id, state, gradePosition: grade_position, comment, saved: toSaved(row) };
}

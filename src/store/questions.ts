import type { QuestionKind, Signal } from '../domain/grades.js';
import type { CleanGrade, CleanQuestion } from '../domain/question.js';
import { nameKey } from '../domain/text.js';
import { type ConfigListPage, type ConfigListRequest, listConfigPage } from './config-list.js';
import { type Named, type Target, toNamed } from './configuration.js';
import type { Queryable } from './dialect.js';
import { found } from './not-found.js';

/** A question with the content of its newest version (SPEC 2). Versions are never changed: answers name theirs. */
export interface Question extends CleanQuestion {
  readonly id: number;
  /** Of question_versions: what an answer refers to. */
  readonly versionId: number;
  /** Counts the question's versions from 1. */
  readonly number: number;
  readonly active: boolean;
  /** Of the record, for optimistic locking. */
  readonly version: number;
}

/** The question, or null. */
export async function findQuestion(q: Queryable, id: number): Promise<Question | null> {
  return (await listQuestionsById(q, [id]))[0] ?? null;
}

/** @throws NotFoundError */
export async function getQuestion(q: Queryable, id: number): Promise<Question> {
  return found(await findQuestion(q, id), 'question', id);
}

/** The question with that text, without regard to case, accents and white space; or null. */
export async function findQuestionByText(q: Queryable, text: string): Promise<Question | null> {
  const row = await q('questions')
    .where({ text_key: nameKey(text) })
    .first('id');
  return row ? findQuestion(q, row.id) : null;
}

/** The questions of those ids, in the order of the ids; unknown ones are left out. */
export async function listQuestionsById(q: Queryable, ids: readonly number[]): Promise<Question[]> {
  const rows: QuestionRow[] = await newest(q)
    .whereIn('questions.id', [...ids])
    .select('questions.*', { version_id: 'current.id' }, 'current.number', 'current.text', 'current.script')
    .select('current.kind', 'current.not_applicable', 'current.comment_required_up_to');
  const grades = await listGrades(
    q,
    rows.map((row) => row.version_id),
  );
  const questions = new Map(rows.map((row) => [row.id, toQuestion(row, grades.get(row.version_id) ?? [])]));
  return ids.flatMap((id) => questions.get(id) ?? []);
}

/** The questions that a rule asks, in their order, deactivated ones too: they leave a rule only by its editor. */
export async function listRuleQuestions(q: Queryable, ruleId: number): Promise<Question[]> {
  const rows = await q('rule_questions').where({ rule_id: ruleId }).orderBy('position').select('question_id');
  return listQuestionsById(
    q,
    rows.map((row) => row.question_id),
  );
}

/** A row of *Painel de Perguntas*. */
export interface QuestionListRow {
  id: number;
  text: string;
  kind: QuestionKind | null;
  gradeCount: number;
  ruleCount: number;
  active: boolean;
}

/** A page of the panel; sort keys: text, grades, rules; filters: kind (nps, csat, none), use (used, unused). */
export async function listQuestions(
  q: Queryable,
  request: ConfigListRequest,
): Promise<ConfigListPage<QuestionListRow>> {
  const grades = q('grades').where('question_version_id', q.ref('current.id')).count('*').as('grade_count');
  const rules = q('rule_questions').where('question_id', q.ref('questions.id')).count('*').as('rule_count');
  const query = newest(q).select(
    'questions.id',
    'questions.deactivated_at',
    'current.text',
    'current.kind',
    grades,
    rules,
  );
  const { kind, use } = request.filters ?? {};
  if (kind !== undefined) query.whereRaw("coalesce(current.kind, 'none') = ?", [kind]);
  const inRule = q('rule_questions').where('question_id', q.ref('questions.id')).select('rule_id');
  if (use === 'used') query.whereExists(inRule);
  if (use === 'unused') query.whereNotExists(inRule);
  const sorts = { grades: 'grade_count', rules: 'rule_count' };
  const page = await listConfigPage<QuestionListRowRaw>(
    query,
    { table: 'questions', name: 'questions.text_key', sorts },
    request,
  );
  return { ...page, rows: page.rows.map(toListRow) };
}

/** Every question as a choice: the active ones and those of the given ids, by name. */
export async function listQuestionChoices(q: Queryable, alsoIds: readonly number[]): Promise<Named[]> {
  const rows = await newest(q)
    .whereNull('questions.deactivated_at')
    .orWhereIn('questions.id', [...alsoIds])
    .orderBy('questions.text_key')
    .select('questions.id', 'questions.deactivated_at', { name: 'current.text' });
  return rows.map(toNamed);
}

/** The rules that ask the question, by name. */
export async function listRulesOfQuestion(q: Queryable, id: number): Promise<Named[]> {
  const rows = await q('rules')
    .whereIn('id', q('rule_questions').where({ question_id: id }).select('rule_id'))
    .orderBy('name_key')
    .select('id', 'name', 'deactivated_at');
  return rows.map(toNamed);
}

/** Adds a question with its first version and returns its id. The text must be free: see `lockNames`. */
export async function insertQuestion(trx: Queryable, question: CleanQuestion, now: number): Promise<number> {
  const [row] = await trx('questions')
    .insert({ text_key: nameKey(question.text), current_number: 1, created_at: now })
    .returning('id');
  await insertVersion(trx, row.id, 1, question, now);
  return row.id;
}

/** Adds a version with the new content over the version that was read; false when somebody else wrote meanwhile. */
export async function updateQuestion(
  trx: Queryable,
  target: Target,
  number: number,
  question: CleanQuestion,
  now: number,
): Promise<boolean> {
  const changed = await trx('questions')
    .where({ id: target.id, version: target.version })
    .update({ text_key: nameKey(question.text), current_number: number, version: target.version + 1 });
  if (changed === 1) await insertVersion(trx, target.id, number, question, now);
  return changed === 1;
}

async function insertVersion(
  trx: Queryable,
  questionId: number,
  number: number,
  question: CleanQuestion,
  now: number,
): Promise<void> {
  const [row] = await trx('question_versions')
    .insert({
      question_id: questionId,
      number,
      text: question.text,
      script: question.script,
      kind: question.kind,
      not_applicable: question.notApplicable,
      comment_required_up_to: question.commentRequiredUpTo,
      created_at: now,
    })
    .returning('id');
  const grades = question.grades.map((grade, index) => ({
    question_version_id: row.id,
    position: index + 1,
    ...grade,
  }));
  await trx('grades').insert(grades);
}

function newest(q: Queryable) {
  return q('questions').join({ current: 'question_versions' }, (on) =>
    on.on('current.question_id', 'questions.id').andOn('current.number', 'questions.current_number'),
  );
}

async function listGrades(q: Queryable, versionIds: readonly number[]): Promise<Map<number, CleanGrade[]>> {
  const rows: { question_version_id: number; label: string; weight: number; signal: Signal | null }[] = await q(
    'grades',
  )
    .whereIn('question_version_id', [...versionIds])
    .orderBy(['question_version_id', 'position']);
  const grades = new Map<number, CleanGrade[]>();
  for (const { question_version_id: versionId, label, weight, signal } of rows)
    grades.set(versionId, [...(grades.get(versionId) ?? []), { label, weight, signal }]);
  return grades;
}

interface QuestionRow {
  id: number;
  version_id: number;
  number: number;
  text: string;
  script: string;
  kind: QuestionKind | null;
  not_applicable: boolean | number;
  comment_required_up_to: number | null;
  deactivated_at: number | null;
  version: number;
}

function toQuestion(row: QuestionRow, grades: CleanGrade[]): Question {
  return {
    id: row.id,
    versionId: row.version_id,
    number: row.number,
    active: row.deactivated_at === null,
    version: row.version,
    text: row.text,
    script: row.script,
    kind: row.kind,
    notApplicable: Boolean(row.not_applicable),
    commentRequiredUpTo: row.comment_required_up_to,
    grades,
  };
}

interface QuestionListRowRaw {
  id: number;
  text: string;
  kind: QuestionKind | null;
  grade_count: number;
  rule_count: number;
  deactivated_at: number | null;
}

function toListRow(row: QuestionListRowRaw): QuestionListRow {
  return {
    id: row.id,
    text: row.text,
    kind: row.kind,
    gradeCount: row.grade_count,
    ruleCount: row.rule_count,
    active: row.deactivated_at === null,
  };
}

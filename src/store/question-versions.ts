import type { Grade, QuestionKind } from '../domain/grades.js';
import type { Queryable } from './dialect.js';

/** A version of a question as results need it: what was asked, of which kind, and what each grade weighed. */
export interface QuestionVersion {
  readonly id: number;
  readonly questionId: number;
  /** Counts the question's versions from 1. */
  readonly number: number;
  readonly text: string;
  readonly kind: QuestionKind | null;
  /** UTC epoch milliseconds. */
  readonly createdAt: number;
  readonly grades: readonly (Grade & { readonly position: number })[];
}

/** Every version that ever was: questions by their newest text, the versions of each in their order. */
export async function listQuestionVersions(q: Queryable): Promise<QuestionVersion[]> {
  const versions = await q('question_versions')
    .join('questions', 'questions.id', 'question_versions.question_id')
    .orderBy(['questions.text_key', 'questions.id', 'question_versions.number'])
    .select('question_versions.id', 'question_id', 'number', 'text', 'kind', 'question_versions.created_at');
  const grades = await q('grades').orderBy(['question_version_id', 'position']);
  const byVersion = new Map<number, QuestionVersion['grades'][number][]>();
  for (const { question_version_id, position, label, weight } of grades) {
    const known = byVersion.get(question_version_id) ?? [];
    byVersion.set(question_version_id, known);
    known.push({ position, label, weight });
  }
  return versions.map(({ question_id, created_at, ...row }) => ({
    ...row,
    createdAt: created_at,
    questionId: question_id,
    grades: byVersion.get(row.id) ?? [],
  }));
}

import type { AskedQuestion } from '../domain/survey-form.js';
import type { Queryable } from './dialect.js';

/** A question as it is asked in a survey, with what the operator reads out. */
export interface SurveyQuestion extends AskedQuestion {
  readonly script: string;
}

/** What a rule asks now, in its order, each question in its current version. */
export async function listCurrentQuestions(q: Queryable, ruleId: number): Promise<SurveyQuestion[]> {
  const versions: VersionRow[] = await q('rule_questions')
    .join('questions', 'questions.id', 'rule_questions.question_id')
    .join('question_versions', (on) =>
      on
        .on('question_versions.question_id', 'questions.id')
        .andOn('question_versions.number', 'questions.current_number'),
    )
    .where('rule_questions.rule_id', ruleId)
    .orderBy(['rule_questions.position', 'rule_questions.question_id'])
    .select('question_versions.*');
  return withGrades(q, versions);
}

/** The versions of those ids, in that order; ids that do not exist are left out. */
export async function listQuestionVersions(q: Queryable, ids: readonly number[]): Promise<SurveyQuestion[]> {
  const versions: VersionRow[] = await q('question_versions').whereIn('id', ids);
  const order = new Map(ids.map((id, index) => [id, index]));
  versions.sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0));
  return withGrades(q, versions);
}

interface VersionRow {
  id: number;
  text: string;
  script: string;
  not_applicable: boolean | number;
  comment_required_up_to: number | null;
}

async function withGrades(q: Queryable, versions: readonly VersionRow[]): Promise<SurveyQuestion[]> {
  const ids = versions.map((version) => version.id);
  const grades: { question_version_id: number; label: string; weight: number }[] = await q('grades')
    .whereIn('question_version_id', ids)
    .orderBy(['question_version_id', 'position'])
    .select('question_version_id', 'label', 'weight');
  return versions.map((version) => ({
    versionId: version.id,
    text: version.text,
    script: version.script,
    notApplicable: Boolean(version.not_applicable),
    commentRequiredUpTo: version.comment_required_up_to,
    grades: grades
      .filter((grade) => grade.question_version_id === version.id)
      .map(({ label, weight }) => ({ label, weight })),
  }));
}

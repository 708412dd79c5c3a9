import type { FastifyRequest } from 'fastify';
import { gradeKeys } from '../../domain/grade-keys.js';
import { needsComment, type SurveyForm } from '../../domain/survey-form.js';
import type { SurveyQuestion } from '../../store/survey-questions.js';
import type { FieldErrorView } from '../../web/forms.js';

type Request = Pick<FastifyRequest, 't'>;

/** One question of the form, as the partial for grade buttons takes it; labels only, no weights. */
export function questionModel({ t }: Request, question: SurveyQuestion, index: number, typed: Required<SurveyForm>) {
  const limit = question.commentRequiredUpTo === null ? null : question.grades[question.commentRequiredUpTo - 1];
  const answer = typed.answers[question.versionId];
  const keys = gradeKeys(question.grades.map(({ label }) => label));
  return {
    field: `answers.${question.versionId}`,
    number: t('surveys.questionNumber', { number: index + 1 }),
    text: question.text,
    script: question.script,
    grades: question.grades.map((grade, at) => ({
      label: grade.label,
      key: keys[at],
      needsComment: needsComment(question, grade),
    })),
    notApplicable: question.notApplicable,
    answer: answer?.answer,
    comment: answer?.comment ?? '',
    commentHint: limit ? t('surveys.commentHint', { grade: limit.label }) : undefined,
  };
}

/** The form's errors for its summary, each after the question that it is about; those about no field lead to the first. */
export function summaryOf(errors: readonly FieldErrorView[], questions: readonly { field: string; number: string }[]) {
  return errors.map(({ field, text }) => {
    const question = questions.find((one) => field.startsWith(`${one.field}.`));
    if (question !== undefined) return { field, text: `${question.number} ${text}` };
    return { field: field === 'answers' ? `${questions[0]?.field}.answer` : field, text };
  });
}

/** What was typed into a form that can no more be saved, in words. */
export function typedModel({ t }: Request, questions: readonly SurveyQuestion[], typed: Required<SurveyForm>) {
  const rows = questions.map((question) => {
    const { answer = '', comment = '' } = typed.answers[question.versionId] ?? {};
    const label = question.grades[Number(answer) - 1]?.label;
    const other = answer === 'na' ? t('shared.notApplicable') : answer === 'none' ? t('shared.noAnswer') : '—';
    return { question: question.text, answer: label ?? other, comment };
  });
  return { rows, note: typed.note ?? '' };
}

import { FieldChecks, isBlank, isTicked, type Raw } from './field-checks.js';
import type { Grade } from './grades.js';
import type { FieldErrors, Result } from './result.js';
import { type Score, scoreOf } from './score.js';

/** A question as a survey asks it, in the version that is to be copied onto the execution. */
export interface AskedQuestion {
  readonly versionId: number;
  readonly text: string;
  /** In the order of the scale: position 1 is the first. */
  readonly grades: readonly Grade[];
  readonly notApplicable: boolean;
  /** Position of the grade at or below which a comment is required; null for never. */
  readonly commentRequiredUpTo: number | null;
}

/** What was posted for one question: a grade's position, `na` (não se aplica) or `none` (sem resposta). */
export interface PostedAnswer {
  readonly answer?: Raw;
  readonly comment?: Raw;
}

/** A survey as posted: answers by the version id of their question, and the general observation. */
export interface SurveyForm {
  readonly answers?: Readonly<Record<string, PostedAnswer | undefined>>;
  readonly note?: Raw;
  /** Ticked: every *sem resposta* is meant. */
  readonly confirmed?: Raw;
}

/** An answer with everything that its execution copies, so that later changes of the question do not reach it (SPEC 5). */
export type Answer = {
  readonly versionId: number;
  readonly questionText: string;
  readonly comment: string;
} & (
  | {
      readonly state: 'graded';
      readonly gradePosition: number;
      readonly gradeLabel: string;
      readonly weight: number;
    }
  | {
      readonly state: 'not-applicable' | 'no-answer';
      readonly gradePosition: null;
      readonly gradeLabel: null;
      readonly weight: null;
    }
);

export interface FinishedSurvey {
  /** In the order of the questions. */
  readonly answers: readonly Answer[];
  readonly score: Score;
  readonly note: string;
}

/**
 * Decides whether a survey can be finished as posted (SPEC 5): every question has a grade, *não se aplica* where it is
 * allowed, or *sem resposta*; at least one has a grade, else it was an attempt (`noGradeAtAll` on `answers`); comments
 * stand where they are required; and each *sem resposta* is confirmed, all of them by one tick (`confirmed`). Errors are on
 * `answers.<version id>.answer` and `answers.<version id>.comment`.
 */
export function finishSurvey(
  questions: readonly AskedQuestion[],
  form: SurveyForm,
): Result<FinishedSurvey, FieldErrors> {
  const checks = new FieldChecks();
  const answers = questions.map((question) => readAnswer(checks, question, form.answers?.[question.versionId] ?? {}));
  const score = scoreOf(answers);
  // Where a question has its own error, that is what to mend first.
  if (score.count === 0 && checks.errors.length === 0) checks.refuse('answers', 'noGradeAtAll');
  else if (
    answers.some(({ state }) => state === 'no-answer') &&
    !isTicked(form.confirmed) &&
    checks.errors.length === 0
  )
    checks.refuse('confirmed', 'noAnswerUnconfirmed');
  return checks.result({ answers, score, note: checks.text('note', form.note) });
}

function readAnswer(checks: FieldChecks, question: AskedQuestion, posted: PostedAnswer): Answer {
  const field = `answers.${question.versionId}`;
  const comment = checks.text(`${field}.comment`, posted.comment);
  const copied = { versionId: question.versionId, questionText: question.text, comment };
  const ungraded = { gradePosition: null, gradeLabel: null, weight: null };

  if (posted.answer === 'none') return { ...copied, state: 'no-answer', ...ungraded };
  if (posted.answer === 'na') {
    if (!question.notApplicable) checks.refuse(`${field}.answer`, 'notApplicableNotAllowed');
    return { ...copied, state: 'not-applicable', ...ungraded };
  }
  const position = positionOf(posted.answer);
  const grade = question.grades[position - 1];
  if (grade === undefined) {
    checks.refuse(`${field}.answer`, isBlank(posted.answer) ? 'answerMissing' : 'unknownValue');
    return { ...copied, state: 'no-answer', ...ungraded };
  }
  if (comment === '' && needsComment(question, grade)) checks.refuse(`${field}.comment`, 'commentRequired');
  return { ...copied, state: 'graded', gradePosition: position, gradeLabel: grade.label, weight: grade.weight };
}

/** 0, which no grade has, for what is no position. */
function positionOf(answer: Raw): number {
  return answer !== undefined && /^\d{1,2}$/.test(answer) ? Number(answer) : 0;
}

/**
 * Whether a grade asks for a comment. *At or below* goes by weight, since a scale may be written from its best grade
 * down (Sim, Não).
 */
export function needsComment(
  question: Pick<AskedQuestion, 'grades' | 'commentRequiredUpTo'>,
  grade: Pick<Grade, 'weight'>,
): boolean {
  const limit = question.grades[(question.commentRequiredUpTo ?? 0) - 1];
  return limit !== undefined && grade.weight <= limit.weight;
}

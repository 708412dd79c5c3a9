import { FieldChecks } from './field-checks.js';
import { type FieldErrors, ok, type Result, refuse } from './result.js';
import type { Answer, AskedQuestion, PostedAnswer, SurveyForm } from './survey-form.js';

/** What was typed for one question so far; no state: no answer was chosen yet. */
export interface DraftAnswer {
  readonly state: Answer['state'] | null;
  readonly gradePosition: number | null;
  readonly comment: string;
}

/** What a save brings: the questions that it names, by version id, and the observation if it names it. */
export interface CleanDraft {
  readonly answers: ReadonlyMap<number, DraftAnswer>;
  readonly note: string | null;
}

/**
 * Reads what is to be kept of an unfinished form (SPEC 5): anything may be missing, but what is there has to be
 * possible. `unknown` when it answers a question that is not asked. Errors are on the fields of `finishSurvey`.
 */
export function readDraft(
  questions: readonly AskedQuestion[],
  form: Pick<SurveyForm, 'answers' | 'note'>,
): Result<CleanDraft, FieldErrors | 'unknown'> {
  const checks = new FieldChecks();
  const answers = new Map<number, DraftAnswer>();
  for (const [versionId, posted] of Object.entries(form.answers ?? {})) {
    const question = questions.find((asked) => String(asked.versionId) === versionId);
    if (question === undefined) return refuse('unknown');
    if (posted !== undefined) answers.set(question.versionId, readAnswer(checks, question, posted));
  }
  const note = form.note === undefined ? null : checks.text('note', form.note);
  return checks.errors.length > 0 ? refuse(checks.errors) : ok({ answers, note });
}

function readAnswer(checks: FieldChecks, question: AskedQuestion, { answer = '', comment }: PostedAnswer): DraftAnswer {
  const field = `answers.${question.versionId}`;
  const text = checks.text(`${field}.comment`, comment);
  if (answer === '') return { state: null, gradePosition: null, comment: text };
  if (answer === 'none') return { state: 'no-answer', gradePosition: null, comment: text };
  if (answer === 'na' && question.notApplicable) return { state: 'not-applicable', gradePosition: null, comment: text };
  const position = /^[1-9]\d?$/.test(answer) ? Number(answer) : 0;
  if (question.grades[position - 1] === undefined) checks.refuse(`${field}.answer`, 'unknownValue');
  return { state: 'graded', gradePosition: position, comment: text };
}

/** The answer as a form posts it, so that it can be shown again: a grade's position, `na`, `none` or nothing. */
export function postedAnswer({ state, gradePosition, comment }: DraftAnswer): Required<PostedAnswer> {
  switch (state) {
    case 'graded':
      return { answer: String(gradePosition), comment };
    case 'not-applicable':
      return { answer: 'na', comment };
    case 'no-answer':
      return { answer: 'none', comment };
    case null:
      return { answer: '', comment };
  }
}

import { FieldChecks, isBlank, isTicked, type Raw } from './field-checks.js';
import {
  type Grade,
  gradesOfKind,
  kindAllowed,
  MAX_GRADES,
  MAX_WEIGHT,
  MIN_GRADES,
  MIN_WEIGHT,
  QUESTION_KINDS,
  type QuestionKind,
  SIGNALS,
  type Signal,
} from './grades.js';
import type { FieldErrors, Result } from './result.js';
import { nameKey } from './text.js';

export const MAX_QUESTION_LENGTH = 500;
export const MAX_LABEL_LENGTH = 40;

/** *Nova Pergunta* as posted; grades in the order of the scale. */
export interface QuestionForm {
  readonly text?: Raw;
  readonly script?: Raw;
  readonly kind?: Raw;
  readonly notApplicable?: Raw;
  /** Position, from 1, of a grade. */
  readonly commentRequiredUpTo?: Raw;
  readonly grades?: readonly { readonly label?: Raw; readonly weight?: Raw; readonly signal?: Raw }[];
}

export interface CleanGrade extends Grade {
  readonly signal: Signal | null;
}

/** A question's content (SPEC 2): what a version of it stores. */
export interface CleanQuestion {
  readonly text: string;
  readonly script: string;
  readonly kind: QuestionKind | null;
  readonly notApplicable: boolean;
  /** Position, from 1, of the grade at or below which a comment is required; null for never. */
  readonly commentRequiredUpTo: number | null;
  readonly grades: readonly CleanGrade[];
}

/** Checks a question: its text, 2 to 11 grades with distinct labels and weights −100 to 100, and its options (SPEC 2). */
export function validateQuestion(form: QuestionForm): Result<CleanQuestion, FieldErrors> {
  const checks = new FieldChecks();
  const text = checks.requiredLine('text', form.text, MAX_QUESTION_LENGTH);
  const script = checks.text('script', form.script);
  const grades = readGrades(checks, form.grades ?? []);
  return checks.result({
    text,
    script,
    kind: readKind(checks, form.kind, grades),
    notApplicable: isTicked(form.notApplicable),
    commentRequiredUpTo: readCommentLimit(checks, form.commentRequiredUpTo, grades.length),
    grades,
  });
}

function readGrades(checks: FieldChecks, rows: NonNullable<QuestionForm['grades']>): CleanGrade[] {
  if (rows.length < MIN_GRADES) checks.refuse('grades', 'tooFew', { min: MIN_GRADES });
  if (rows.length > MAX_GRADES) checks.refuse('grades', 'tooMany', { max: MAX_GRADES });
  const seen = new Set<string>();
  return rows.slice(0, MAX_GRADES).map((row, index) => {
    const field = `grades.${index}`;
    const label = checks.requiredLine(`${field}.label`, row.label, MAX_LABEL_LENGTH);
    if (label !== '' && seen.has(nameKey(label))) checks.refuse(`${field}.label`, 'duplicate');
    seen.add(nameKey(label));
    return {
      label,
      weight: checks.integer(`${field}.weight`, row.weight, MIN_WEIGHT, MAX_WEIGHT),
      signal: checks.optionalOneOf(`${field}.signal`, row.signal, SIGNALS),
    };
  });
}

/** Another number of grades drops the kind; the right number with other labels is a contradiction to mend. */
function readKind(checks: FieldChecks, raw: Raw, grades: readonly Grade[]): QuestionKind | null {
  const kind = checks.optionalOneOf('kind', raw, QUESTION_KINDS);
  if (kind === null || grades.length !== gradesOfKind(kind)) return null;
  const labels = grades.map((grade) => grade.label);
  if (!kindAllowed(kind, labels)) checks.refuse('kind', 'kindNeedsItsScale');
  return kind;
}

function readCommentLimit(checks: FieldChecks, raw: Raw, gradeCount: number): number | null {
  if (isBlank(raw)) return null;
  const position = Number(raw);
  if (Number.isInteger(position) && position >= 1 && position <= gradeCount) return position;
  checks.refuse('commentRequiredUpTo', 'unknownValue');
  return null;
}

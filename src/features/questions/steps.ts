import { PRESETS, type Preset, presetGrades } from '../../domain/grades.js';

/** The question editor as typed. */
export interface TypedQuestion {
  text: string;
  script: string;
  kind: string;
  notApplicable: string;
  commentRequiredUpTo: string;
  grades: TypedGrade[];
  /** Index of the grade that takes the focus after a step. */
  focusGrade?: number;
}

export interface TypedGrade {
  label: string;
  weight: string;
  signal: string;
}

/**
 * What a button inside the editor does: fills in a preset, adds or removes a grade. Another number of grades drops the
 * kind; NPS comes with its preset only, CSAT stays with 1–5 only (SPEC 2). An unknown step changes nothing.
 */
export function questionStep(
  typed: TypedQuestion,
  step: string,
  words: { readonly yes: string; readonly no: string },
): TypedQuestion {
  const [verb = '', argument = ''] = step.split(':');
  if (verb === 'add-grade') return addGrade(typed);
  if (verb === 'remove-grade') return removeGrade(typed, Number(argument));
  const preset = PRESETS.find((known) => known === argument);
  return verb === 'preset' && preset !== undefined ? applyPreset(typed, preset, words) : typed;
}

function addGrade(typed: TypedQuestion): TypedQuestion {
  const grades = [...typed.grades, { label: '', weight: '', signal: '' }];
  return { ...typed, kind: '', grades, focusGrade: grades.length - 1 };
}

function removeGrade(typed: TypedQuestion, index: number): TypedQuestion {
  if (!typed.grades[index]) return typed;
  const limit = Number(typed.commentRequiredUpTo);
  const moved = limit > index + 1 ? String(limit - 1) : limit === index + 1 ? '' : typed.commentRequiredUpTo;
  const grades = typed.grades.filter((_, position) => position !== index);
  return { ...typed, kind: '', commentRequiredUpTo: moved, grades, focusGrade: Math.min(index, grades.length - 1) };
}

function applyPreset(
  typed: TypedQuestion,
  preset: Preset,
  words: { readonly yes: string; readonly no: string },
): TypedQuestion {
  const grades = presetGrades(preset, words).map(({ label, weight }) => ({
    label,
    weight: String(weight),
    signal: '',
  }));
  return { ...typed, kind: kindAfter(preset, typed.kind), commentRequiredUpTo: '', grades };
}

function kindAfter(preset: Preset, kind: string): string {
  switch (preset) {
    case 'nps':
      return 'nps';
    case '1-5':
      return kind === 'csat' ? 'csat' : '';
    case '0-10':
    case 'yes-no':
      return '';
  }
}

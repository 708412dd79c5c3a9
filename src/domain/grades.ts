import { divideHalfUp } from './rounding.js';

export const MIN_GRADES = 2;
export const MAX_GRADES = 11;
export const MIN_WEIGHT = -100;
export const MAX_WEIGHT = 100;

/** Scales to start from (SPEC 2). */
export const PRESETS = ['1-5', '0-10', 'nps', 'yes-no'] as const;

export type Preset = (typeof PRESETS)[number];

/** What a question measures, where that is one of the usual figures: null is neither. */
export const QUESTION_KINDS = ['nps', 'csat'] as const;

export type QuestionKind = (typeof QUESTION_KINDS)[number];

/** What a grade hints at; it proposes a follow-up (SPEC 6). */
export const SIGNALS = ['complaint', 'doubt', 'improvement', 'opportunity'] as const;

export type Signal = (typeof SIGNALS)[number];

/** One step of a scale: what the operator clicks, and what it is worth, an integer from −100 to 100. */
export interface Grade {
  readonly label: string;
  readonly weight: number;
}

const ONE_TO_FIVE = ['1', '2', '3', '4', '5'];
const ZERO_TO_TEN = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10'];

/** The grades of a preset, to be edited at will. The words for yes (100) and no (−100) are the catalogue's. */
export function presetGrades(preset: Preset, words: { readonly yes: string; readonly no: string }): Grade[] {
  switch (preset) {
    case '1-5':
      return evenlyWeighted(ONE_TO_FIVE);
    case '0-10':
    case 'nps':
      return evenlyWeighted(ZERO_TO_TEN);
    case 'yes-no':
      return [
        { label: words.yes, weight: MAX_WEIGHT },
        { label: words.no, weight: MIN_WEIGHT },
      ];
  }
}

function evenlyWeighted(labels: readonly string[]): Grade[] {
  return labels.map((label, step) => ({ label, weight: evenWeight(step, labels.length) }));
}

/**
 * Weights for `count` grades, worst first, evenly spaced over −100…100 and rounded half up: a half goes towards +∞, so
 * −12.5 would be −12. No scale of 2 to 11 grades has a half, so all of them are symmetric: 4 grades weigh −100, −33, 33,
 * 100. Throws a RangeError outside 2 to 11.
 */
export function evenWeights(count: number): number[] {
  if (!Number.isInteger(count) || count < MIN_GRADES || count > MAX_GRADES) throw new RangeError(`${count} grades`);
  return Array.from({ length: count }, (_, step) => evenWeight(step, count));
}

/** The weight of the grade that lies `step` steps above the worst of `count` grades. */
function evenWeight(step: number, count: number): number {
  const aboveWorst = divideHalfUp(BigInt((MAX_WEIGHT - MIN_WEIGHT) * step), BigInt(count - 1));
  return MIN_WEIGHT + Number(aboveWorst);
}

/** How many grades a kind's scale has: another number of grades drops the kind (SPEC 2). */
export function gradesOfKind(kind: QuestionKind): number {
  return labelsOfKind(kind).length;
}

/** True when the labels, in order, are those of the kind's scale: NPS from 0 to 10, CSAT from 1 to 5. */
export function kindAllowed(kind: QuestionKind, labels: readonly string[]): boolean {
  const expected = labelsOfKind(kind);
  return labels.length === expected.length && expected.every((label, index) => label === labels[index]);
}

function labelsOfKind(kind: QuestionKind): readonly string[] {
  switch (kind) {
    case 'nps':
      return ZERO_TO_TEN;
    case 'csat':
      return ONE_TO_FIVE;
  }
}

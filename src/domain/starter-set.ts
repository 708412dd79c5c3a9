import { evenWeights, type Preset, presetGrades, type QuestionKind, type Signal } from './grades.js';
import type { CleanGrade } from './question.js';

// What most ISPs ask after a sale, to begin with: after the installation, when the first bill has come, and before the
// contract is renewed. The words are the catalogue's.

/** A preset's scale, or one of two or three steps in words, the worst first. */
export type StarterScale = Extract<Preset, '1-5' | 'nps'> | 'no-yes' | 'no-partly-yes';

export interface StarterQuestion {
  readonly key: string;
  readonly scale: StarterScale;
  readonly kind: QuestionKind | null;
  readonly notApplicable: boolean;
  /** Position, from 1, of the grade at or below which a comment is required. */
  readonly commentRequiredUpTo: number | null;
  /** By grade, worst first; grades beyond the last have none. */
  readonly signals: readonly (Signal | null)[];
}

export interface StarterRule {
  readonly key: string;
  readonly startDays: number;
  readonly expiryDays: number;
  readonly questions: readonly StarterQuestion[];
}

const complaints = (count: number): Signal[] => Array.from({ length: count }, () => 'complaint');

const plain = { kind: null, notApplicable: false } as const;
const outOfFive = { scale: '1-5', kind: 'csat', commentRequiredUpTo: 2 } as const;
const FIVE_SIGNALS = [...complaints(2), 'improvement'] as const;

/** Three rules with their questions (SPEC 2); days after closing. */
export const STARTER_SET: readonly StarterRule[] = [
  {
    key: 'installation',
    startDays: 7,
    expiryDays: 5,
    questions: [
      { key: 'onTime', scale: 'no-yes', ...plain, commentRequiredUpTo: 1, signals: complaints(1) },
      { key: 'technician', ...outOfFive, notApplicable: false, signals: FIVE_SIGNALS },
      { key: 'working', scale: 'no-partly-yes', ...plain, commentRequiredUpTo: 2, signals: ['complaint', 'doubt'] },
      { key: 'explained', scale: 'no-partly-yes', ...plain, commentRequiredUpTo: 2, signals: ['doubt', 'doubt'] },
    ],
  },
  {
    key: 'satisfaction',
    startDays: 30,
    expiryDays: 10,
    questions: [
      {
        key: 'recommend',
        scale: 'nps',
        kind: 'nps',
        notApplicable: false,
        commentRequiredUpTo: 7,
        signals: [...complaints(7), 'improvement', 'improvement'],
      },
      { key: 'connection', ...outOfFive, notApplicable: false, signals: FIVE_SIGNALS },
      { key: 'support', ...outOfFive, notApplicable: true, signals: FIVE_SIGNALS },
      {
        key: 'enough',
        scale: 'no-partly-yes',
        ...plain,
        commentRequiredUpTo: null,
        signals: ['opportunity', 'opportunity'],
      },
    ],
  },
  {
    key: 'renewal',
    startDays: 330,
    expiryDays: 20,
    questions: [
      { key: 'year', ...outOfFive, notApplicable: false, signals: FIVE_SIGNALS },
      { key: 'fairPrice', scale: 'no-partly-yes', ...plain, commentRequiredUpTo: 1, signals: ['complaint', 'doubt'] },
      { key: 'staying', scale: 'no-partly-yes', ...plain, commentRequiredUpTo: 2, signals: ['complaint', 'doubt'] },
    ],
  },
];

/** Words of a scale that is not of numbers. */
export type ScaleWords = Readonly<Record<'no' | 'partly' | 'yes', string>>;

/** The grades of a question, the worst first. */
export function starterGrades({ scale, signals }: StarterQuestion, words: ScaleWords): CleanGrade[] {
  return scaleOf(scale, words).map(({ label, weight }, index) => ({ label, weight, signal: signals[index] ?? null }));
}

function scaleOf(scale: StarterScale, { no, partly, yes }: ScaleWords) {
  switch (scale) {
    case '1-5':
    case 'nps':
      return presetGrades(scale, { yes, no });
    case 'no-yes':
      return inWords([no, yes]);
    case 'no-partly-yes':
      return inWords([no, partly, yes]);
  }
}

function inWords(labels: readonly string[]) {
  return evenWeights(labels.length).map((weight, index) => ({ label: labels[index] ?? '', weight }));
}

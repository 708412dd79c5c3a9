import type { QuestionKind } from './grades.js';
import { divideHalfUp, greatestDivisor } from './rounding.js';

// Resultados (SPEC 6). Every figure is a pair of whole numbers until it is printed; a pair whose whole is 0 is no figure, and
// is printed as "—".

/** A part of a whole, or a sum and the number of what was added: the figure is `part / whole`. */
export interface Ratio {
  readonly part: bigint;
  readonly whole: bigint;
}

/**
 * Counts of the surveys that expire in a period and are past or settled, not cancelled: each is one of executed, closed and
 * inconsistent. `onTime` are those of the executed ones that were executed by their original expiry.
 */
export interface SurveyTally {
  readonly executed: number;
  readonly onTime: number;
  readonly closed: number;
  readonly inconsistent: number;
}

export const NO_SURVEYS: SurveyTally = { executed: 0, onTime: 0, closed: 0, inconsistent: 0 };

/** Two groups of surveys as one. */
export function together(a: SurveyTally, b: SurveyTally): SurveyTally {
  return {
    executed: a.executed + b.executed,
    onTime: a.onTime + b.onTime,
    closed: a.closed + b.closed,
    inconsistent: a.inconsistent + b.inconsistent,
  };
}

/** All of them: what most rates are a part of. */
export function surveysIn({ executed, closed, inconsistent }: SurveyTally): number {
  return executed + closed + inconsistent;
}

/** Taxa de execução: executed ÷ all. */
export function executionRate(tally: SurveyTally): Ratio {
  return ratio(tally.executed, surveysIn(tally));
}

/** Taxa de resposta: executed ÷ (executed + encerradas); what nobody got round to says nothing about the customers. */
export function responseRate({ executed, closed }: SurveyTally): Ratio {
  return ratio(executed, executed + closed);
}

/** No prazo: executed by the original expiry ÷ all; an extension allows a late execution, but does not make it punctual. */
export function onTimeRate(tally: SurveyTally): Ratio {
  return ratio(tally.onTime, surveysIn(tally));
}

/** Executions that have equally many graded questions: how many executions, and the sum of all their weights. */
export interface ScoreGroup {
  readonly graded: number;
  readonly executions: number;
  readonly sum: number;
}

/**
 * The mean of the scores of executions, each the mean of its own weights (SPEC 5), in −100…100 and exact: an execution with
 * two questions counts as much as one with ten. Executions without a grade have no score and are left out.
 */
export function meanScore(groups: Iterable<ScoreGroup>): Ratio {
  const scored = [...groups].filter(({ graded }) => graded > 0);
  const common = scored.reduce((least, { graded }) => leastCommonMultiple(least, BigInt(graded)), 1n);
  const part = scored.reduce((total, { graded, sum }) => total + (BigInt(sum) * common) / BigInt(graded), 0n);
  return { part, whole: common * BigInt(scoredIn(scored)) };
}

/** How many executions have a score: the sample of `meanScore`. */
export function scoredIn(groups: Iterable<ScoreGroup>): number {
  return [...groups].reduce((total, { graded, executions }) => (graded > 0 ? total + executions : total), 0);
}

/** How often a grade was given; positions count from 1, the worst grade of the NPS and CSAT scales. */
export interface GradeCount {
  readonly position: number;
  readonly count: number;
}

/** Who recommends, who does not, and who lies between: grades 9–10, 0–6 and 7–8 of a scale from 0 to 10. */
export interface NpsTally {
  readonly promoters: number;
  readonly passives: number;
  readonly detractors: number;
}

export function npsTally(grades: Iterable<GradeCount>): NpsTally {
  const tally = { promoters: 0, passives: 0, detractors: 0 };
  for (const { position, count } of grades) tally[npsSideOf(position)] += count;
  return tally;
}

function npsSideOf(position: number): keyof NpsTally {
  const grade = position - 1;
  if (grade >= 9) return 'promoters';
  return grade >= 7 ? 'passives' : 'detractors';
}

/** NPS: the share of promoters less that of detractors, from −100 to 100 once it is printed as a percentage. */
export function nps({ promoters, passives, detractors }: NpsTally): Ratio {
  return ratio(promoters - detractors, promoters + passives + detractors);
}

/** CSAT: the share of the top two of five grades. */
export function csat(grades: Iterable<GradeCount>): Ratio {
  let [satisfied, all] = [0, 0];
  for (const { position, count } of grades) {
    all += count;
    if (CSAT_POSITIONS.includes(position)) satisfied += count;
  }
  return ratio(satisfied, all);
}

const CSAT_POSITIONS: readonly number[] = [4, 5];

/**
 * What a grade of an NPS or CSAT question says, in every question and every version of one: their scales are the same in all.
 * The positions are those of its grades.
 */
export const OPINIONS = {
  promoter: { kind: 'nps', positions: [10, 11] },
  passive: { kind: 'nps', positions: [8, 9] },
  detractor: { kind: 'nps', positions: [1, 2, 3, 4, 5, 6, 7] },
  satisfied: { kind: 'csat', positions: CSAT_POSITIONS },
  unsatisfied: { kind: 'csat', positions: [1, 2, 3] },
} as const satisfies Record<string, { readonly kind: QuestionKind; readonly positions: readonly number[] }>;

export type Opinion = keyof typeof OPINIONS;

export function isOpinion(text: string): text is Opinion {
  return Object.hasOwn(OPINIONS, text);
}

/** The figure of a question of a kind, as a part of 1; null for a question of neither kind. */
export function kindFigure(kind: QuestionKind | null, grades: readonly GradeCount[]): Ratio | null {
  switch (kind) {
    case 'nps':
      return nps(npsTally(grades));
    case 'csat':
      return csat(grades);
    case null:
      return null;
  }
}

/** A sample of fewer than this says little, and is marked. */
export const SMALL_SAMPLE = 10;

export function isSmallSample(size: number): boolean {
  return size > 0 && size < SMALL_SAMPLE;
}

/** A pair of whole numbers that JavaScript holds exactly. */
export function ratio(part: number, whole: number): Ratio {
  return { part: BigInt(part), whole: BigInt(whole) };
}

/**
 * The figure for printing, times `factor` (100 for percent) and rounded half up to `decimals` places in exact integers;
 * null when there is nothing to divide by.
 */
export function rounded({ part, whole }: Ratio, factor: number, decimals: number): number | null {
  if (whole === 0n) return null;
  const scale = 10 ** decimals;
  return Number(divideHalfUp(part * BigInt(factor * scale), whole)) / scale;
}

function leastCommonMultiple(a: bigint, b: bigint): bigint {
  return (a / greatestDivisor(a, b)) * b;
}

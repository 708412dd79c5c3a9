import { NO_SURVEYS, type ScoreGroup, type SurveyTally, together } from './results.js';

/** Surveys of results that belong together, of a day, a seller or a whole period: all that can be added up. */
export interface ResultGroup {
  readonly tally: SurveyTally;
  readonly scores: readonly ScoreGroup[];
  /** Attempts that were made before the executions, of all of them. */
  readonly attempts: number;
  /** Executions by the attempts before: none, one, two, and three or more. */
  readonly tried: readonly [number, number, number, number];
  /** Days from opening to execution, of all executions. */
  readonly days: number;
}

export const NO_RESULTS: ResultGroup = { tally: NO_SURVEYS, scores: [], attempts: 0, tried: [0, 0, 0, 0], days: 0 };

/** Groups as one; scores with equally many grades are put together. */
export function merged(groups: Iterable<ResultGroup>): ResultGroup {
  const scores = new Map<number, ScoreGroup>();
  let [tally, attempts, days] = [NO_SURVEYS, 0, 0];
  const tried: [number, number, number, number] = [0, 0, 0, 0];
  for (const group of groups) {
    tally = together(tally, group.tally);
    attempts += group.attempts;
    for (const [index, count] of group.tried.entries()) tried[index] = (tried[index] ?? 0) + count;
    days += group.days;
    for (const { graded, executions, sum } of group.scores) {
      const known = scores.get(graded);
      scores.set(graded, { graded, executions: executions + (known?.executions ?? 0), sum: sum + (known?.sum ?? 0) });
    }
  }
  return { tally, scores: [...scores.values()], attempts, tried, days };
}

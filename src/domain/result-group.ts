import { NO_SURVEYS, type ScoreGroup, type SurveyTally, together } from './results.js';

/** Surveys of results that belong together, of a day, a seller or a whole period: all that can be added up. */
export interface ResultGroup {
  readonly tally: SurveyTally;
  readonly scores: readonly ScoreGroup[];
  /** Attempts that were made before the executions, of all of them. */
  readonly attempts: number;
  /** Executions without an attempt before. */
  readonly atOnce: number;
  /** Days from opening to execution, of all executions. */
  readonly days: number;
}

export const NO_RESULTS: ResultGroup = { tally: NO_SURVEYS, scores: [], attempts: 0, atOnce: 0, days: 0 };

/** Groups as one; scores with equally many grades are put together. */
export function merged(groups: Iterable<ResultGroup>): ResultGroup {
  const scores = new Map<number, ScoreGroup>();
  let [tally, attempts, atOnce, days] = [NO_SURVEYS, 0, 0, 0];
  for (const group of groups) {
    tally = together(tally, group.tally);
    attempts += group.attempts;
    atOnce += group.atOnce;
    days += group.days;
    for (const { graded, executions, sum } of group.scores) {
      const known = scores.get(graded);
      scores.set(graded, { graded, executions: executions + (known?.executions ?? 0), sum: sum + (known?.sum ?? 0) });
    }
  }
  return { tally, scores: [...scores.values()], attempts, atOnce, days };
}

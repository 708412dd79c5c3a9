import type { CivilDate } from '../domain/civil-date.js';
import type { Queryable } from './dialect.js';
import { select } from './statements.js';

/** What a user finished on a day, and how long it took him in all, in milliseconds. */
export interface Progress {
  readonly done: number;
  readonly spentMs: number;
}

/** The user's executions of the day that stand; `since` is the instant at which it began, for the index to be a range. */
export async function progressOf(q: Queryable, userId: number, day: CivilDate, since: number): Promise<Progress> {
  const [row] = await select<{ done: number; spent: number }>(
    q,
    `select count(*) as done, cast(coalesce(sum(executions.finished_at - executions.started_at), 0) as bigint) as spent
      from surveys join executions on executions.id = surveys.execution_id
      where surveys.outcome = 'executed' and surveys.executed_by = ? and surveys.settled_at >= ? and surveys.executed_on = ?`,
    [userId, since, day],
  );
  return { done: row?.done ?? 0, spentMs: row?.spent ?? 0 };
}

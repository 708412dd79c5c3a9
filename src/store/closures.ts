import type { ClosureReason } from '../domain/survey-change.js';
import type { Queryable } from './dialect.js';

/** How a manager closed a survey that nobody answered, and whether he took it back. */
export interface Closure {
  readonly id: number;
  readonly reason: ClosureReason;
  readonly note: string;
  readonly by: string;
  readonly at: number;
  readonly reopening: { readonly by: string; readonly at: number; readonly reason: string } | null;
}

export interface NewClosure {
  readonly surveyId: number;
  readonly reason: ClosureReason;
  readonly note: string;
  readonly by: number;
  readonly at: number;
}

/** Records why a survey was closed. The caller has settled it before. */
export async function insertClosure(trx: Queryable, closure: NewClosure): Promise<void> {
  await trx('closures').insert({
    survey_id: closure.surveyId,
    reason: closure.reason,
    note: closure.note,
    closed_by: closure.by,
    closed_at: closure.at,
  });
}

/** Marks the closure of a survey that stands as taken back. */
export async function reopenClosure(
  trx: Queryable,
  surveyId: number,
  reopening: { readonly by: number; readonly at: number; readonly reason: string },
): Promise<void> {
  await trx('closures')
    .where({ survey_id: surveyId, reopened_at: null })
    .update({ reopened_at: reopening.at, reopened_by: reopening.by, reopening_reason: reopening.reason });
}

/** Every closure of a survey, the latest first. */
export async function listClosures(q: Queryable, surveyId: number): Promise<Closure[]> {
  const rows = await q('closures')
    .join('users as closers', 'closers.id', 'closures.closed_by')
    .leftJoin('users as reopeners', 'reopeners.id', 'closures.reopened_by')
    .where({ survey_id: surveyId })
    .orderBy('closures.id', 'desc')
    .select('closures.*', 'closers.name as closer_name', 'reopeners.name as reopener_name');
  return rows.map((row) => ({
    id: row.id,
    reason: row.reason,
    note: row.note,
    by: row.closer_name,
    at: row.closed_at,
    reopening:
      row.reopened_at === null
        ? null
        : { by: row.reopener_name, at: row.reopened_at, reason: row.reopening_reason ?? '' },
  }));
}

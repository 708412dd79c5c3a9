import type { CivilDate } from '../domain/civil-date.js';
import type { ClosureReason } from '../domain/survey-change.js';
import { insertAll } from './batches.js';
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
  readonly reason: ClosureReason;
  readonly note: string;
  readonly by: number;
  readonly at: number;
  /** The civil date of `at`. */
  readonly on: CivilDate;
}

/** Records why surveys were closed. The caller has settled them before. */
export async function insertClosures(
  trx: Queryable,
  surveyIds: readonly number[],
  { reason, note, by, at, on }: NewClosure,
): Promise<void> {
  const closure = { reason, note, closed_by: by, closed_at: at, closed_on: on };
  const rows = surveyIds.map((survey_id) => ({ survey_id, ...closure }));
  await insertAll(trx, 'closures', rows);
}

/** Marks the closures of surveys that stand as taken back. */
export async function reopenClosures(
  trx: Queryable,
  surveyIds: readonly number[],
  reopening: { readonly by: number; readonly at: number; readonly reason: string },
): Promise<void> {
  await trx('closures')
    .whereIn('survey_id', [...surveyIds])
    .whereNull('reopened_at')
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

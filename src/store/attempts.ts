import type { CallBack, OutcomeKind } from '../domain/attempt.js';
import type { CivilDate } from '../domain/civil-date.js';
import type { PastAttempt } from '../domain/waiting.js';
import { selectIn } from './batches.js';
import type { Queryable } from './dialect.js';

/** An attempt to reach a customer, as its survey's page shows it. */
export interface Attempt extends PastAttempt {
  readonly id: number;
  readonly by: string;
  readonly note: string;
  readonly callBackOn: CivilDate | null;
}

export interface NewAttempt {
  readonly surveyId: number;
  readonly outcome: OutcomeKind;
  readonly note: string;
  readonly callBack: CallBack | null;
  readonly retryAt: number;
  readonly by: number;
  readonly at: number;
  /** Of the form that it was sent with. */
  readonly formKey: string;
}

/** The attempt that was sent with a form of that key, or null. */
export async function findAttemptByFormKey(q: Queryable, formKey: string): Promise<number | null> {
  const row = await q('attempts').where({ form_key: formKey }).first('id');
  return row?.id ?? null;
}

/** The last attempt of a survey, by anybody, where it says the same and is of the same user; else null. */
export async function findLastAlike(
  q: Queryable,
  { surveyId, by, outcome, note, callBack }: Pick<NewAttempt, 'surveyId' | 'by' | 'outcome' | 'note' | 'callBack'>,
): Promise<{ readonly id: number; readonly at: number } | null> {
  const last = await q('attempts').where({ survey_id: surveyId }).orderBy('id', 'desc').first();
  const same =
    last?.attempted_by === by &&
    last.outcome === outcome &&
    last.note === note &&
    last.call_back_at === (callBack?.at ?? null);
  return same ? { id: last.id, at: last.attempted_at } : null;
}

/** Adds an attempt and returns its id. The caller holds the survey, and knows that no attempt has the form's key. */
export async function insertAttempt(trx: Queryable, attempt: NewAttempt): Promise<number> {
  const [{ id }] = await trx('attempts')
    .insert({
      survey_id: attempt.surveyId,
      outcome: attempt.outcome,
      note: attempt.note,
      call_back_on: attempt.callBack?.on ?? null,
      call_back_at: attempt.callBack?.at ?? null,
      retry_at: attempt.retryAt,
      attempted_by: attempt.by,
      attempted_at: attempt.at,
      form_key: attempt.formKey,
    })
    .returning('id');
  return id;
}

/** Every attempt of a survey, the oldest first. */
export async function listAttempts(q: Queryable, surveyId: number): Promise<Attempt[]> {
  const rows = await q('attempts')
    .join('users', 'users.id', 'attempts.attempted_by')
    .where({ survey_id: surveyId })
    .orderBy('attempts.id')
    .select('attempts.*', 'users.name as user_name');
  return rows.map((row) => ({
    ...toPastAttempt(row),
    id: row.id,
    by: row.user_name,
    note: row.note,
    callBackOn: row.call_back_on,
  }));
}

/** Every attempt of several surveys, by survey, the oldest first; a survey without any is left out. */
export async function listAttemptsOf(
  q: Queryable,
  surveyIds: readonly number[],
): Promise<ReadonlyMap<number, readonly PastAttempt[]>> {
  const rows = await selectIn(
    surveyIds,
    (some): PromiseLike<AttemptRow[]> =>
      q('attempts')
        .whereIn('survey_id', some)
        .orderBy('id')
        .select('survey_id', 'outcome', 'attempted_at', 'retry_at', 'call_back_at'),
  );
  const bySurvey = new Map<number, PastAttempt[]>();
  for (const row of rows) bySurvey.set(row.survey_id, [...(bySurvey.get(row.survey_id) ?? []), toPastAttempt(row)]);
  return bySurvey;
}

interface AttemptRow {
  survey_id: number;
  outcome: OutcomeKind;
  attempted_at: number;
  retry_at: number;
  call_back_at: number | null;
}

function toPastAttempt(row: AttemptRow): PastAttempt {
  return {
    outcome: row.outcome,
    attemptedAt: row.attempted_at,
    retryAt: row.retry_at,
    callBackAt: row.call_back_at,
  };
}

import type { CivilDate } from '../domain/civil-date.js';
import { insertAll } from './batches.js';
import type { Queryable } from './dialect.js';

/** A later expiry that a manager granted. */
export interface Extension {
  readonly id: number;
  readonly expiresOn: CivilDate;
  readonly reason: string;
  readonly by: string;
  readonly at: number;
}

export interface NewExtension {
  readonly expiresOn: CivilDate;
  /** The civil date of `at`. */
  readonly on: CivilDate;
  readonly reason: string;
  readonly by: number;
  readonly at: number;
}

/** Records why the expiry of surveys was moved; they come with the one that stood before. */
export async function insertExtensions(
  trx: Queryable,
  surveys: readonly { readonly id: number; readonly expiresOn: CivilDate }[],
  { expiresOn, on, reason, by, at }: NewExtension,
): Promise<void> {
  const rows = surveys.map((survey) => ({
    survey_id: survey.id,
    was_expires_on: survey.expiresOn,
    expires_on: expiresOn,
    extended_on: on,
    reason,
    extended_by: by,
    extended_at: at,
  }));
  await insertAll(trx, 'extensions', rows);
}

/** Every extension of a survey, the latest first. */
export async function listExtensions(q: Queryable, surveyId: number): Promise<Extension[]> {
  const rows = await q('extensions')
    .join('users', 'users.id', 'extensions.extended_by')
    .where({ survey_id: surveyId })
    .orderBy('extensions.id', 'desc')
    .select('extensions.*', 'users.name as user_name');
  return rows.map((row) => ({
    id: row.id,
    expiresOn: row.expires_on,
    reason: row.reason,
    by: row.user_name,
    at: row.extended_at,
  }));
}

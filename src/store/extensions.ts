import type { CivilDate } from '../domain/civil-date.js';
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
  readonly surveyId: number;
  readonly expiresOn: CivilDate;
  readonly reason: string;
  readonly by: number;
  readonly at: number;
}

/** Records why a survey's expiry was moved. */
export async function insertExtension(trx: Queryable, extension: NewExtension): Promise<void> {
  await trx('extensions').insert({
    survey_id: extension.surveyId,
    expires_on: extension.expiresOn,
    reason: extension.reason,
    extended_by: extension.by,
    extended_at: extension.at,
  });
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

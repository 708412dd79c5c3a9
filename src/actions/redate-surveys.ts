import { addDays, type CivilDate, daysBetween } from '../domain/civil-date.js';
import { redate } from '../domain/scheduler.js';
import type { Queryable } from '../store/dialect.js';
import { listMovableSurveys, lockSurveysOf, updateSurveyDates } from '../store/planned-surveys.js';

/**
 * Moves every open survey of a sale, touched or not, as its closing date moved (SPEC 2). The rule's days stay those that
 * stood when the survey was planned; an extension stays where it reaches further. Surveys that were cancelled with the
 * sale move too, so that restoring it finds them right. Returns how many moved.
 */
export async function redateSurveys(
  trx: Queryable,
  saleId: number,
  closedOn: { readonly from: CivilDate; readonly to: CivilDate },
): Promise<number> {
  const days = daysBetween(closedOn.from, closedOn.to);
  if (days === 0) return 0;
  await lockSurveysOf(trx, saleId);
  const surveys = await listMovableSurveys(trx, saleId);
  for (const { id, opensOn, originalExpiresOn, extendedTo } of surveys) {
    const dates = { opensOn: addDays(opensOn, days), expiresOn: addDays(originalExpiresOn, days) };
    await updateSurveyDates(trx, id, redate(dates, extendedTo));
  }
  return surveys.length;
}

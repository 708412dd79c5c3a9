import type { Calendar } from '../domain/calendar.js';
import type { CivilDate } from '../domain/civil-date.js';
import { redate, scheduleOf, surveyDates } from '../domain/scheduler.js';
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
  { from, to }: { readonly from: CivilDate; readonly to: CivilDate },
  calendar: Calendar,
): Promise<number> {
  if (from === to) return 0;
  await lockSurveysOf(trx, saleId);
  const surveys = await listMovableSurveys(trx, saleId);
  for (const survey of surveys) {
    const dates = surveyDates(to, scheduleOf(from, survey), calendar);
    await updateSurveyDates(trx, survey.id, redate(dates, survey.extendedTo));
  }
  return surveys.length;
}

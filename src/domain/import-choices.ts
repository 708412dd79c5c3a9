import type { Calendar } from './calendar.js';
import type { CivilDate } from './civil-date.js';
import type { SaleToAdd } from './import-plan.js';
import { countSurveys, type SurveysOfImport } from './import-summary.js';
import type { PlanningChoice } from './planning.js';
import type { ProductPlanning } from './product-planning.js';

/** What each of the three choices of SPEC 2 would plan, for a preview. */
export type SurveysByChoice = Readonly<Record<PlanningChoice['kind'], SurveysOfImport>>;

/** Counts the surveys that some of an import's sales would get under each choice; `since` is the day of the second. */
export function countChoices(
  sales: readonly SaleToAdd[],
  products: ReadonlyMap<number, ProductPlanning>,
  since: CivilDate,
  today: CivilDate,
  calendar: Calendar,
): SurveysByChoice {
  return {
    upcoming: countSurveys(sales, products, { kind: 'upcoming' }, today, calendar),
    since: countSurveys(sales, products, { kind: 'since', date: since }, today, calendar),
    all: countSurveys(sales, products, { kind: 'all' }, today, calendar),
  };
}

/** The counts of some sales and of others together. */
export function addChoices(a: SurveysByChoice, b: SurveysByChoice): SurveysByChoice {
  return { upcoming: sum(a.upcoming, b.upcoming), since: sum(a.since, b.since), all: sum(a.all, b.all) };
}

function sum(a: SurveysOfImport, b: SurveysOfImport): SurveysOfImport {
  return {
    scheduled: a.scheduled + b.scheduled,
    due: a.due + b.due,
    inconsistent: a.inconsistent + b.inconsistent,
    cancelled: a.cancelled + b.cancelled,
  };
}

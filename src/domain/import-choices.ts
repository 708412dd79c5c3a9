import type { CivilDate } from './civil-date.js';
import type { SaleToAdd } from './import-plan.js';
import { type SurveysOfImport, surveysOfSale } from './import-summary.js';
import { countByStatus, type PlanningChoice } from './planning.js';
import type { ProductPlanning } from './product-planning.js';

/** What each of the three choices of SPEC 2 would plan, for a preview. */
export type SurveysByChoice = Readonly<Record<PlanningChoice['kind'], SurveysOfImport>>;

/** Counts, sale by sale, the surveys that an import would plan under each choice; `since` is the day of the second. */
export class ChoiceCounter {
  readonly #products: ReadonlyMap<number, ProductPlanning>;
  readonly #today: CivilDate;
  readonly #choices: readonly PlanningChoice[];
  readonly #counts: Record<PlanningChoice['kind'], Record<keyof SurveysOfImport, number>> = {
    upcoming: { ...NONE },
    since: { ...NONE },
    all: { ...NONE },
  };

  constructor(products: ReadonlyMap<number, ProductPlanning>, since: CivilDate, today: CivilDate) {
    this.#products = products;
    this.#today = today;
    this.#choices = [{ kind: 'upcoming' }, { kind: 'since', date: since }, { kind: 'all' }];
  }

  add(sale: SaleToAdd): void {
    for (const choice of this.#choices) {
      const surveys = surveysOfSale(sale, this.#products, choice, this.#today);
      const counts = this.#counts[choice.kind];
      if (sale.cancelledOn !== null) counts.cancelled += surveys.length;
      else
        for (const [status, count] of Object.entries(countByStatus(surveys, this.#today)))
          counts[status as keyof SurveysOfImport] += count;
    }
  }

  get surveys(): SurveysByChoice {
    return this.#counts;
  }
}

const NONE: SurveysOfImport = { scheduled: 0, due: 0, inconsistent: 0, cancelled: 0 };

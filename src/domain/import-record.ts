import type { KeptCorrection } from './import-plan.js';
import type { ImportSummary, SurveysOfImport } from './import-summary.js';
import type { PlanningChoice } from './planning.js';

/** The most corrections and names of products that an applied import remembers. */
export const MAX_REMEMBERED = 100;

/** What an applied import remembers of itself: no personal data, and never the file (SPEC 10). */
export interface AppliedImport {
  readonly appliedBy: number | null;
  readonly choice: PlanningChoice;
  readonly summary: ImportSummary;
  readonly surveys: SurveysOfImport;
  readonly kept: readonly KeptCorrection[];
  readonly keptCount: number;
  /** Names of the products that it added, which have no profile yet. */
  readonly newProducts: readonly string[];
  /** New sales whose product has no rule to plan by. */
  readonly salesWithoutRules: number;
}

import type { Calendar } from './calendar.js';
import type { CivilDate } from './civil-date.js';
import type { ImportPlan, SaleToAdd } from './import-plan.js';
import {
  countByStatus,
  type OpenStatusCounts,
  type PlannedSurvey,
  type PlanningChoice,
  planSurveys,
} from './planning.js';
import { type ProductPlanning, plannableRules } from './product-planning.js';

/** The surveys that an import plans, by the status they are born with; those of cancelled sales are cancelled. */
export interface SurveysOfImport extends OpenStatusCounts {
  readonly cancelled: number;
}

/** What an import does, in numbers of sales and of what it adds around them. */
export interface ImportSummary {
  /** Sales of the file. */
  readonly lines: number;
  readonly added: number;
  /** Of the added ones. */
  readonly addedCancelled: number;
  readonly updated: number;
  /** Of the updated ones. */
  readonly cancelled: number;
  readonly restored: number;
  readonly unchanged: number;
  readonly products: number;
  readonly sellers: number;
  readonly customers: number;
  readonly customersChanged: number;
}

export function summarise(plan: ImportPlan): ImportSummary {
  const updated = plan.saleChanges.filter((change) => change.visible);
  return {
    lines: plan.sales.length + updated.length + plan.unchanged,
    added: plan.sales.length,
    addedCancelled: plan.sales.filter((sale) => sale.cancelledOn !== null).length,
    updated: updated.length,
    cancelled: updated.filter(({ before, cancelledOn }) => before.cancelledOn === null && cancelledOn !== null).length,
    restored: updated.filter(({ before, cancelledOn }) => before.cancelledOn !== null && cancelledOn === null).length,
    unchanged: plan.unchanged,
    products: plan.products.length,
    sellers: plan.sellers.length,
    customers: plan.customers.length,
    customersChanged: plan.customerChanges.length,
  };
}

/** The surveys of a sale that an import adds; a product that the import adds too has no profile yet, so none. */
export function surveysOfSale(
  sale: SaleToAdd,
  products: ReadonlyMap<number, ProductPlanning>,
  choice: PlanningChoice,
  today: CivilDate,
  calendar: Calendar,
): readonly PlannedSurvey[] {
  const product = products.get(sale.product);
  if (product === undefined) return [];
  return planSurveys(sale, plannableRules(product), new Set(), choice, today, calendar).planned;
}

/** Counts the surveys that some of an import's sales would get under a choice (SPEC 2, 8). */
export function countSurveys(
  sales: readonly SaleToAdd[],
  products: ReadonlyMap<number, ProductPlanning>,
  choice: PlanningChoice,
  today: CivilDate,
  calendar: Calendar,
): SurveysOfImport {
  const open: PlannedSurvey[] = [];
  let cancelled = 0;
  for (const sale of sales) {
    const surveys = surveysOfSale(sale, products, choice, today, calendar);
    if (sale.cancelledOn === null) open.push(...surveys);
    else cancelled += surveys.length;
  }
  return { ...countByStatus(open, today), cancelled };
}

/** How many of the sales, cancelled ones aside, get no surveys whatever the choice: their product gives no rule. */
export function countSalesWithoutRules(
  sales: readonly SaleToAdd[],
  products: ReadonlyMap<number, ProductPlanning>,
): number {
  return sales.filter(({ cancelledOn, product }) => {
    const planning = products.get(product);
    return cancelledOn === null && (planning === undefined || plannableRules(planning).length === 0);
  }).length;
}

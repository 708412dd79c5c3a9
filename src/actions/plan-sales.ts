import {
  countByStatus,
  type OpenStatusCounts,
  type PlannedSurvey,
  type PlanningChoice,
  planSurveys,
} from '../domain/planning.js';
import { plannableRules } from '../domain/product-planning.js';
import { insertAudit } from '../store/audit.js';
import { type BareSale, listSalesWithoutSurveys, type SaleScope } from '../store/bare-sales.js';
import type { Queryable } from '../store/dialect.js';
import { readCalendar } from '../store/holidays.js';
import { insertPlannedSurveys, listProductPlanning } from '../store/planned-surveys.js';
import { getSale } from '../store/sales.js';
import { type ActionContext, auditActor } from './context.js';
import { lockSales } from './record-sale.js';

/** What planning did, or would do: of how many sales without surveys how many get some, and which. */
export interface PlanningReport {
  readonly sales: number;
  readonly plannedSales: number;
  readonly surveys: OpenStatusCounts;
}

/**
 * *Planejar agora* (SPEC 2): plans the surveys of the sales of a scope that stand and have none, as the configuration is
 * now and as far as the choice allows. Whoever plans the same at the same moment finds nothing left to plan.
 * @throws NotFoundError when the one sale of the scope does not exist
 */
export async function planSales(
  context: ActionContext,
  scope: SaleScope,
  choice: PlanningChoice,
): Promise<PlanningReport> {
  return context.db.transaction(async (trx) => {
    await lockSales(trx);
    if ('saleId' in scope) await getSale(trx, scope.saleId);
    const bare = await listSalesWithoutSurveys(trx, scope);
    const plans = await plansOf(trx, bare, choice, context.today);
    await insertPlannedSurveys(trx, plans);
    const entries = plans.map(({ sale, surveys }) => ({
      action: 'plan',
      entity: 'sale',
      entityId: sale.id,
      changes: { plannedSurveys: [0, surveys.length] as const },
    }));
    await insertAudit(trx, auditActor(context), context.now, entries);
    return reportOf(bare, plans, context.today);
  });
}

/** What *Planejar agora* would do under each choice, without doing it. */
export async function previewPlanning(
  { db, today }: Pick<ActionContext, 'db' | 'today'>,
  scope: SaleScope,
  choices: readonly PlanningChoice[],
): Promise<PlanningReport[]> {
  const bare = await listSalesWithoutSurveys(db.read, scope);
  const reports: PlanningReport[] = [];
  for (const choice of choices) reports.push(reportOf(bare, await plansOf(db.read, bare, choice, today), today));
  return reports;
}

interface SalePlan {
  readonly sale: BareSale;
  readonly surveys: readonly PlannedSurvey[];
  readonly cancelledAt: null;
}

async function plansOf(
  q: Queryable,
  bare: readonly BareSale[],
  choice: PlanningChoice,
  today: string,
): Promise<SalePlan[]> {
  const products = await listProductPlanning(q, 'all');
  const calendar = await readCalendar(q);
  return bare.flatMap((sale) => {
    const product = products.get(sale.productId);
    const rules = product === undefined ? [] : plannableRules(product);
    const surveys = planSurveys(sale, rules, new Set(), choice, today, calendar).planned;
    return surveys.length === 0 ? [] : [{ sale, surveys, cancelledAt: null }];
  });
}

function reportOf(bare: readonly BareSale[], plans: readonly SalePlan[], today: string): PlanningReport {
  const surveys = countByStatus(
    plans.flatMap((plan) => plan.surveys),
    today,
  );
  return { sales: bare.length, plannedSales: plans.length, surveys };
}

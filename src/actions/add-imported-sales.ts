import type { KnownProduct } from '../domain/import-known.js';
import type { SaleToAdd } from '../domain/import-plan.js';
import { surveysOfSale } from '../domain/import-summary.js';
import type { PlanningTerms } from '../domain/planning.js';
import { commissionBaseOf } from '../domain/product-planning.js';
import { type AuditEntry, changesBetween, insertAudit } from '../store/audit.js';
import type { Queryable } from '../store/dialect.js';
import { insertPlannedSurveys, type SurveysOfSale } from '../store/planned-surveys.js';
import { insertSales, type NewSale } from '../store/sales.js';
import { type ActionContext, auditActor } from './context.js';
import type { Resolver } from './import-resolver.js';
import { slicesOf } from './in-turns.js';

interface Surroundings {
  readonly resolve: Resolver;
  readonly products: ReadonlyMap<number, KnownProduct>;
  readonly terms: PlanningTerms;
}

/** Adds the new sales of an import with their surveys, by the hundreds: each slice with all that belongs to it. */
export async function addImportedSales(
  trx: Queryable,
  context: ActionContext,
  sales: readonly SaleToAdd[],
  surroundings: Surroundings,
): Promise<void> {
  const { now, today } = context;
  const { products, terms } = surroundings;
  for (const slice of slicesOf(sales)) {
    const rows = slice.map((sale) => toRow(sale, surroundings, now));
    const ids = await insertSales(trx, rows, now);
    const planned = slice.map((sale, index): SurveysOfSale & { sale: NewSale & { id: number } } => {
      const row = rows[index] as NewSale;
      const surveys = surveysOfSale(sale, products, terms.choice, today, terms.calendar);
      return { sale: { ...row, id: ids[index] ?? 0 }, surveys, cancelledAt: row.cancellation && now };
    });
    await insertPlannedSurveys(trx, planned);
    const entries = planned.map(({ sale, surveys }) => entryOf(sale, surveys.length));
    await insertAudit(trx, auditActor(context), now, entries);
  }
}

function toRow(sale: SaleToAdd, { resolve, products }: Surroundings, now: number): NewSale {
  const commissions = products.get(sale.product)?.commissions ?? [];
  const { cancelledOn } = sale;
  return {
    externalId: sale.externalId,
    customerId: resolve.customer(sale.customer),
    sellerId: resolve.seller(sale.seller),
    productId: resolve.product(sale.product),
    closedOn: sale.closedOn,
    valueCents: sale.valueCents,
    commissionBaseCents: commissionBaseOf(commissions, sale),
    origin: 'import',
    cancellation: cancelledOn === null ? null : { on: cancelledOn, at: now, commissionReversed: true },
    lastImported: JSON.stringify(sale.imported),
    formKey: null,
  };
}

function entryOf(sale: NewSale & { readonly id: number }, surveyCount: number): AuditEntry {
  const { id, cancellation, lastImported: _read, ...facts } = sale;
  const changes = changesBetween(null, { ...facts, cancelledOn: cancellation?.on ?? null });
  return { action: 'create', entity: 'sale', entityId: id, changes: { ...changes, plannedSurveys: [0, surveyCount] } };
}

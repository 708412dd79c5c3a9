import type { KnownRecords } from '../domain/import-known.js';
import type { ImportPlan } from '../domain/import-plan.js';
import type { PlanningTerms } from '../domain/planning.js';
import type { AuditEntry } from '../store/audit.js';
import { insertAudit } from '../store/audit.js';
import type { Queryable } from '../store/dialect.js';
import { addImportedRecords } from './add-imported-records.js';
import { addImportedSales } from './add-imported-sales.js';
import { changeImportedSale } from './change-imported-sale.js';
import { type ActionContext, auditActor } from './context.js';
import { breathe, slicesOf } from './in-turns.js';

/** Each change is several statements. */
const CHANGES_AT_ONCE = 25;

/** Does what an import's plan says, with its audit, and returns nothing: the plan knows what it does. */
export async function writeImport(
  trx: Queryable,
  context: ActionContext,
  plan: ImportPlan,
  known: KnownRecords,
  terms: PlanningTerms,
): Promise<void> {
  const products = new Map(known.products.map((product) => [product.id, product]));
  const resolve = await addImportedRecords(trx, context, plan);
  await addImportedSales(trx, context, plan.sales, { resolve, products, terms });
  for (const changes of slicesOf(plan.saleChanges, CHANGES_AT_ONCE)) {
    const entries: AuditEntry[] = [];
    for (const change of changes)
      entries.push(
        ...(await changeImportedSale(trx, context, change, { resolve, products, calendar: terms.calendar })),
      );
    await insertAudit(trx, auditActor(context), context.now, entries);
    await breathe();
  }
}

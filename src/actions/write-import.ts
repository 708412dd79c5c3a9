import type { KnownProduct, KnownRecords } from '../domain/import-known.js';
import type { ImportPlan, SaleToAdd } from '../domain/import-plan.js';
import { surveysOfSale } from '../domain/import-summary.js';
import type { PlanningChoice } from '../domain/planning.js';
import { commissionBaseOf } from '../domain/product-planning.js';
import { type AuditEntry, changesBetween, insertAudit } from '../store/audit.js';
import { insertCustomers, updateCustomer } from '../store/customers.js';
import type { Queryable } from '../store/dialect.js';
import { insertImportedProducts, insertSellers, updateProductCode, updateSellerId } from '../store/import-writes.js';
import { insertPlannedSurveys } from '../store/planned-surveys.js';
import { insertSales, type NewSale } from '../store/sales.js';
import { changeImportedSale } from './change-imported-sale.js';
import { type ActionContext, auditActor } from './context.js';
import { type Resolver, resolver } from './import-resolver.js';
import { customerEntry } from './place-customer.js';

/** Does what an import's plan says, with its audit, and returns nothing: the plan knows what it does. */
export async function writeImport(
  trx: Queryable,
  context: ActionContext,
  plan: ImportPlan,
  known: KnownRecords,
  choice: PlanningChoice,
): Promise<void> {
  const entries: AuditEntry[] = [];
  const resolve = await addRecords(trx, context, plan, entries);
  const products = new Map(known.products.map((product) => [product.id, product]));
  await addSales(trx, context, plan.sales, { resolve, products, choice }, entries);
  for (const change of plan.saleChanges)
    entries.push(...(await changeImportedSale(trx, context, change, resolve, products)));
  await insertAudit(trx, auditActor(context), context.now, entries);
}

/** Adds and changes products, sellers and customers. */
async function addRecords(
  trx: Queryable,
  { now }: ActionContext,
  plan: ImportPlan,
  entries: AuditEntry[],
): Promise<Resolver> {
  const productIds = await insertImportedProducts(trx, plan.products, now);
  plan.products.forEach((product, index) => {
    entries.push(created('product', productIds[index], { changes: changesBetween(null, product) }));
  });
  const sellerIds = await insertSellers(trx, plan.sellers, now);
  plan.sellers.forEach(({ name, code }, index) => {
    const changes = changesBetween(null, { role: 'operator', externalId: code });
    entries.push(created('user', sellerIds[index], { changes, personal: { name: [null, name] } }));
  });
  for (const [id, code] of plan.productCodes) {
    await updateProductCode(trx, id, code);
    entries.push({ action: 'change', entity: 'product', entityId: id, changes: { code: [null, code] } });
  }
  for (const [id, externalId] of plan.sellerIds) {
    await updateSellerId(trx, id, externalId);
    entries.push({ action: 'change', entity: 'user', entityId: id, changes: { externalId: [null, externalId] } });
  }
  const customerIds = await insertCustomers(trx, plan.customers, now);
  plan.customers.forEach((customer, index) => {
    entries.push(customerEntry('create', customerIds[index] ?? 0, null, customer));
  });
  for (const { before, after } of plan.customerChanges) {
    await updateCustomer(trx, before.id, after);
    entries.push(customerEntry('change', before.id, before, after));
  }
  return { product: resolver(productIds), seller: resolver(sellerIds), customer: resolver(customerIds) };
}

interface SaleSettings {
  readonly resolve: Resolver;
  readonly products: ReadonlyMap<number, KnownProduct>;
  readonly choice: PlanningChoice;
}

async function addSales(
  trx: Queryable,
  { now, today }: ActionContext,
  sales: readonly SaleToAdd[],
  { resolve, products, choice }: SaleSettings,
  entries: AuditEntry[],
): Promise<void> {
  const rows = sales.map((sale): NewSale => {
    const commission = products.get(sale.product)?.commission ?? null;
    const { cancelledOn } = sale;
    return {
      externalId: sale.externalId,
      customerId: resolve.customer(sale.customer),
      sellerId: resolve.seller(sale.seller),
      productId: resolve.product(sale.product),
      closedOn: sale.closedOn,
      valueCents: sale.valueCents,
      commissionBaseCents: commissionBaseOf(commission, sale.valueCents),
      origin: 'import',
      cancellation: cancelledOn === null ? null : { on: cancelledOn, at: now, commissionReversed: true },
      lastImported: JSON.stringify(sale.imported),
    };
  });
  const ids = await insertSales(trx, rows, now);
  const planned = sales.map((sale, index) => {
    const row = rows[index] as NewSale;
    const surveys = surveysOfSale(sale, products, choice, today);
    return { sale: { ...row, id: ids[index] ?? 0 }, surveys, cancelledAt: row.cancellation && now };
  });
  await insertPlannedSurveys(trx, planned);
  for (const { sale, surveys } of planned) {
    const { cancellation, lastImported: _read, ...facts } = sale;
    const cancelledOn = cancellation?.on ?? null;
    const changes = {
      ...changesBetween(null, { ...facts, cancelledOn }),
      plannedSurveys: [0, surveys.length] as const,
    };
    entries.push({ action: 'create', entity: 'sale', entityId: sale.id, changes });
  }
}

function created(entity: string, id: number | undefined, what: Pick<AuditEntry, 'changes' | 'personal'>): AuditEntry {
  return { action: 'create', entity, entityId: id ?? 0, ...what };
}

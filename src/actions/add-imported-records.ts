import type { ImportPlan } from '../domain/import-plan.js';
import { type AuditEntry, changesBetween, insertAudit } from '../store/audit.js';
import { insertCustomers, updateCustomer } from '../store/customers.js';
import type { Queryable } from '../store/dialect.js';
import { insertImportedProducts, insertSellers, updateProductCode, updateSellerId } from '../store/import-writes.js';
import { type ActionContext, auditActor } from './context.js';
import { type Resolver, resolver } from './import-resolver.js';
import { slicesOf } from './in-turns.js';
import { customerEntry } from './place-customer.js';

/** Adds and changes the products, sellers and customers of an import; returns the ids of what its sales refer to. */
export async function addImportedRecords(trx: Queryable, context: ActionContext, plan: ImportPlan): Promise<Resolver> {
  const { now } = context;
  const actor = auditActor(context);
  const productIds = await insertImportedProducts(trx, plan.products, now);
  const sellerIds = await insertSellers(trx, plan.sellers, now);
  const entries = [
    ...plan.products.map((product, index) =>
      created('product', productIds[index], { changes: changesBetween(null, product) }),
    ),
    ...plan.sellers.map(({ name, code }, index) => {
      const changes = changesBetween(null, { role: 'operator', externalId: code });
      return created('user', sellerIds[index], { changes, personal: { name: [null, name] } });
    }),
  ];
  await insertAudit(trx, actor, now, [...entries, ...(await teachCodes(trx, plan))]);
  const customerIds = await addCustomers(trx, context, plan.customers);
  for (const changes of slicesOf(plan.customerChanges)) {
    for (const { before, after } of changes) await updateCustomer(trx, before.id, after);
    const changed = changes.map(({ before, after }) => customerEntry('change', before.id, before, after));
    await insertAudit(trx, actor, now, changed);
  }
  return { product: resolver(productIds), seller: resolver(sellerIds), customer: resolver(customerIds) };
}

/** Gives products and sellers that were matched by name the code that the file brought. */
async function teachCodes(trx: Queryable, plan: ImportPlan): Promise<AuditEntry[]> {
  const entries: AuditEntry[] = [];
  for (const [id, code] of plan.productCodes) {
    await updateProductCode(trx, id, code);
    entries.push({ action: 'change', entity: 'product', entityId: id, changes: { code: [null, code] } });
  }
  for (const [id, externalId] of plan.sellerIds) {
    await updateSellerId(trx, id, externalId);
    entries.push({ action: 'change', entity: 'user', entityId: id, changes: { externalId: [null, externalId] } });
  }
  return entries;
}

async function addCustomers(
  trx: Queryable,
  context: ActionContext,
  customers: ImportPlan['customers'],
): Promise<number[]> {
  const ids: number[] = [];
  for (const slice of slicesOf(customers)) {
    const added = await insertCustomers(trx, slice, context.now);
    const entries = slice.map((customer, index) => customerEntry('create', added[index] ?? 0, null, customer));
    await insertAudit(trx, auditActor(context), context.now, entries);
    ids.push(...added);
  }
  return ids;
}

function created(entity: string, id: number | undefined, what: Pick<AuditEntry, 'changes' | 'personal'>): AuditEntry {
  return { action: 'create', entity, entityId: id ?? 0, ...what };
}

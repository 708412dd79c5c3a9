import { laterOf } from '../domain/civil-date.js';
import { effectsOfSale } from '../domain/configuration-change.js';
import { counted, NOTHING_CHANGES } from '../domain/effect-counts.js';
import type { PlanningChoice } from '../domain/planning.js';
import { type PlanningForm, validatePlanning } from '../domain/planning-form.js';
import { commissionBaseOf, copiesAnew, type ProductPlanning, plannableRules } from '../domain/product-planning.js';
import { type FieldErrors, ok, type Result, refuse } from '../domain/result.js';
import { type CleanSale, type SaleForm, validateSale } from '../domain/sale.js';
import { type AuditEntry, changesBetween, insertAudit } from '../store/audit.js';
import { type Customer, type CustomerContent, getCustomer } from '../store/customers.js';
import type { Queryable } from '../store/dialect.js';
import { readCalendar } from '../store/holidays.js';
import { listProductPlanning } from '../store/planned-surveys.js';
import { getProduct } from '../store/products.js';
import { getSale, type Sale, type SaleContent, updateSale } from '../store/sales.js';
import { type ActionContext, auditActor } from './context.js';
import { contentOf, documentTaken, rewriteCustomer } from './place-customer.js';
import { profileRules } from './record-effects.js';
import { faultsOf, lockSales } from './record-sale.js';
import { redateSurveys } from './redate-surveys.js';
import { holdAndPlan, writeSurveys } from './write-effects.js';

/** The sale that an editor read, and the version that it read. */
export interface SaleTarget {
  readonly id: number;
  readonly version: number;
  /** The version of the customer that stood in the editor; absent where the caller has not read him. */
  readonly customerVersion?: number;
}

export type EditRefusal =
  | { readonly kind: 'invalid'; readonly errors: FieldErrors }
  /** Somebody saved it after the editor had read it. */
  | { readonly kind: 'stale' }
  /** It is cancelled: restore it first. */
  | { readonly kind: 'cancelled' };

/** What correcting a sale did to its surveys. */
export interface EditedSale {
  readonly redated: number;
  readonly removed: number;
  readonly planned: number;
}

/**
 * Corrects a sale and its customer (SPEC 2). Another closing date re-dates every open survey; another product removes the
 * untouched surveys that its profile does not ask for and plans those that are missing. @throws NotFoundError
 */
export async function editSale(
  context: ActionContext,
  target: SaleTarget,
  form: SaleForm & PlanningForm,
): Promise<Result<EditedSale, EditRefusal>> {
  const stored = await getSale(context.db.read, target.id);
  // An import may have brought a closing date that is still to come: it may stay.
  const checked = validateSale(form, laterOf(context.today, stored.closedOn));
  const choice = validatePlanning(form);
  if (!checked.ok || !choice.ok) {
    const errors = [...(checked.ok ? [] : checked.refusal), ...(choice.ok ? [] : choice.refusal)];
    return refuse({ kind: 'invalid', errors });
  }
  return context.db.transaction((trx) => editIn(trx, context, target, checked.value, choice.value));
}

async function editIn(
  trx: Queryable,
  context: ActionContext,
  target: SaleTarget,
  sale: CleanSale,
  choice: PlanningChoice,
): Promise<Result<EditedSale, EditRefusal>> {
  await lockSales(trx);
  const before = await getSale(trx, target.id);
  if (before.cancellation !== null) return refuse({ kind: 'cancelled' });
  if (before.version !== target.version) return refuse({ kind: 'stale' });
  const product = (await listProductPlanning(trx, [sale.productId])).get(sale.productId);
  const fault = await documentTaken(trx, sale.customer.document, before.customerId);
  const errors = [...(await faultsOf(trx, sale, product, before)), ...(fault === null ? [] : [fault])];
  if (product === undefined || errors.length > 0) return refuse({ kind: 'invalid', errors });
  const customer = await getCustomer(trx, before.customerId);
  const corrected = { ...contentOf(customer), ...sale.customer };
  if (isStale(target, customer, corrected)) return refuse({ kind: 'stale' });
  const entries = [...(await rewriteCustomer(trx, customer, corrected))];
  const edited = await rewriteSale(trx, context, before, { sale, product, choice }, entries);
  await insertAudit(trx, auditActor(context), context.now, entries);
  return ok(edited);
}

/** Another sale's editor, or this one's, may have corrected the customer since. */
function isStale({ customerVersion }: SaleTarget, stored: Customer, corrected: CustomerContent): boolean {
  if (customerVersion === undefined || customerVersion === stored.version) return false;
  return Object.keys(changesBetween(contentOf(stored), corrected)).length > 0;
}

interface Correction {
  readonly sale: CleanSale;
  readonly product: ProductPlanning;
  readonly choice: PlanningChoice;
}

async function rewriteSale(
  trx: Queryable,
  context: ActionContext,
  before: Sale,
  correction: Correction,
  entries: AuditEntry[],
): Promise<EditedSale> {
  const after = contentAfter(before, correction);
  const changes = changesBetween<SaleContent>(before, after);
  const edited = { redated: 0, removed: 0, planned: 0 };
  if (Object.keys(changes).length === 0) return edited;
  if (!(await updateSale(trx, before, after))) throw new Error(`sale ${before.id} changed under the lock`);
  edited.redated = await redateSurveys(
    trx,
    before.id,
    { from: before.closedOn, to: after.closedOn },
    await readCalendar(trx),
  );
  if (after.productId !== before.productId)
    Object.assign(edited, await replan(trx, context, { id: before.id, ...after }, correction));
  const counts = Object.entries(edited).filter(([, count]) => count > 0);
  const surveys = Object.fromEntries(counts.map(([name, count]) => [`${name}Surveys`, [null, count] as const]));
  entries.push({ action: 'change', entity: 'sale', entityId: before.id, changes: { ...changes, ...surveys } });
  return edited;
}

/** The commission base is copied anew only with another product or value, or where another one was in force. */
function contentAfter(before: Sale, { sale, product }: Correction): SaleContent {
  const { externalId, sellerId, productId, closedOn, valueCents } = sale;
  const anew = productId !== before.productId || copiesAnew(product.commissions, before, sale);
  const commissionBaseCents = anew ? commissionBaseOf(product.commissions, sale) : before.commissionBaseCents;
  return { externalId, customerId: before.customerId, sellerId, productId, closedOn, valueCents, commissionBaseCents };
}

/** The same plan as that of a product that changes its profile, for this sale alone. */
async function replan(
  trx: Queryable,
  context: ActionContext,
  sale: SaleContent & { readonly id: number },
  { product, choice }: Correction,
): Promise<{ removed: number; planned: number }> {
  const { profileId } = await getProduct(trx, sale.productId);
  const { rules } = (await profileRules(trx, profileId)) ?? { rules: [] };
  const effects = effectsOfSale(sale.productId, { rules, plannable: plannableRules(product) }, choice);
  const plans = await holdAndPlan(trx, effects, [sale.id], context, await readCalendar(trx));
  await writeSurveys(trx, plans);
  const counts = plans.reduce((sum, plan) => counted(sum, plan.effects, context.today), NOTHING_CHANGES);
  return { removed: counts.removed, planned: counts.created };
}

import { laterOf } from '../domain/civil-date.js';
import { type ClaimChange, claimChanges, fingerprintOfClaims } from '../domain/commission-change.js';
import type { PlanningChoice } from '../domain/planning.js';
import { type PlanningForm, validatePlanning } from '../domain/planning-form.js';
import { commissionBaseOf, copiesAnew, type ProductPlanning } from '../domain/product-planning.js';
import { type FieldErrors, ok, type Result, refuse } from '../domain/result.js';
import { type CleanSale, type SaleForm, validateSale } from '../domain/sale.js';
import { type AuditEntry, changesBetween, insertAudit } from '../store/audit.js';
import { compareClaims } from '../store/commission-adjustments.js';
import { type Customer, type CustomerContent, getCustomer } from '../store/customers.js';
import type { Queryable } from '../store/dialect.js';
import { listProductPlanning } from '../store/planned-surveys.js';
import { getSale, type Sale, type SaleContent, updateSale } from '../store/sales.js';
import { type ActionContext, auditActor } from './context.js';
import { type CorrectedSurveys, isUnforeseen, planCorrection, previewCorrection } from './correct-surveys.js';
import { contentOf, documentTaken, rewriteCustomer } from './place-customer.js';
import type { EffectsPreview } from './preview-effects.js';
import { faultsOf, lockSales } from './record-sale.js';
import { writeSurveys } from './write-effects.js';

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
  | { readonly kind: 'cancelled' }
  /** What it would do to surveys is not what was shown, or nothing was; here is what it would. Nothing was written. */
  | { readonly kind: 'effects'; readonly preview: EffectsPreview }
  /** The same of its commission. */
  | { readonly kind: 'commission' };

/** What a preview showed before the save, as its form brings it along; '' where it showed none. */
export interface ShownBefore {
  /** The numbers of surveys (`fingerprintOf`). */
  readonly surveys: string;
  /** The amounts (`fingerprintOfClaims`); absent where the caller shows them to nobody. */
  readonly commission?: string;
}

/** What correcting a sale did to its surveys. */
export interface EditedSale {
  readonly redated: number;
  readonly removed: number;
  readonly planned: number;
}

/**
 * Corrects a sale and its customer (SPEC 2). Another closing date re-dates every open survey; another product removes the
 * untouched surveys that its profile does not ask for and plans those that are missing. `shown` is null where the caller
 * shows nothing to anybody. @throws NotFoundError
 */
export async function editSale(
  context: ActionContext,
  target: SaleTarget,
  form: SaleForm & PlanningForm,
  shown: ShownBefore | null = null,
): Promise<Result<EditedSale, EditRefusal>> {
  const checked = validateEdit(form, await getSale(context.db.read, target.id), context);
  if (!checked.ok) return refuse({ kind: 'invalid', errors: checked.refusal });
  return context.db.transaction((trx) => editIn(trx, context, target, checked.value, shown));
}

/** What correcting a sale would do. */
export interface EditPreview {
  /** To its surveys; null where neither its closing date nor its product changes. */
  readonly surveys: EffectsPreview | null;
  /** To its commission, by month and seller; nothing where it stays. */
  readonly commission: readonly ClaimChange[];
}

/** What correcting a sale would do to its surveys and its commission. @throws NotFoundError */
export async function previewEdit(
  context: ActionContext,
  id: number,
  form: SaleForm & PlanningForm,
): Promise<Result<EditPreview, FieldErrors>> {
  const { read } = context.db;
  const before = await getSale(read, id);
  const checked = validateEdit(form, before, context);
  if (!checked.ok) return checked;
  const product = await findPlanning(read, checked.value.productId);
  const errors = await faultsOf(read, checked.value, product, before);
  if (product === undefined || errors.length > 0) return refuse(errors);
  const after = contentAfter(before, checked.value, product);
  const surveys = await previewCorrection(read, context, { before, after, product, choice: checked.value.choice });
  return ok({ surveys, commission: await changesOfCommission(read, id, after) });
}

async function changesOfCommission(q: Queryable, id: number, after: SaleContent): Promise<ClaimChange[]> {
  const claims = await compareClaims(q, id, (facts) => ({ ...facts, ...paidFor(after) }));
  return claimChanges(claims.before, claims.after);
}

/** What a commission looks at of a corrected sale. */
function paidFor({ sellerId, productId, closedOn, valueCents, commissionBaseCents }: SaleContent) {
  return { sellerId, productId, closedOn, valueCents, baseCents: commissionBaseCents };
}

/** A sale as it was typed, and which surveys to plan where its product changes. */
type CleanEdit = CleanSale & { readonly choice: PlanningChoice };

/** An import may have brought a closing date that is still to come: it may stay. */
function validateEdit(
  form: SaleForm & PlanningForm,
  { closedOn }: Sale,
  { today }: ActionContext,
): Result<CleanEdit, FieldErrors> {
  const sale = validateSale(form, laterOf(today, closedOn));
  const choice = validatePlanning(form);
  if (sale.ok && choice.ok) return ok({ ...sale.value, choice: choice.value });
  return refuse([...(sale.ok ? [] : sale.refusal), ...(choice.ok ? [] : choice.refusal)]);
}

async function findPlanning(q: Queryable, productId: number): Promise<ProductPlanning | undefined> {
  return (await listProductPlanning(q, [productId])).get(productId);
}

async function editIn(
  trx: Queryable,
  context: ActionContext,
  target: SaleTarget,
  sale: CleanEdit,
  shown: ShownBefore | null,
): Promise<Result<EditedSale, EditRefusal>> {
  await lockSales(trx);
  const before = await getSale(trx, target.id);
  if (before.cancellation !== null) return refuse({ kind: 'cancelled' });
  if (before.version !== target.version) return refuse({ kind: 'stale' });
  const product = await findPlanning(trx, sale.productId);
  const fault = await documentTaken(trx, sale.customer.document, before.customerId);
  const errors = [...(await faultsOf(trx, sale, product, before)), ...(fault === null ? [] : [fault])];
  if (product === undefined || errors.length > 0) return refuse({ kind: 'invalid', errors });
  const customer = await getCustomer(trx, before.customerId);
  const person = { ...contentOf(customer), ...sale.customer };
  if (isStale(target, customer, person)) return refuse({ kind: 'stale' });
  const after = contentAfter(before, sale, product);
  const surveys = await planCorrection(trx, context, { before, after, product, choice: sale.choice });
  const { preview } = surveys;
  if (preview !== null && shown !== null && isUnforeseen(preview, shown.surveys))
    return refuse({ kind: 'effects', preview });
  if (shown?.commission !== undefined) {
    const claims = await changesOfCommission(trx, target.id, after);
    if (fingerprintOfClaims(claims) !== shown.commission) return refuse({ kind: 'commission' });
  }
  const entries = [...(await rewriteCustomer(trx, customer, person))];
  const edited = await rewriteSale(trx, { before, after, surveys }, entries);
  await insertAudit(trx, auditActor(context), context.now, entries);
  return ok(edited);
}

/** Another sale's editor, or this one's, may have corrected the customer since. */
function isStale({ customerVersion }: SaleTarget, stored: Customer, corrected: CustomerContent): boolean {
  if (customerVersion === undefined || customerVersion === stored.version) return false;
  return Object.keys(changesBetween(contentOf(stored), corrected)).length > 0;
}

/** The commission base is copied anew only with another product or value, or where another one was in force. */
function contentAfter(before: Sale, sale: CleanSale, product: ProductPlanning): SaleContent {
  const { externalId, sellerId, productId, closedOn, valueCents } = sale;
  const anew = productId !== before.productId || copiesAnew(product.commissions, before, sale);
  const commissionBaseCents = anew ? commissionBaseOf(product.commissions, sale) : before.commissionBaseCents;
  return { externalId, customerId: before.customerId, sellerId, productId, closedOn, valueCents, commissionBaseCents };
}

interface Rewriting {
  readonly before: Sale;
  readonly after: SaleContent;
  readonly surveys: CorrectedSurveys;
}

/** The sale first: surveys that are added copy it as it then is. */
async function rewriteSale(
  trx: Queryable,
  { before, after, surveys: { plans, preview } }: Rewriting,
  entries: AuditEntry[],
): Promise<EditedSale> {
  const { redated = 0, removed = 0, created = 0 } = preview?.counts ?? {};
  const edited = { redated, removed, planned: created };
  const changes = changesBetween<SaleContent>(before, after);
  if (Object.keys(changes).length === 0) return edited;
  if (!(await updateSale(trx, before, after))) throw new Error(`sale ${before.id} changed under the lock`);
  await writeSurveys(trx, plans);
  const counts = Object.entries(edited).filter(([, count]) => count > 0);
  const surveys = Object.fromEntries(counts.map(([name, count]) => [`${name}Surveys`, [null, count] as const]));
  entries.push({ action: 'change', entity: 'sale', entityId: before.id, changes: { ...changes, ...surveys } });
  return edited;
}

import type { PlanningChoice } from '../domain/planning.js';
import { planSurveys } from '../domain/planning.js';
import { type PlanningForm, validatePlanning } from '../domain/planning-form.js';
import { commissionBaseOf, type ProductPlanning, plannableRules } from '../domain/product-planning.js';
import { type FieldError, type FieldErrors, ok, type Result, refuse } from '../domain/result.js';
import { type CleanSale, type SaleForm, validateSale } from '../domain/sale.js';
import { changesBetween, insertAudit } from '../store/audit.js';
import { lockNames, type Queryable } from '../store/dialect.js';
import { readCalendar } from '../store/holidays.js';
import { insertPlannedSurveys, listProductPlanning } from '../store/planned-surveys.js';
import { findSaleByExternalId, findSaleByFormKey, insertSales } from '../store/sales.js';
import { fingerprintOfSales } from '../store/standing-sales.js';
import { findUser } from '../store/users.js';
import { listAlikeSales } from './alike-sales.js';
import { type ActionContext, auditActor } from './context.js';
import { placeCustomer } from './place-customer.js';

/** A sale that was recorded, and how many surveys it got. */
export interface RecordedSale {
  readonly id: number;
  readonly surveyCount: number;
}

/** Why a sale was not recorded; nothing was written. */
export type RecordRefusal =
  | { readonly kind: 'invalid'; readonly errors: FieldErrors }
  /** It looks like sales that stand, which nobody was shown: was it recorded before? */
  | { readonly kind: 'alike'; readonly saleIds: readonly number[] };

/** What the form that records a sale carries. */
export interface RecordingForm {
  /** Recorded once for each; null where the caller has none. */
  readonly key: string | null;
  /** Which sales like it its reader was shown (`fingerprintOfSales`): those do not keep him from recording it. */
  readonly alikeShown: string;
}

/**
 * Records a sale typed by hand and plans its surveys in the same transaction (SPEC 3, 4). The customer is recognised or
 * added; a refusal names the fields at fault and nothing is written. A form that is sent twice (a double click, a lost
 * reply) brings the same key twice, and gets its first sale again. `shownBy` null: the caller shows nothing to anybody, and
 * a sale that looks like another one is recorded.
 */
export async function recordSale(
  context: ActionContext,
  form: SaleForm & PlanningForm,
  shownBy: RecordingForm | null = null,
): Promise<Result<RecordedSale, RecordRefusal>> {
  const checked = validateSale(form, context.today);
  const choice = validatePlanning(form);
  if (checked.ok && choice.ok)
    return context.db.transaction((trx) => recordIn(trx, context, checked.value, choice.value, shownBy));
  const errors = [...(checked.ok ? [] : checked.refusal), ...(choice.ok ? [] : choice.refusal)];
  return refuse({ kind: 'invalid', errors });
}

async function recordIn(
  trx: Queryable,
  context: ActionContext,
  sale: CleanSale,
  choice: PlanningChoice,
  shownBy: RecordingForm | null,
): Promise<Result<RecordedSale, RecordRefusal>> {
  const formKey = shownBy?.key ?? null;
  await lockSales(trx);
  const first = formKey === null ? null : await findSaleByFormKey(trx, formKey);
  if (first !== null) return ok(first);
  const product = (await listProductPlanning(trx, [sale.productId])).get(sale.productId);
  const errors = await faultsOf(trx, sale, product, null);
  if (product === undefined || errors.length > 0) return refuse({ kind: 'invalid', errors });
  const saleIds = shownBy === null ? [] : await listAlikeSales(trx, sale);
  if (saleIds.length > 0 && fingerprintOfSales(saleIds) !== shownBy?.alikeShown)
    return refuse({ kind: 'alike', saleIds });
  const customer = await placeCustomer(trx, sale.customer, context.now);
  const content = {
    externalId: sale.externalId,
    customerId: customer.id,
    sellerId: sale.sellerId,
    productId: sale.productId,
    closedOn: sale.closedOn,
    valueCents: sale.valueCents,
    commissionBaseCents: commissionBaseOf(product.commissions, sale),
  };
  const bare = { origin: 'form', cancellation: null, lastImported: null, formKey } as const;
  const [id = 0] = await insertSales(trx, [{ ...content, ...bare }], context.now);
  const calendar = await readCalendar(trx);
  const { planned } = planSurveys(sale, plannableRules(product), new Set(), choice, context.today, calendar);
  await insertPlannedSurveys(trx, [{ sale: { ...content, id }, surveys: planned, cancelledAt: null }]);
  const changes = { ...changesBetween(null, content), plannedSurveys: [0, planned.length] as const };
  await insertAudit(trx, auditActor(context), context.now, [
    ...customer.entries,
    { action: 'create', entity: 'sale', entityId: id, changes },
  ]);
  return ok({ id, surveyCount: planned.length });
}

/** Makes the transaction the only one that adds customers and sales, or gives them ids: what was found free stays free. */
export async function lockSales(trx: Queryable): Promise<void> {
  await lockNames(trx, 'customers', 'sales');
}

/** What a sale was before it was edited: what it had stays allowed. */
interface Kept {
  readonly id: number;
  readonly productId: number;
  readonly sellerId: number;
}

/** What is wrong with the records that a sale names, which only the database knows. */
export async function faultsOf(
  trx: Queryable,
  sale: CleanSale,
  product: ProductPlanning | undefined,
  kept: Kept | null,
): Promise<FieldErrors> {
  const seller = await findUser(trx, sale.sellerId);
  const holder = sale.externalId === null ? null : await findSaleByExternalId(trx, sale.productId, sale.externalId);
  return [
    stateFault('product', product, kept?.productId),
    stateFault('seller', seller ?? undefined, kept?.sellerId),
    holder === null || holder === kept?.id ? null : ({ field: 'externalId', message: 'taken' } as const),
  ].filter((fault) => fault !== null);
}

function stateFault(
  field: string,
  record: { readonly id: number; readonly active: boolean } | undefined,
  keptId: number | undefined,
): FieldError | null {
  if (record === undefined) return { field, message: 'unknownValue' };
  return record.active || record.id === keptId ? null : { field, message: 'inactive' };
}

import type { CivilDate } from '../domain/civil-date.js';
import type { PlannableRule, PlannedSurvey } from '../domain/planning.js';
import type { ProductPlanning } from '../domain/product-planning.js';
import type { redate } from '../domain/scheduler.js';
import { DEAR_ROWS, insertAll, selectIn } from './batches.js';
import type { Queryable } from './dialect.js';
import { listBaseVersions } from './product-commissions.js';
import { setSignalsCancelled } from './signals.js';

/** What the products give their sales, by id: those named, or all. */
export async function listProductPlanning(
  q: Queryable,
  productIds: readonly number[] | 'all',
): Promise<Map<number, ProductPlanning>> {
  const query = q('products')
    .leftJoin('profiles', 'profiles.id', 'products.profile_id')
    .select('products.id', 'products.name', 'products.deactivated_at', 'products.profile_id')
    .select({ profile_deactivated_at: 'profiles.deactivated_at' });
  if (productIds !== 'all') query.whereIn('products.id', [...productIds]);
  const rows: ProductRow[] = await query;
  const rules = await listActiveRules(q);
  const commissions = await listBaseVersions(q, productIds);
  const planning = rows.map((row): ProductPlanning => {
    const profile = row.profile_id === null ? null : toProfile(row, rules.get(row.profile_id) ?? []);
    const active = row.deactivated_at === null;
    return { id: row.id, name: row.name, active, profile, commissions: commissions.get(row.id) ?? [] };
  });
  return new Map(planning.map((product) => [product.id, product]));
}

interface ProductRow {
  id: number;
  name: string;
  deactivated_at: number | null;
  profile_id: number | null;
  profile_deactivated_at: number | null;
}

function toProfile(row: ProductRow, activeRules: readonly PlannableRule[]): ProductPlanning['profile'] {
  return { active: row.profile_deactivated_at === null, activeRules };
}

/** The active rules of each profile, in its order. */
async function listActiveRules(q: Queryable): Promise<Map<number, PlannableRule[]>> {
  const rows: (RuleRow & { profile_id: number })[] = await q('profile_rules')
    .join('rules', 'rules.id', 'profile_rules.rule_id')
    .whereNull('rules.deactivated_at')
    .orderBy('profile_rules.position')
    .select('profile_rules.profile_id', 'rules.id', 'rules.start_days', 'rules.expiry_days', 'rules.business_days');
  const byProfile = new Map<number, PlannableRule[]>();
  for (const row of rows)
    byProfile.set(row.profile_id, [...(byProfile.get(row.profile_id) ?? []), toPlannableRule(row)]);
  return byProfile;
}

/** The active ones of the rules, in the order of the ids. */
export async function listPlannableRules(q: Queryable, ids: readonly number[]): Promise<PlannableRule[]> {
  const rows: RuleRow[] = await q('rules')
    .whereIn('id', [...ids])
    .whereNull('deactivated_at')
    .select('id', 'start_days', 'expiry_days', 'business_days');
  const rules = new Map(rows.map((row) => [row.id, toPlannableRule(row)]));
  return ids.flatMap((id) => rules.get(id) ?? []);
}

interface RuleRow {
  id: number;
  start_days: number;
  expiry_days: number;
  business_days: boolean | number;
}

function toPlannableRule(row: RuleRow): PlannableRule {
  return {
    id: row.id,
    startDays: row.start_days,
    expiryDays: row.expiry_days,
    businessDays: Boolean(row.business_days),
  };
}

/** The sale that planned surveys are of. */
export interface PlannedSale {
  readonly id: number;
  readonly sellerId: number;
  readonly productId: number;
  readonly closedOn: CivilDate;
}

/** Surveys to be added to one sale; `cancelledAt` when the sale is cancelled, and they with it. */
export interface SurveysOfSale {
  readonly sale: PlannedSale;
  readonly surveys: readonly PlannedSurvey[];
  readonly cancelledAt: number | null;
}

/** Adds the planned surveys of any number of sales. The caller knows that the sales have none of those rules yet. */
export async function insertPlannedSurveys(trx: Queryable, sales: readonly SurveysOfSale[]): Promise<void> {
  const copies = await copiesOf(trx, sales);
  const rows = sales.flatMap(({ sale, surveys, cancelledAt }) =>
    surveys.map(({ ruleId, opensOn, expiresOn, businessExpiryDays }) => ({
      ...copies.get(sale.id),
      rule_id: ruleId,
      opens_on: opensOn,
      expires_on: expiresOn,
      original_expires_on: expiresOn,
      business_expiry_days: businessExpiryDays,
      settled_at: cancelledAt,
      outcome: cancelledAt === null ? null : 'cancelled',
    })),
  );
  await insertAll(trx, 'surveys', rows, DEAR_ROWS);
}

/** What surveys copy of their sales, as the sales stand in this transaction. */
async function copiesOf(trx: Queryable, sales: readonly SurveysOfSale[]): Promise<Map<number, SaleCopies>> {
  const planned = sales.filter(({ surveys }) => surveys.length > 0).map(({ sale }) => sale.id);
  const columns = ['id as sale_id', 'customer_id', 'seller_id', 'product_id', 'closed_on', 'city_key', 'has_phone'];
  const rows = await selectIn(
    planned,
    (some): PromiseLike<SaleCopies[]> => trx('sales').whereIn('id', some).select(columns),
  );
  return new Map(rows.map((row) => [row.sale_id, row]));
}

interface SaleCopies {
  sale_id: number;
  customer_id: number;
  seller_id: number;
  product_id: number;
  closed_on: string;
  city_key: string;
  has_phone: boolean | number;
}

/**
 * Ends the open surveys of a cancelled sale; what was executed or closed stays, and signals nothing any more. Returns how
 * many it ended. In this order: what is executed meanwhile is waited for, and its signals are seen.
 */
export async function cancelOpenSurveys(trx: Queryable, saleId: number, now: number): Promise<number> {
  const open = trx('surveys').where({ sale_id: saleId, settled_at: null });
  const ended = await open.update({ settled_at: now, outcome: 'cancelled' });
  await setSignalsCancelled(trx, saleId, now);
  return ended;
}

/** Opens the surveys again that were cancelled with their sale, with their dates; the others signal again. Returns how many. */
export async function reopenCancelledSurveys(trx: Queryable, saleId: number): Promise<number> {
  const cancelled = trx('surveys').where({ sale_id: saleId, outcome: 'cancelled' });
  const reopened = await cancelled.update({ settled_at: null, outcome: null });
  await setSignalsCancelled(trx, saleId, null);
  return reopened;
}

/** Holds the sale's surveys until the transaction ends: nobody extends or settles one meanwhile. */
export async function lockSurveysOf(trx: Queryable, saleId: number): Promise<void> {
  await trx('surveys').where({ sale_id: saleId }).forUpdate().select('id');
}

/** A survey of a sale whose dates may still move: open, or cancelled with its sale. */
export interface MovableSurvey {
  readonly id: number;
  readonly ruleId: number;
  readonly opensOn: CivilDate;
  readonly originalExpiresOn: CivilDate;
  /** As planned: domain/scheduler, PlannedDates. */
  readonly businessExpiryDays: number | null;
  /** The latest day that a manager granted; null when there is none. */
  readonly extendedTo: CivilDate | null;
}

export async function listMovableSurveys(q: Queryable, saleId: number): Promise<MovableSurvey[]> {
  const granted = q('extensions').where('survey_id', q.ref('surveys.id')).max('expires_on').as('extended_to');
  const rows = await q('surveys')
    .where({ sale_id: saleId })
    .where((movable) => movable.whereNull('settled_at').orWhere('outcome', 'cancelled'))
    .orderBy('id')
    .select('id', 'rule_id', 'opens_on', 'original_expires_on', 'business_expiry_days', granted);
  return rows.map((row) => ({
    id: row.id,
    ruleId: row.rule_id,
    opensOn: row.opens_on,
    originalExpiresOn: row.original_expires_on,
    businessExpiryDays: row.business_expiry_days,
    extendedTo: row.extended_to,
  }));
}

/** Writes the dates of a survey. */
export async function updateSurveyDates(trx: Queryable, id: number, dates: ReturnType<typeof redate>): Promise<void> {
  await updateDatesOf(trx, [id], dates);
}

/** Writes the same dates to several surveys. */
export async function updateDatesOf(
  trx: Queryable,
  ids: readonly number[],
  dates: ReturnType<typeof redate>,
): Promise<void> {
  const { opensOn, expiresOn, originalExpiresOn, businessExpiryDays } = dates;
  const columns = {
    opens_on: opensOn,
    expires_on: expiresOn,
    original_expires_on: originalExpiresOn,
    business_expiry_days: businessExpiryDays,
  };
  await selectIn(ids, (some) => nothing(trx('surveys').whereIn('id', some).update(columns)), DEAR_ROWS);
}

/** Removes surveys that the caller holds and knows to be untouched. */
export async function deleteSurveys(trx: Queryable, ids: readonly number[]): Promise<void> {
  await selectIn(ids, (some) => nothing(trx('surveys').whereIn('id', some).delete()), DEAR_ROWS);
}

async function nothing(written: PromiseLike<unknown>): Promise<[]> {
  await written;
  return [];
}

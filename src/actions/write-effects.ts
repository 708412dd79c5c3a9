import type { Calendar } from '../domain/calendar.js';
import {
  type EffectsOnSale,
  planEffects,
  type RedatedSurvey,
  type SaleAtHand,
  type SaleEffects,
} from '../domain/configuration-effects.js';
import { type AuditEntry, insertAudit } from '../store/audit.js';
import type { Queryable } from '../store/dialect.js';
import { deleteSurveys, insertPlannedSurveys, updateDatesOf } from '../store/planned-surveys.js';
import { holdSalesAtHand } from '../store/sales-at-hand.js';
import { type ActionContext, auditActor } from './context.js';
import { breathe } from './in-turns.js';

/** A sale and what a change does to it, as it stands while the transaction holds its surveys. */
export interface PlannedChange {
  readonly sale: SaleAtHand;
  readonly effects: SaleEffects;
}

/**
 * Plans a change for sales, whose surveys nobody extends, tries, claims or settles until the transaction ends.
 * `corrected`: the sale as it is to be, where the change corrects the sale itself.
 */
export async function holdAndPlan(
  trx: Queryable,
  effects: EffectsOnSale,
  saleIds: readonly number[],
  { now, today }: Pick<ActionContext, 'now' | 'today'>,
  calendar: Calendar,
  corrected: (sale: SaleAtHand) => SaleAtHand = (sale) => sale,
): Promise<PlannedChange[]> {
  const held = (await holdSalesAtHand(trx, effects, saleIds, now)).map(corrected);
  return held.map((sale) => ({ sale, effects: planEffects(effects, sale, { today, calendar }) }));
}

/** Writes what was planned, with one audit row for each sale that it changes. */
export async function writeEffects(
  trx: Queryable,
  context: ActionContext,
  plans: readonly PlannedChange[],
): Promise<void> {
  await writeSurveys(trx, plans);
  await insertAudit(trx, auditActor(context), context.now, plans.flatMap(entryOf));
}

/** As `writeEffects`, for who writes the audit himself. */
export async function writeSurveys(trx: Queryable, plans: readonly PlannedChange[]): Promise<void> {
  await deleteSurveys(
    trx,
    plans.flatMap(({ effects }) => effects.removed),
  );
  for (const { dates, ids } of byDates(plans.flatMap(({ effects }) => effects.redated))) {
    await updateDatesOf(trx, ids, dates);
    await breathe();
  }
  await insertPlannedSurveys(
    trx,
    plans.map(({ sale, effects }) => ({ sale, surveys: effects.created, cancelledAt: null })),
  );
}

/** Surveys that get the same dates are written together. */
function byDates(redated: readonly RedatedSurvey[]) {
  const groups = new Map<string, { dates: RedatedSurvey['dates']; ids: number[] }>();
  for (const { id, dates } of redated) {
    const { opensOn, expiresOn, originalExpiresOn, businessExpiryDays } = dates;
    const key = [opensOn, expiresOn, originalExpiresOn, businessExpiryDays].join(' ');
    const group = groups.get(key) ?? { dates, ids: [] };
    group.ids.push(id);
    groups.set(key, group);
  }
  return groups.values();
}

function entryOf({ sale, effects }: PlannedChange): AuditEntry[] {
  const counts = {
    redatedSurveys: effects.redated.filter(({ moved }) => moved).length,
    removedSurveys: effects.removed.length,
    plannedSurveys: effects.created.length,
  };
  const told = Object.entries(counts).filter(([, count]) => count > 0);
  if (told.length === 0) return [];
  const changes = Object.fromEntries(told.map(([name, count]) => [name, [null, count] as const]));
  return [{ action: 'reconfigure', entity: 'sale', entityId: sale.id, changes }];
}

import type { Calendar } from '../domain/calendar.js';
import type { KnownProduct, KnownSale } from '../domain/import-known.js';
import type { SaleToChange } from '../domain/import-plan.js';
import { commissionBaseOf, copiesAnew } from '../domain/product-planning.js';
import { type AuditEntry, changesBetween } from '../store/audit.js';
import type { Queryable } from '../store/dialect.js';
import { cancelOpenSurveys, reopenCancelledSurveys } from '../store/planned-surveys.js';
import { clearCancellation, setCancellation, updateLastImported, updateSale } from '../store/sales.js';
import type { ActionContext } from './context.js';
import type { Resolver } from './import-resolver.js';
import { redateSurveys } from './redate-surveys.js';

interface Surroundings {
  readonly resolve: Resolver;
  readonly products: ReadonlyMap<number, KnownProduct>;
  readonly calendar: Calendar;
}

/** Changes one sale that an import knows: its facts, its surveys' dates, whether it stands. Returns the audit's entries. */
export async function changeImportedSale(
  trx: Queryable,
  { now }: ActionContext,
  change: SaleToChange,
  { resolve, products, calendar }: Surroundings,
): Promise<AuditEntry[]> {
  const { before, cancelledOn } = change;
  await updateLastImported(trx, before.id, JSON.stringify(change.imported));
  const after = {
    sellerId: resolve.seller(change.seller),
    closedOn: change.closedOn,
    valueCents: change.valueCents,
    commissionBaseCents: commissionBase(change, products),
  };
  const changes = changesBetween<typeof after>(before, after);
  const entries: AuditEntry[] = [];
  if (Object.keys(changes).length > 0) {
    const written = await updateSale(trx, before, { ...before, ...after });
    if (!written) throw new Error(`sale ${before.id} changed under the lock`);
    await redateSurveys(trx, before.id, { from: before.closedOn, to: after.closedOn }, calendar);
    entries.push({ action: 'change', entity: 'sale', entityId: before.id, changes });
  }
  if (before.cancelledOn === null && cancelledOn !== null) {
    await setCancellation(trx, before.id, { on: cancelledOn, at: now, commissionReversed: true });
    entries.push(ended(before, 'cancel', [null, cancelledOn], await cancelOpenSurveys(trx, before.id, now)));
  }
  if (before.cancelledOn !== null && cancelledOn === null) {
    await clearCancellation(trx, before.id);
    entries.push(ended(before, 'restore', [before.cancelledOn, null], await reopenCancelledSurveys(trx, before.id)));
  }
  return entries;
}

/** The base is copied anew only with a new value, or with a closing date on which another one is in force. */
function commissionBase({ before, closedOn, valueCents }: SaleToChange, products: ReadonlyMap<number, KnownProduct>) {
  const commissions = products.get(before.productId)?.commissions ?? [];
  return copiesAnew(commissions, before, { closedOn, valueCents })
    ? commissionBaseOf(commissions, { closedOn, valueCents })
    : before.commissionBaseCents;
}

function ended(
  sale: KnownSale,
  action: 'cancel' | 'restore',
  cancelledOn: readonly [unknown, unknown],
  surveys: number,
): AuditEntry {
  return { action, entity: 'sale', entityId: sale.id, changes: { cancelledOn, surveys: [null, surveys] } };
}

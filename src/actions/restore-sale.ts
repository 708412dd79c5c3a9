import { ok, type Result, refuse } from '../domain/result.js';
import { insertAudit } from '../store/audit.js';
import { reopenCancelledSurveys } from '../store/planned-surveys.js';
import { clearCancellation, getSale } from '../store/sales.js';
import { type ActionContext, auditActor } from './context.js';
import { lockSales } from './record-sale.js';

/**
 * Restores a cancelled sale: its surveys that were cancelled with it are open again, with their dates (SPEC 3). Returns
 * how many. @throws NotFoundError
 */
export async function restoreSale(
  context: ActionContext,
  id: number,
): Promise<Result<number, { readonly kind: 'not-cancelled' }>> {
  return context.db.transaction(async (trx) => {
    await lockSales(trx);
    const { cancellation } = await getSale(trx, id);
    if (cancellation === null) return refuse({ kind: 'not-cancelled' });
    await clearCancellation(trx, id);
    const reopened = await reopenCancelledSurveys(trx, id);
    await insertAudit(trx, auditActor(context), context.now, [
      {
        action: 'restore',
        entity: 'sale',
        entityId: id,
        changes: {
          cancelledOn: [cancellation.on, null],
          commissionReversed: [cancellation.commissionReversed, null],
          reopenedSurveys: [null, reopened],
        },
      },
    ]);
    return ok(reopened);
  });
}

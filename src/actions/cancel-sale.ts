import { type FieldErrors, ok, type Result, refuse } from '../domain/result.js';
import { type CancellationForm, validateCancellation } from '../domain/sale.js';
import { insertAudit } from '../store/audit.js';
import { cancelOpenSurveys } from '../store/planned-surveys.js';
import { getSale, setCancellation } from '../store/sales.js';
import { type ActionContext, auditActor } from './context.js';
import { lockSales } from './record-sale.js';

export type CancellationRefusal =
  | { readonly kind: 'invalid'; readonly errors: FieldErrors }
  | { readonly kind: 'already-cancelled' };

/**
 * Cancels a sale (SPEC 3): its open surveys are cancelled with it, and what was executed or closed stays. Returns how
 * many surveys ended. @throws NotFoundError
 */
export async function cancelSale(
  context: ActionContext,
  id: number,
  form: CancellationForm,
): Promise<Result<number, CancellationRefusal>> {
  return context.db.transaction(async (trx) => {
    await lockSales(trx);
    const sale = await getSale(trx, id);
    if (sale.cancellation !== null) return refuse({ kind: 'already-cancelled' });
    const checked = validateCancellation(form, sale.closedOn, context.today);
    if (!checked.ok) return refuse({ kind: 'invalid', errors: checked.refusal });
    const { cancelledOn, reverseCommission } = checked.value;
    await setCancellation(trx, id, { on: cancelledOn, at: context.now, commissionReversed: reverseCommission });
    const ended = await cancelOpenSurveys(trx, id, context.now);
    await insertAudit(trx, auditActor(context), context.now, [
      {
        action: 'cancel',
        entity: 'sale',
        entityId: id,
        changes: {
          cancelledOn: [null, cancelledOn],
          commissionReversed: [null, reverseCommission],
          cancelledSurveys: [null, ended],
        },
      },
    ]);
    return ok(ended);
  });
}

import type { Raw } from '../domain/field-checks.js';
import { FieldChecks, isBlank, MAX_TEXT_LENGTH } from '../domain/field-checks.js';
import { parseMoney } from '../domain/money.js';
import { monthOf } from '../domain/month.js';
import { type FieldErrors, ok, type Result, refuse } from '../domain/result.js';
import { insertAudit } from '../store/audit.js';
import { insertBaseCorrection } from '../store/base-corrections.js';
import { findLastClosed } from '../store/commission-months.js';
import { lockNames } from '../store/dialect.js';
import { getSale, updateSale } from '../store/sales.js';
import { type ActionContext, actingUser, auditActor } from './context.js';

/** The base as typed: blank for none. */
export interface BaseForm {
  readonly base?: Raw;
  readonly reason?: Raw;
}

export type BaseRefusal =
  | { readonly kind: 'invalid'; readonly errors: FieldErrors }
  /** Somebody saved the sale after it had been read. */
  | { readonly kind: 'stale' }
  /** Its month is closed: what it was closed with stays. */
  | { readonly kind: 'month-closed' };

/**
 * Corrects the commission base that a sale has copied, with a reason, while the month in which it closed is open (SPEC 7).
 * The same base again changes nothing. @throws NotFoundError
 */
export async function correctBase(
  context: ActionContext,
  target: { readonly id: number; readonly version: number },
  form: BaseForm,
): Promise<Result<null, BaseRefusal>> {
  const checks = new FieldChecks();
  const toCents = isBlank(form.base) ? null : parseMoney(form.base);
  if (toCents === null && !isBlank(form.base)) checks.refuse('base', 'notMoney');
  const reason = checks.requiredLine('reason', form.reason, MAX_TEXT_LENGTH);
  if (checks.errors.length > 0) return refuse({ kind: 'invalid', errors: checks.errors });
  return context.db.transaction(async (trx) => {
    await lockNames(trx, 'sales', 'commission_months');
    const sale = await getSale(trx, target.id);
    const last = await findLastClosed(trx);
    if (last !== null && monthOf(sale.closedOn) <= last) return refuse({ kind: 'month-closed' });
    if (sale.version !== target.version) return refuse({ kind: 'stale' });
    const fromCents = sale.commissionBaseCents;
    if (fromCents === toCents) return ok(null);
    if (!(await updateSale(trx, sale, { ...sale, commissionBaseCents: toCents }))) return refuse({ kind: 'stale' });
    const [by, at] = [actingUser(context), context.now];
    await insertBaseCorrection(trx, { saleId: sale.id, fromCents, toCents, reason, by, at });
    const changes = { commissionBaseCents: [fromCents, toCents] } as const;
    await insertAudit(trx, auditActor(context), at, [
      { action: 'correct-base', entity: 'sale', entityId: sale.id, changes, personal: { reason: [null, reason] } },
    ]);
    return ok(null);
  });
}

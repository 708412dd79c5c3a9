import { type Month, monthNumber } from '../domain/month.js';
import { insertAudit } from '../store/audit.js';
import { insertPayment, listFrozenStatements } from '../store/commission-statements.js';
import type { Queryable } from '../store/dialect.js';
import { NotFoundError } from '../store/not-found.js';
import { type ActionContext, actingUser, auditActor } from './context.js';

/** Of a closed month the statement of one seller, or (null) of everybody. */
export interface Payable {
  readonly month: Month;
  readonly sellerId: number | null;
}

/**
 * Notes that a closed month was paid to a seller, or (null) to everybody who was not paid yet. Returns to how many; what
 * was noted before stays as it was. @throws NotFoundError when there is no such statement in a closed month
 */
export async function payStatements(context: ActionContext, month: Month, sellerId: number | null): Promise<number> {
  return payMany(context, [{ month, sellerId }]);
}

/** As `payStatements`, of several at once: all of them or none. */
export async function payMany(context: ActionContext, payables: readonly Payable[]): Promise<number> {
  return context.db.transaction(async (trx) => {
    let paid = 0;
    for (const payable of payables) paid += await payIn(trx, context, payable);
    return paid;
  });
}

async function payIn(trx: Queryable, context: ActionContext, { month, sellerId }: Payable): Promise<number> {
  const scope = { from: month, to: month, ...(sellerId !== null && { sellerId }) };
  const statements = await listFrozenStatements(trx, scope);
  if (statements.length === 0) throw new NotFoundError('statement', month);
  const [by, at] = [actingUser(context), context.now];
  let paid = 0;
  for (const statement of statements.filter((one) => one.paid === null)) {
    if (!(await insertPayment(trx, { month, sellerId: statement.sellerId, by, at }))) continue;
    paid += 1;
    const { sellerId, payableCents } = statement;
    const changes = { sellerId: [null, sellerId], payableCents: [null, payableCents] } as const;
    await insertAudit(trx, auditActor(context), at, [
      { action: 'pay', entity: 'commission', entityId: monthNumber(month), changes },
    ]);
  }
  return paid;
}

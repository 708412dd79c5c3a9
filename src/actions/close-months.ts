import { sumCents } from '../domain/commission-totals.js';
import { type Month, monthNumber, monthOf, monthsBetween } from '../domain/month.js';
import { ok, type Result, refuse } from '../domain/result.js';
import { insertAudit } from '../store/audit.js';
import { foreseeClosing } from '../store/closing-totals.js';
import { deleteTouched } from '../store/commission-adjustments.js';
import { insertLines } from '../store/commission-lines.js';
import { findEarliestOpen, findLastClosed, insertClosedMonth } from '../store/commission-months.js';
import { insertStatements } from '../store/commission-statements.js';
import { lockNames, type Queryable } from '../store/dialect.js';
import { listOpenLines, listOpenStatements, type OpenStatement } from '../store/open-statements.js';
import { policyOf } from '../store/policies.js';
import { type ActionContext, actingUser, auditActor } from './context.js';

export type ClosingRefusal =
  /** Its last day is not past yet. */
  | { readonly kind: 'not-over' }
  /** It is closed already. */
  | { readonly kind: 'closed' }
  /** There is no sale yet, or none that early. */
  | { readonly kind: 'nothing' }
  /** What it would freeze is not what was shown, or nothing was. */
  | { readonly kind: 'changed' };

/**
 * Closes the earliest open month of the company, or, in their order, all up to one that is over (SPEC 7). Their lines, their
 * adjustments and their policy are frozen: nothing can be changed or joined. `shown`: the digest of the figures that were
 * shown (`foreseeClosing`); null where the caller shows none to anybody. Returns the months that it closed.
 */
export async function closeMonths(
  context: ActionContext,
  through: Month,
  shown: string | null = null,
): Promise<Result<readonly Month[], ClosingRefusal>> {
  return context.db.transaction(async (trx) => {
    await lockFacts(trx);
    const earliest = await findEarliestOpen(trx);
    if (earliest === null) return refuse({ kind: 'nothing' });
    if (through < earliest) return refuse({ kind: (await findLastClosed(trx)) === null ? 'nothing' : 'closed' });
    if (through >= monthOf(context.today)) return refuse({ kind: 'not-over' });
    const months = monthsBetween(earliest, through);
    if (shown !== null && shown !== (await foreseeClosing(trx, months)).digest) return refuse({ kind: 'changed' });
    for (const month of months) await closeMonth(trx, context, month);
    return ok(months);
  });
}

/** Nothing that a line depends on is written while it is frozen, or a change could slip in between unseen. */
async function lockFacts(trx: Queryable): Promise<void> {
  await lockNames(trx, 'sales', 'surveys', 'commission_policies', 'commission_months');
}

async function closeMonth(trx: Queryable, context: ActionContext, month: Month): Promise<void> {
  const statements = await listOpenStatements(trx, month);
  await insertStatements(trx, statements);
  for (const statement of statements) await freezeLines(trx, statement);
  await deleteTouched(trx);
  const { k, bonusOnly, ownSurvey } = await policyOf(trx, month);
  const closed = { closedBy: actingUser(context), closedAt: context.now };
  await insertClosedMonth(trx, { month, k, bonusOnly, ownSurvey, ...closed });
  await insertAudit(trx, auditActor(context), context.now, [
    {
      action: 'close',
      entity: 'commission',
      entityId: monthNumber(month),
      changes: { month: [null, month], statements: [null, statements.length] },
    },
  ]);
}

/** Lines that are frozen at once. */
const STRETCH = 500;

async function freezeLines(trx: Queryable, statement: OpenStatement): Promise<void> {
  const { month, lineCount, adjustments } = statement;
  const sums = [];
  for (let skip = 0; skip < lineCount; skip += STRETCH) {
    const lines = await listOpenLines(trx, statement, { skip, limit: STRETCH });
    await insertLines(trx, month, lines);
    sums.push(...lines.map(({ amountCents }) => amountCents));
  }
  // Totals are read without their lines: nothing is paid that no line explains.
  if (sums.length !== lineCount || sumCents(sums) !== statement.linesCents)
    throw new Error(`the lines of ${month} for seller ${statement.sellerId} are not what its total says`);
  await insertLines(trx, month, adjustments);
}

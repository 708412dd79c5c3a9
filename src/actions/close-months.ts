import { sumCents } from '../domain/commission-totals.js';
import { type Month, monthNumber, monthOf, monthsBetween } from '../domain/month.js';
import { ok, type Result, refuse } from '../domain/result.js';
import { insertAudit } from '../store/audit.js';
import { digestOf, foreseeClosing } from '../store/closing-totals.js';
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
  /** What it would freeze is not what was shown, or nothing was; `closed`: months that were closed before that came out. */
  | { readonly kind: 'changed'; readonly closed: readonly Month[] };

/**
 * Closes the earliest open month of the company, or, in their order, all up to one that is over (SPEC 7). Their lines, their
 * adjustments and their policy are frozen: nothing can be changed or joined. `shown`: the digest of the figures that were
 * shown (`foreseeClosing`); null where the caller shows none to anybody. Each month is closed by itself, so that others can
 * write between two of ten years; where one is not what was shown any more, it and those after it stay open. Returns the
 * months that it closed.
 */
export async function closeMonths(
  context: ActionContext,
  through: Month,
  shown: string | null = null,
): Promise<Result<readonly Month[], ClosingRefusal>> {
  const { read } = context.db;
  const earliest = await findEarliestOpen(read);
  const refusal = await refusalOf(read, context, earliest, through);
  if (refusal !== null) return refuse(refusal);
  const months = monthsBetween(earliest ?? through, through);
  const foreseen = shown === null ? null : await foreseeClosing(read, months);
  if (foreseen !== null && foreseen.digest !== shown) return refuse({ kind: 'changed', closed: [] });
  const closed: Month[] = [];
  for (const [index, month] of months.entries()) {
    const expected = foreseen?.months[index]?.digest ?? null;
    if (!(await context.db.transaction((trx) => closeNext(trx, context, month, expected))))
      return stopped(read, through, closed);
    closed.push(month);
  }
  return ok(closed);
}

/** What became of months that are not to be closed as they were shown; somebody else may have closed all that was left. */
async function stopped(
  q: Queryable,
  through: Month,
  closed: readonly Month[],
): Promise<Result<readonly Month[], ClosingRefusal>> {
  const left = await findEarliestOpen(q);
  if (left !== null && left <= through) return refuse({ kind: 'changed', closed });
  return closed.length > 0 ? ok(closed) : refuse({ kind: 'closed' });
}

async function refusalOf(
  q: Queryable,
  context: ActionContext,
  earliest: Month | null,
  through: Month,
): Promise<ClosingRefusal | null> {
  if (earliest === null) return { kind: 'nothing' };
  if (through < earliest) return { kind: (await findLastClosed(q)) === null ? 'nothing' : 'closed' };
  return through >= monthOf(context.today) ? { kind: 'not-over' } : null;
}

/** Closes a month if it is still the next one, and still what was shown; false when it is not. */
async function closeNext(
  trx: Queryable,
  context: ActionContext,
  month: Month,
  expected: string | null,
): Promise<boolean> {
  await lockFacts(trx);
  if ((await findEarliestOpen(trx)) !== month) return false;
  const statements = await listOpenStatements(trx, month);
  if (expected !== null && expected !== digestOf(month, statements)) return false;
  await closeMonth(trx, context, month, statements);
  return true;
}

/** Nothing that a line depends on is written while it is frozen, or a change could slip in between unseen. */
async function lockFacts(trx: Queryable): Promise<void> {
  await lockNames(trx, 'sales', 'surveys', 'commission_policies', 'commission_months');
}

async function closeMonth(
  trx: Queryable,
  context: ActionContext,
  month: Month,
  statements: readonly OpenStatement[],
): Promise<void> {
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

import { cancelSale } from '../../actions/cancel-sale.js';
import { closeMonths } from '../../actions/close-months.js';
import type { ActionContext } from '../../actions/context.js';
import { payStatements } from '../../actions/pay-statements.js';
import { addDays, type CivilDate } from '../../domain/civil-date.js';
import { type Month, monthOf, previousMonth } from '../../domain/month.js';
import type { Database } from '../../store/connection.js';
import { listOpenStatements } from '../../store/open-statements.js';
import { accepted } from './accepted.js';

/** On this day the month before is closed, and the one before that is paid. */
const CLOSING_DAY = '06';
/** Sales of which nothing happens any more. */
const SETTLED_DAYS = 90;

/**
 * What the manager does with commissions at the end of a day: the month before is closed once the new one has begun to run,
 * and what happens later to its sales is adjusted, as in any company. The last month that is over stays open; the last
 * closed one waits to be paid, and leaves one seller with something to be taken off.
 */
export async function closeBooks(db: Database, day: CivilDate, managerId: number, today: CivilDate): Promise<void> {
  if (!day.endsWith(`-${CLOSING_DAY}`)) return;
  const month = previousMonth(monthOf(day));
  const last = previousMonth(previousMonth(monthOf(today)));
  if (month > last) return;
  const now = Date.parse(`${day}T18:30:00-03:00`);
  const context: ActionContext = { db, actor: { id: managerId, role: 'manager' }, origin: 'web', now, today: day };
  if (month === last) await reverseMore(context, month);
  const closed = await closeMonths(context, month);
  // Before the first sale there is nothing to close.
  if (!closed.ok && closed.refusal.kind === 'nothing') return;
  accepted(closed);
  const before = previousMonth(month);
  const frozen = await db.read('commission_statements').where({ month: before }).first('month');
  if (frozen !== undefined) await payStatements(context, before, null);
}

/** Who earned least has old sales reversed until they come to more than his month. */
async function reverseMore(context: ActionContext, month: Month): Promise<void> {
  const { read } = context.db;
  const [least] = [...(await listOpenStatements(read, month))].sort((a, b) => a.payableCents - b.payableCents);
  if (least === undefined) return;
  const old = addDays(context.today, -SETTLED_DAYS);
  const sales: { id: number; cents: number }[] = await read('sales')
    .where({ seller_id: least.sellerId })
    .whereNull('cancelled_on')
    .whereNotNull('commission_base_cents')
    .where('closed_on', '<', old)
    .orderBy('commission_base_cents', 'desc')
    .select('id', { cents: 'commission_base_cents' });
  let left = least.payableCents;
  for (const { id, cents } of sales) {
    if (left < 0) return;
    accepted(await cancelSale(context, id, { cancelledOn: context.today, reverseCommission: 'yes' }));
    // Bad quality may have paid less than the base.
    left -= (cents * 4) / 5;
  }
}

import type { CommissionPolicy, OwnSurveyRule } from '../domain/commission-policy.js';
import { type Month, monthOf, nextMonth } from '../domain/month.js';
import type { Queryable } from './dialect.js';

/** A month that was closed: who did it, when, and the policy that it was computed with. */
export interface ClosedMonth extends CommissionPolicy {
  readonly month: Month;
  readonly closedBy: number;
  /** UTC epoch milliseconds. */
  readonly closedAt: number;
}

/** The closed months, the last one first. */
export async function listClosedMonths(q: Queryable): Promise<ClosedMonth[]> {
  const rows: MonthRow[] = await q('commission_months').orderBy('month', 'desc');
  return rows.map((row) => ({
    month: row.month,
    k: row.k,
    bonusOnly: Boolean(row.bonus_only),
    ownSurvey: row.own_survey,
    closedBy: row.closed_by,
    closedAt: row.closed_at,
  }));
}

/** The month that was closed last, and with it all before it; null when none was. */
export async function findLastClosed(q: Queryable): Promise<Month | null> {
  const row = await q('commission_months').max({ month: 'month' }).first();
  return row?.month ?? null;
}

/** The month that closes next, where adjustments stand: after the last closed one, or that of the first sale; null without any. */
export async function findEarliestOpen(q: Queryable): Promise<Month | null> {
  const last = await findLastClosed(q);
  if (last !== null) return nextMonth(last);
  const row = await q('sales').orderBy(['closed_on', 'id']).first('closed_on');
  return row === undefined ? null : monthOf(row.closed_on);
}

/** Closes a month whose statements and lines stand already: nothing can join it from then on. */
export async function insertClosedMonth(trx: Queryable, closed: ClosedMonth): Promise<void> {
  const { month, k, bonusOnly, ownSurvey, closedBy, closedAt } = closed;
  const policy = { k, bonus_only: bonusOnly, own_survey: ownSurvey };
  await trx('commission_months').insert({ month, ...policy, closed_by: closedBy, closed_at: closedAt });
}

interface MonthRow {
  month: Month;
  k: number;
  bonus_only: boolean | number;
  own_survey: OwnSurveyRule;
  closed_by: number;
  closed_at: number;
}

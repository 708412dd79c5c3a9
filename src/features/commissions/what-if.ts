import type { FastifyRequest } from 'fastify';
import type { CommissionPolicy } from '../../domain/commission-policy.js';
import { sumCents } from '../../domain/commission-totals.js';
import { type Month, monthOf, monthsBetween, previousMonth } from '../../domain/month.js';
import type { Queryable } from '../../store/dialect.js';
import { listUserNames } from '../../store/names.js';
import { listOpenMonths } from '../../store/open-statements.js';
import { monthText } from '../month-text.js';

/** What the last three months that are over would have paid under another policy, by seller; on today's facts, without adjustments. */
export async function whatIf({ t, formats, locale, today }: FastifyRequest, q: Queryable, policy: CommissionPolicy) {
  const last = previousMonth(monthOf(today));
  const months = monthsBetween(previousMonth(previousMonth(last)), last);
  const [now, then] = [await totals(q, months, null), await totals(q, months, policy)];
  const names = new Map((await listUserNames(q)).map(({ id, name }) => [id, name]));
  const row = (name: string, before: number, after: number) => {
    const difference = sumCents([after, -before]);
    return {
      name,
      now: formats.money(before),
      withThis: formats.money(after),
      difference: formats.money(difference),
      less: difference < 0,
    };
  };
  const sellers = [...now].map(([id, before]) => row(names.get(id) ?? '', before, then.get(id) ?? 0));
  return {
    title: t('commissions.whatIfTitle', { from: monthText(months[0] ?? last, locale), to: monthText(last, locale) }),
    sellers: sellers.sort((a, b) => a.name.localeCompare(b.name, locale)),
    total: row(t('commissions.total'), sumCents(now.values()), sumCents(then.values())),
  };
}

/** By seller, what the months' own lines come to: under the policy of each month, or another. */
async function totals(
  q: Queryable,
  months: readonly Month[],
  policy: CommissionPolicy | null,
): Promise<Map<number, number>> {
  const sums = new Map<number, number>();
  for (const statements of await listOpenMonths(q, months, policy === null ? {} : { policy }))
    for (const { sellerId, linesCents } of statements)
      sums.set(sellerId, sumCents([sums.get(sellerId) ?? 0, linesCents]));
  return sums;
}

import type { FastifyRequest } from 'fastify';
import { sumCents } from '../../domain/commission-totals.js';
import { daysOf, type Month, monthOf, monthsBetween } from '../../domain/month.js';
import { type ClosingTotals, foreseeClosing } from '../../store/closing-totals.js';
import { findEarliestOpen } from '../../store/commission-months.js';
import type { Queryable } from '../../store/dialect.js';
import { monthText } from '../month-text.js';
import { monthHref } from './keys.js';

type Request = Pick<FastifyRequest, 't' | 'formats' | 'locale' | 'today'>;

/** Months that the table names one by one: the first and the last ones of more. */
const NAMED = 24;

/** What closing an open month would freeze, month by month, or why it cannot be closed; null when others closed it. */
export async function closingModel(request: Request, q: Queryable, month: Month) {
  const { t, today, locale } = request;
  const earliest = await findEarliestOpen(q);
  if (earliest === null || month < earliest) return null;
  if (month >= monthOf(today)) return { possible: false as const, text: t('commissions.notOver') };
  const { months: closing, digest } = await foreseeClosing(q, monthsBetween(earliest, month));
  const count = closing.length;
  return {
    possible: true as const,
    label: t(count > 1 ? 'commissions.closeThrough' : 'commissions.close', { month: monthText(month, locale) }),
    text:
      count > 1
        ? t('commissions.closesMonths', { count, from: monthText(earliest, locale) })
        : t('commissions.closeText'),
    shown: digest,
    rows: rowsOf(request, closing),
    total: { ...figuresOf(request, closing), name: t('commissions.total') },
  };
}

function rowsOf(request: Request, closing: readonly ClosingTotals[]) {
  const named = (some: readonly ClosingTotals[]) =>
    some.map((one) => ({
      ...figuresOf(request, [one]),
      name: monthText(one.month, request.locale),
      href: monthHref(one.month),
    }));
  if (closing.length <= NAMED) return named(closing);
  const between = closing.slice(NAMED / 2, -NAMED / 2);
  const name = request.t('commissions.monthsBetween', { count: between.length });
  return [
    ...named(closing.slice(0, NAMED / 2)),
    { ...figuresOf(request, between), name, href: null },
    ...named(closing.slice(-NAMED / 2)),
  ];
}

function figuresOf({ formats }: Request, months: readonly ClosingTotals[]) {
  const sum = (of: (one: ClosingTotals) => number) => sumCents(months.map((one) => of(one)));
  const withoutBase = sum((one) => one.withoutBase);
  const [from, to] = [daysOf(months[0]?.month ?? '').from, daysOf(months.at(-1)?.month ?? '').to];
  return {
    sales: formats.number(sum(({ sales }) => sales)),
    payable: formats.money(sum(({ payableCents }) => payableCents)),
    provisional: formats.number(sum(({ provisional }) => provisional)),
    withoutBase: formats.number(withoutBase),
    withoutBaseHref: withoutBase === 0 ? null : `/sales?situation=without-base&from=${from}&to=${to}`,
  };
}

import type { FastifyRequest } from 'fastify';
import { sumCents } from '../../domain/commission-totals.js';
import { daysOf, type Month, monthOf, monthsBetween } from '../../domain/month.js';
import { type ClosingTotals, foreseeClosing } from '../../store/closing-totals.js';
import { findEarliestOpen } from '../../store/commission-months.js';
import type { Queryable } from '../../store/dialect.js';
import { monthText } from '../month-text.js';
import { closingHref, monthHref } from './keys.js';

type Request = Pick<FastifyRequest, 't' | 'formats' | 'locale' | 'today'>;

/** Months that the table names one by one: the first and the last ones of more. */
const NAMED = 24;

/**
 * So many months are added up for whoever only looks at one: a year that nobody closed. With more, what closing freezes is
 * read when it is asked for: ten years of a large company take seconds the first time.
 */
const UNASKED = 12;

/**
 * What closing an open month would freeze, month by month, or why it cannot be closed, or how to ask for it; null when
 * others closed it. `asked`: however many months they are.
 */
export async function closingModel(request: Request, q: Queryable, month: Month, asked: boolean) {
  const { t, today, locale } = request;
  const earliest = await findEarliestOpen(q);
  if (earliest === null || month < earliest) return null;
  if (month >= monthOf(today)) return { possible: false as const, text: t('commissions.notOver'), ask: null };
  const months = monthsBetween(earliest, month);
  const count = months.length;
  const label = t(count > 1 ? 'commissions.closeThrough' : 'commissions.close', { month: monthText(month, locale) });
  if (count > UNASKED && !asked) return askModel(request, { count, earliest, label, href: closingHref(month) });
  const { months: closing, digest } = await foreseeClosing(q, months);
  return {
    possible: true as const,
    label,
    text:
      count > 1
        ? t('commissions.closesMonths', { count, from: monthText(earliest, locale) })
        : t('commissions.closeText'),
    shown: digest,
    rows: rowsOf(request, closing),
    total: { ...figuresOf(request, closing), name: t('commissions.total') },
  };
}

function askModel(
  { t, locale }: Request,
  { count, earliest, label, href }: { count: number; earliest: Month; label: string; href: string },
) {
  const text = t('commissions.closesMany', { count, from: monthText(earliest, locale) });
  return { possible: false as const, text, ask: { label, href } };
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

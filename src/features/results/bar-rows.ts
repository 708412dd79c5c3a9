import type { FastifyRequest } from 'fastify';
import { barsFor } from '../../charts/bar-chart.js';

type Request = Pick<FastifyRequest, 'formats' | 'locale'>;

/** The rows of a distribution: how many each is, which share of all of them, and the list behind it. */
export function barRows(
  { formats, locale }: Request,
  rows: readonly {
    readonly label: string;
    readonly hint?: string | null;
    readonly count: number;
    readonly href: string | null;
  }[],
) {
  const total = rows.reduce((sum, { count }) => sum + count, 0);
  const bars = barsFor(
    rows.map(({ count }) => ({ value: count })),
    [0, Math.max(1, total)],
  );
  const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  return rows.map(({ label, hint = null, count, href }, index) => ({
    label,
    hint,
    count: formats.number(count),
    share: total === 0 ? '' : share.format(count / total),
    href: count === 0 ? null : href,
    bar: bars[index] ?? null,
  }));
}

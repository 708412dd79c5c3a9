import type { FastifyRequest } from 'fastify';
import { lineChart } from '../../charts/line-chart.js';
import { type Bucket, bucketsOf } from '../../domain/buckets.js';
import { type Overdue, overdueOver } from '../../domain/overdue.js';
import type { OverdueRows } from '../../store/result-overdue.js';
import type { Groups } from '../../store/result-reader.js';
import { daysText } from './bar.js';
import { listHref } from './links.js';
import { shortLabel } from './pieces.js';
import type { ResultQuery } from './query.js';

type Request = Pick<FastifyRequest, 't' | 'formats' | 'locale'>;

/** Inconsistencies opened and settled over time. */
export function overdueModel(request: Request, query: ResultQuery, days: Groups, rows: OverdueRows) {
  const { t, formats } = request;
  const buckets = bucketsOf(query.scope.period);
  const open = new Map([...days].map(([day, { tally }]) => [String(day), tally.inconsistent]));
  const each = overdueOver(buckets, open, rows.ended, rows.extended);
  const words = {
    id: 'chart-overdue',
    title: t('results.overdueChart'),
    description: t('results.overdueChartText'),
    format: formats.number,
    whole: true,
  };
  const some = each.some(({ opened, settled }) => opened + settled > 0);
  return {
    overdue: some
      ? lineChart(
          words,
          buckets.map((bucket) => shortLabel(request, bucket)),
          [
            { label: t('results.overdueOpened'), values: each.map(({ opened }) => opened) },
            { label: t('results.overdueSettled'), values: each.map(({ settled }) => settled) },
          ],
        )
      : null,
    overdueTable: tableOf(request, query, buckets, each, open),
  };
}

/** Each number with its list: what came up in a part of the period, what of it is open still, and what was settled in it. */
function tableOf(
  { t, formats }: Request,
  query: ResultQuery,
  buckets: readonly Bucket[],
  each: readonly Overdue[],
  open: ReadonlyMap<string, number>,
) {
  const cell = (count: number, period: Bucket, part: 'inconsistent' | 'overdue' | 'settlement') => ({
    text: formats.number(count),
    href: count === 0 ? null : listHref(query, part, { period }),
  });
  const stillOpen = ({ from, to }: Bucket) =>
    [...open].reduce((sum, [day, one]) => (day >= from && day <= to ? sum + one : sum), 0);
  return {
    label: t('results.overdueChart'),
    columns: [
      t('results.period'),
      t('results.overdueOpened'),
      t('results.overdueStillOpen'),
      t('results.overdueSettled'),
    ],
    rows: buckets.map((bucket, index) => ({
      head: daysText({ formats }, bucket),
      cells: [
        cell(each[index]?.opened ?? 0, bucket, 'overdue'),
        cell(stillOpen(bucket), bucket, 'inconsistent'),
        cell(each[index]?.settled ?? 0, bucket, 'settlement'),
      ],
    })),
  };
}

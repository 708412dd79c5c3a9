import type { FastifyRequest } from 'fastify';
import { lineChart } from '../../charts/line-chart.js';
import { type Bucket, bucketsOf } from '../../domain/buckets.js';
import { type Overdue, overdueOver } from '../../domain/overdue.js';
import type { OverdueRows } from '../../store/result-overdue.js';
import type { Groups } from '../../store/result-reader.js';
import { daysText } from './bar.js';
import { listHref } from './links.js';
import { shortLabel } from './overview.js';
import type { ResultQuery } from './query.js';

type Request = Pick<FastifyRequest, 't' | 'formats' | 'locale' | 'company'>;

/** Inconsistencies opened and settled over time. */
export function overdueModel(request: Request, query: ResultQuery, days: Groups, rows: OverdueRows) {
  const { t, formats, company } = request;
  const buckets = bucketsOf(query.scope.period);
  const open = new Map([...days].map(([day, { tally }]) => [String(day), tally.inconsistent]));
  const each = overdueOver(buckets, open, rows.closed, rows.executed, company.timeZone);
  const words = {
    id: 'chart-overdue',
    title: t('results.overdueChart'),
    description: t('results.overdueChartText'),
    format: formats.number,
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

/** Settled ones stand among the executed and the closed: of what came up, only those still open make a list. */
function tableOf(
  { t, formats }: Request,
  query: ResultQuery,
  buckets: readonly Bucket[],
  each: readonly Overdue[],
  open: ReadonlyMap<string, number>,
) {
  const stillOpen = (bucket: Bucket) => {
    const inBucket = [...open].filter(([day]) => day >= bucket.from && day <= bucket.to);
    const count = inBucket.reduce((sum, [, one]) => sum + one, 0);
    const href = count === 0 ? null : listHref(query, 'inconsistent', { period: bucket });
    return { text: formats.number(count), href };
  };
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
        { text: formats.number(each[index]?.opened ?? 0) },
        stillOpen(bucket),
        { text: formats.number(each[index]?.settled ?? 0) },
      ],
    })),
  };
}

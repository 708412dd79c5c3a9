import type { FastifyRequest } from 'fastify';
import { lineChart } from '../../charts/line-chart.js';
import { bucketsOf } from '../../domain/buckets.js';
import { overdueOver } from '../../domain/overdue.js';
import type { OverdueRows } from '../../store/result-overdue.js';
import type { Groups } from '../../store/result-reader.js';
import { daysText } from './bar.js';
import { shortLabel } from './overview.js';
import type { ResultQuery } from './query.js';

type Request = Pick<FastifyRequest, 't' | 'formats' | 'locale' | 'company'>;

/** Inconsistencies opened and settled over time. */
export function overdueModel(request: Request, { scope }: ResultQuery, days: Groups, rows: OverdueRows) {
  const { t, formats, company } = request;
  const buckets = bucketsOf(scope.period);
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
    overdueTable: {
      label: t('results.overdueChart'),
      columns: [t('results.period'), t('results.overdueOpened'), t('results.overdueSettled')],
      rows: buckets.map((bucket, index) => ({
        head: daysText(request, bucket),
        cells: [
          { text: formats.number(each[index]?.opened ?? 0) },
          { text: formats.number(each[index]?.settled ?? 0) },
        ],
      })),
    },
  };
}

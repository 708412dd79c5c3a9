import type { FastifyRequest } from 'fastify';
import { type LineChart, lineChart } from '../../charts/line-chart.js';
import { type Bucket, bucketAt, bucketsOf } from '../../domain/buckets.js';
import type { QuestionVersion } from '../../store/question-versions.js';
import type { GradeRow } from '../../store/results.js';
import { daysText } from './bar.js';
import { shortLabel } from './pieces.js';
import type { ResultQuery } from './query.js';
import { answersHref, answersIn, figureOf, of } from './question-figures.js';
import { saysTheSame, tonesOf } from './versions.js';
import { axisText, figureText, numberOf } from './words.js';

// A question over time: a line for each of its versions, with the table behind the picture.

type Request = Pick<FastifyRequest, 't' | 'formats' | 'locale'>;

/** The picture; null where nobody answered. */
export function overTime(
  request: Request,
  query: ResultQuery,
  buckets: readonly Bucket[],
  answered: readonly QuestionVersion[],
  grades: readonly GradeRow[],
): LineChart | null {
  const { t } = request;
  const tones = tonesOf(answered.length);
  const [first, last] = [answered[0], answered[tones.lastIndexOf(0)]];
  const older = last && t('results.olderVersions', { first: first?.number ?? 0, last: last.number });
  const series = answered.map((version, at) => ({
    label: t('results.version', { number: version.number }),
    values: valuesOf(query, buckets, version, grades).map(({ kind, value }) => numberOf(value, kind)),
    tone: tones[at] ?? 0,
    ...(older && tones[at] === 0 && { legend: older }),
  }));
  const marks = marksOf(request, changesIn(answered, buckets, grades));
  const percent = answered.every(({ kind }) => kind === 'csat');
  return lineChart(
    {
      id: 'chart-question',
      title: t('results.questionChart'),
      description: [t('results.questionChartText'), older && t('results.olderVersionsText')].filter(Boolean).join(' '),
      format: axisText(request, percent ? 'percent' : 'mean'),
    },
    buckets.map((bucket) => shortLabel(request, bucket)),
    series,
    { domain: percent ? [0, 100] : [-100, 100], marks },
  );
}

/** What begins in the same piece of time is one mark. */
function marksOf({ t }: Request, changes: ReturnType<typeof changesIn>) {
  return [...new Set(changes.map(({ index }) => index))].map((index) => {
    const those = changes.filter((change) => change.index === index);
    const [first = 0, last = 0] = [those[0]?.version.number, those.at(-1)?.version.number];
    const text = those.length > 1 ? t('results.versions', { first, last }) : t('results.version', { number: first });
    return { index, until: Math.max(...those.map(({ until }) => until)), text };
  });
}

/** Where other words or grades begin, and the last piece that still has answers to those before: both may be one piece. */
export function changesIn(
  answered: readonly QuestionVersion[],
  buckets: readonly Bucket[],
  grades: readonly GradeRow[],
) {
  const places = answered.map((version) =>
    of(grades, version)
      .filter(({ count }) => count > 0)
      .map(({ key }) => bucketAt(buckets, String(key))),
  );
  return answered.flatMap((version, at) => {
    const before = answered[at - 1];
    if (before === undefined || saysTheSame(before, version)) return [];
    return [{ version, index: Math.min(...(places[at] ?? [])), until: Math.max(...places.slice(0, at).flat()) }];
  });
}

/** The numbers of each version, and the lists behind them. */
export function overTimeTable(
  request: Request,
  query: ResultQuery,
  answered: readonly QuestionVersion[],
  grades: readonly GradeRow[],
) {
  const { t, formats } = request;
  const buckets = bucketsOf(query.scope.period);
  const columns = answered.map((version) => valuesOf(query, buckets, version, grades));
  const changes = changesIn(answered, buckets, grades);
  const begins = (index: number) =>
    changes
      .filter((change) => change.index === index)
      .map(({ version }) => t('results.begins', { number: version.number }));
  return {
    label: t('results.questionChart'),
    columns: [
      t('results.expiryIn'),
      ...answered.flatMap(({ number }) => [t('results.version', { number }), t('results.answers')]),
    ],
    rows: buckets.map((bucket, index) => ({
      head: daysText(request, bucket),
      note: begins(index).join(', '),
      cells: answered.flatMap((version, at) => {
        const one = columns[at]?.[index];
        const answers = one?.answers ?? 0;
        return [
          { text: one ? figureText(request, one.value, one.kind) : '—' },
          { text: formats.number(answers), href: answers === 0 ? null : answersHref(query, version, bucket) },
        ];
      }),
    })),
  };
}

/** The figure of each piece of the period; null where nobody answered. */
function valuesOf(
  query: Pick<ResultQuery, 'own'>,
  buckets: readonly Bucket[],
  version: QuestionVersion,
  grades: readonly GradeRow[],
) {
  const parts: GradeRow[][] = buckets.map(() => []);
  for (const row of of(grades, version)) parts[bucketAt(buckets, String(row.key))]?.push(row);
  return parts.map((part) => ({ ...figureOf(query, version, part), answers: answersIn(part) }));
}

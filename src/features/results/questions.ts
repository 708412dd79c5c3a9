import type { FastifyRequest } from 'fastify';
import { spreadFor } from '../../charts/bar-chart.js';
import { type LineChart, lineChart } from '../../charts/line-chart.js';
import { type Bucket, bucketAt, bucketsOf } from '../../domain/buckets.js';
import { type GradeCount, kindFigure, type Ratio, ratio } from '../../domain/results.js';
import type { QuestionVersion } from '../../store/question-versions.js';
import type { GradeRow } from '../../store/results.js';
import { daysText, PATHS } from './bar.js';
import { barRows } from './bar-rows.js';
import { listHref, resultHref } from './links.js';
import { shortLabel } from './pieces.js';
import type { ResultQuery } from './query.js';
import { seenMean } from './seen.js';
import { saysTheSame } from './versions.js';
import { axisText, type FigureKind, figureText, numberOf, sampleModel } from './words.js';

type Request = Pick<FastifyRequest, 't' | 'formats' | 'locale'>;

/** The figure of a question: NPS, CSAT, or the mean weight of its grades, as far as who looks may see it. */
function figureOf(
  query: Pick<ResultQuery, 'own'>,
  version: QuestionVersion,
  grades: readonly GradeCount[],
): { kind: FigureKind; value: Ratio } {
  const special = kindFigure(version.kind, grades);
  if (special !== null) return { kind: version.kind === 'nps' ? 'nps' : 'percent', value: special };
  const weightAt = (position: number) => version.grades.find((grade) => grade.position === position)?.weight ?? 0;
  const sum = grades.reduce((total, { position, count }) => total + weightAt(position) * count, 0);
  const answers = answersIn(grades);
  return { kind: 'mean', value: seenMean(query, ratio(sum, answers), answers) };
}

function answersIn(grades: readonly GradeCount[]): number {
  return grades.reduce((total, { count }) => total + count, 0);
}

const of = (grades: readonly GradeRow[], { id }: QuestionVersion) => grades.filter(({ version }) => version === id);

/** Each version that was answered in the period by itself: other words or weights are another question (SPEC 6). */
export function questionsModel(
  request: Request,
  query: ResultQuery,
  versions: readonly QuestionVersion[],
  [now = [], before = []]: readonly (readonly GradeRow[])[],
) {
  const answered = versions.filter((version) => answersIn(of(now, version)) > 0);
  return {
    notes: query.own === 'operator' ? [request.t('results.fewScores')] : [],
    asked: answered.map((version) => {
      const grades = of(now, version);
      const { kind, value } = figureOf(query, version, grades);
      return {
        questionId: version.questionId,
        answers: answersIn(grades),
        text: version.text,
        href: resultHref(`${PATHS.questions}/${version.questionId}`, query),
        version: versionText(request, version, versions),
        kind: kindText(request, version),
        value: figureText(request, value, kind),
        before: request.t('results.before', {
          value: figureText(request, figureOf(query, version, of(before, version)).value, kind),
        }),
        sample: sampleModel(request, answersIn(grades)),
        answersHref: answersHref(query, version),
        spread: spreadFor(countsOf(version, grades)),
      };
    }),
  };
}

/** The executed surveys with an answer to the version, of a part of the period or of all of it. */
function answersHref(query: ResultQuery, { id, grades }: QuestionVersion, period = query.scope.period): string | null {
  return listHref(query, 'executed', { period, grade: grades.map(({ position }) => `${id}.${position}`) });
}

/** "versão 2", where a question has more than one. */
function versionText({ t }: Request, version: QuestionVersion, all: readonly QuestionVersion[]): string | null {
  const several = all.some(({ questionId, id }) => questionId === version.questionId && id !== version.id);
  return several ? t('results.version', { number: version.number }) : null;
}

function kindText({ t }: Request, { kind }: QuestionVersion): string {
  return kind === 'nps' ? t('results.nps') : kind === 'csat' ? t('results.csat') : t('results.meanWeight');
}

/** How often each grade of the version was given, in the order of its scale. */
function countsOf(version: QuestionVersion, grades: readonly GradeCount[]): number[] {
  return version.grades.map(({ position }) => grades.find((row) => row.position === position)?.count ?? 0);
}

/** One question over time, and how its grades are spread; each version by itself. */
export function questionModel(
  request: Request,
  query: ResultQuery,
  versions: readonly QuestionVersion[],
  grades: readonly GradeRow[],
) {
  const buckets = bucketsOf(query.scope.period);
  const answered = versions.filter((version) => answersIn(of(grades, version)) > 0);
  return {
    notes: query.own === 'operator' ? [request.t('results.fewScores')] : [],
    backHref: resultHref(PATHS.questions, query),
    mixedKinds: new Set(answered.map(({ kind }) => kind)).size > 1 ? request.t('results.mixedKinds') : null,
    chart: overTime(request, query, buckets, answered, grades),
    chartTable: overTimeTable(request, query, answered, grades),
    changed: changedText(request, query, answered, grades),
    versions: answered.map((version) => distribution(request, query, version, totals(of(grades, version)))),
  };
}

/** What the picture marks; null for a question that is the same in all of its answers. */
function changedText(
  { t }: Request,
  { scope }: ResultQuery,
  answered: readonly QuestionVersion[],
  grades: readonly GradeRow[],
): string | null {
  if (answered.length < 2) return null;
  const changes = changesIn(answered, bucketsOf(scope.period), grades);
  if (changes.length === 0) return t('results.versionsAlike');
  const both = changes.some(({ index, until }) => until >= index);
  return both ? `${t('results.versionsApart')} ${t('results.versionsMeet')}` : t('results.versionsApart');
}

/** The counts of all days together. */
function totals(grades: readonly GradeRow[]): GradeCount[] {
  const counts = new Map<number, number>();
  for (const { position, count } of grades) counts.set(position, (counts.get(position) ?? 0) + count);
  return [...counts].map(([position, count]) => ({ position, count }));
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

function overTime(
  request: Request,
  query: ResultQuery,
  buckets: readonly Bucket[],
  answered: readonly QuestionVersion[],
  grades: readonly GradeRow[],
): LineChart | null {
  const { t } = request;
  const series = answered.map((version) => ({
    label: t('results.version', { number: version.number }),
    values: valuesOf(query, buckets, version, grades).map(({ kind, value }) => numberOf(value, kind)),
  }));
  const marks = changesIn(answered, buckets, grades).map(({ version, index, until }) => ({
    ...{ index, until },
    text: t('results.version', { number: version.number }),
  }));
  const percent = answered.every(({ kind }) => kind === 'csat');
  return lineChart(
    {
      id: 'chart-question',
      title: t('results.questionChart'),
      description: t('results.questionChartText'),
      format: axisText(request, percent ? 'percent' : 'mean'),
    },
    buckets.map((bucket) => shortLabel(request, bucket)),
    series,
    { domain: percent ? [0, 100] : [-100, 100], marks },
  );
}

/** Where other words or grades begin, and the last piece that still has answers to those before: both may be one piece. */
function changesIn(answered: readonly QuestionVersion[], buckets: readonly Bucket[], grades: readonly GradeRow[]) {
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

function overTimeTable(
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

function distribution(request: Request, query: ResultQuery, version: QuestionVersion, grades: readonly GradeCount[]) {
  const { t } = request;
  const { kind, value } = figureOf(query, version, grades);
  const counts = countsOf(version, grades);
  const weightText = (weight: number) => t('results.weight', { weight });
  return {
    title: t('results.version', { number: version.number }),
    text: version.text,
    kind: kindText(request, version),
    value: figureText(request, value, kind),
    sample: sampleModel(request, answersIn(grades)),
    distribution: barRows(
      request,
      version.grades.map(({ position, label, weight }, index) => ({
        label,
        // Who records grades does not see what they weigh (SPEC 5).
        hint: query.own === null ? weightText(weight) : null,
        count: counts[index] ?? 0,
        href: listHref(query, 'executed', { grade: `${version.id}.${position}` }),
      })),
    ),
  };
}

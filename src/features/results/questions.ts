import type { FastifyRequest } from 'fastify';
import { spreadFor } from '../../charts/bar-chart.js';
import { bucketsOf } from '../../domain/buckets.js';
import type { GradeCount } from '../../domain/results.js';
import type { QuestionVersion } from '../../store/question-versions.js';
import type { GradeRow } from '../../store/results.js';
import { PATHS } from './bar.js';
import { barRows } from './bar-rows.js';
import { listHref, resultHref } from './links.js';
import type { ResultQuery } from './query.js';
import { answersHref, answersIn, figureOf, of } from './question-figures.js';
import { changesIn, overTime, overTimeTable } from './question-over-time.js';
import { figureText, sampleModel } from './words.js';

type Request = Pick<FastifyRequest, 't' | 'formats' | 'locale'>;

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

function distribution(request: Request, query: ResultQuery, version: QuestionVersion, grades: readonly GradeCount[]) {
  const { t } = request;
  const { kind, value } = figureOf(query, version, grades);
  const counts = countsOf(version, grades);
  const weightText = (weight: number) => t('results.weight', { weight });
  return {
    title: t('results.versionTitle', { number: version.number }),
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

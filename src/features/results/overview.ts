import type { FastifyRequest } from 'fastify';
import { type ColumnChart, columnChart } from '../../charts/column-chart.js';
import { type LineChart, lineChart } from '../../charts/line-chart.js';
import { type Bucket, bucketAt, bucketsOf } from '../../domain/buckets.js';
import { merged, type ResultGroup } from '../../domain/result-group.js';
import { executionRate, meanScore, onTimeRate, scoredIn, surveysIn } from '../../domain/results.js';
import type { QuestionVersion } from '../../store/question-versions.js';
import type { Groups, PeriodResults } from '../../store/result-reader.js';
import { closureText } from '../closure-text.js';
import { daysText } from './bar.js';
import { barRows } from './bar-rows.js';
import { figuresOf, listsOf, tilesOf } from './figures.js';
import { followUpsModel } from './follow-ups.js';
import { type Listed, listHref, UNLISTED, WITH_SCORE } from './links.js';
import type { ResultQuery } from './query.js';
import { axisText, figureText, numberOf } from './words.js';

type Request = Pick<FastifyRequest, 't' | 'formats' | 'locale'>;

/** Resultados at a glance: figures beside those of the period before, and pictures of what made them. */
export function overviewModel(
  request: Request,
  query: ResultQuery,
  [now, before]: readonly [PeriodResults, PeriodResults],
  versions: readonly QuestionVersion[],
) {
  const whole = merged(now.days.values());
  const figures = figuresOf(whole, now.grades, versions);
  const earlier = figuresOf(merged(before.days.values()), before.grades, versions);
  const pieces = piecesOf(request, query, now.days);
  return {
    nothing: surveysIn(whole.tally) === 0,
    tiles: tilesOf(request, figures, earlier, listsOf(query, versions, now.grades)),
    made: madeOf(request, query, whole),
    unlisted: request.t(UNLISTED[query.own ?? 'everybody']),
    columns: columnsOf(request, pieces),
    rates: ratesOf(request, pieces),
    scores: scoresOf(request, pieces),
    columnsTable: columnsTable(request, query, pieces),
    ratesTable: ratesTable(request, query, pieces),
    scoresTable: scoresTable(request, query, pieces),
    reasons: reasonsOf(request, query, now),
    attempts: attemptsOf(request, query, whole),
    followUps: followUpsModel(request, query, now.followUps, before.followUps),
  };
}

/** A piece of the period, with what it is called and what it came to. */
export interface Piece extends Bucket {
  readonly label: string;
  readonly words: string;
  readonly group: ResultGroup;
}

export function piecesOf(request: Request, { scope }: Pick<ResultQuery, 'scope'>, days: Groups): Piece[] {
  const buckets = bucketsOf(scope.period);
  const parts: ResultGroup[][] = buckets.map(() => []);
  for (const [day, group] of days) parts[bucketAt(buckets, String(day))]?.push(group);
  return buckets.map((bucket, index) => ({
    ...bucket,
    label: shortLabel(request, bucket),
    words: daysText(request, bucket),
    group: merged(parts[index] ?? []),
  }));
}

/** 08/07 for a day or the week that begins on it, 07/26 for a month. */
export function shortLabel({ locale }: Pick<Request, 'locale'>, { from, unit }: Bucket): string {
  const options: Intl.DateTimeFormatOptions =
    unit === 'year'
      ? { year: 'numeric' }
      : unit === 'month'
        ? { month: 'short', year: '2-digit' }
        : { day: '2-digit', month: '2-digit' };
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(Date.parse(from)).replace(' de ', ' ');
}

/** What all of them are made of: the numbers behind every rate, each with its list. */
function madeOf({ t, formats }: Request, query: ResultQuery, { tally }: ResultGroup) {
  const late = tally.executed - tally.onTime;
  return [
    { label: t('results.surveys'), count: surveysIn(tally), href: null },
    { label: t('results.executed'), count: tally.executed, href: listHref(query, 'executed') },
    { label: t('results.punctual'), count: tally.onTime, href: listHref(query, 'executed', { 'on-time': '1' }) },
    { label: t('results.late'), count: late, href: listHref(query, 'executed', { late: '1' }) },
    { label: t('results.closed'), count: tally.closed, href: listHref(query, 'closed') },
    { label: t('results.inconsistent'), count: tally.inconsistent, href: listHref(query, 'inconsistent') },
    { label: t('results.unexecuted'), count: tally.closed + tally.inconsistent, href: listHref(query, 'unexecuted') },
  ].map((one) => ({ label: one.label, value: formats.number(one.count), href: one.href }));
}

function columnsOf({ t, formats }: Request, pieces: readonly Piece[]): ColumnChart | null {
  const of = (count: (group: ResultGroup) => number) => pieces.map(({ group }) => count(group));
  const text = {
    id: 'chart-surveys',
    title: t('results.surveysChart'),
    description: t('results.surveysChartText'),
    format: formats.number,
  };
  return columnChart(
    text,
    pieces.map(({ label }) => label),
    [
      { label: t('results.punctual'), tone: 5, values: of(({ tally }) => tally.onTime) },
      { label: t('results.late'), tone: 2, values: of(({ tally }) => tally.executed - tally.onTime) },
      { label: t('results.closed'), tone: 3, values: of(({ tally }) => tally.closed) },
      { label: t('results.inconsistent'), tone: 4, values: of(({ tally }) => tally.inconsistent) },
    ],
  );
}

export function ratesOf(request: Request, pieces: readonly Piece[]): LineChart | null {
  const { t } = request;
  const of = (rate: typeof executionRate) => pieces.map(({ group }) => numberOf(rate(group.tally), 'percent'));
  return lineChart(
    {
      id: 'chart-rates',
      title: t('results.ratesChart'),
      description: t('results.ratesChartText'),
      format: axisText(request, 'percent'),
    },
    pieces.map(({ label }) => label),
    [
      { label: t('results.execution'), values: of(executionRate) },
      { label: t('results.onTime'), values: of(onTimeRate) },
    ],
    { domain: [0, 100] },
  );
}

function scoresOf(request: Request, pieces: readonly Piece[]): LineChart | null {
  const { t } = request;
  return lineChart(
    {
      id: 'chart-scores',
      title: t('results.scoresChart'),
      description: t('results.scoresChartText'),
      format: axisText(request, 'mean'),
    },
    pieces.map(({ label }) => label),
    [{ label: t('results.score'), values: pieces.map(({ group }) => numberOf(meanScore(group.scores), 'mean')) }],
    { domain: [-100, 100] },
  );
}

function columnsTable({ t, formats }: Request, query: ResultQuery, pieces: readonly Piece[]) {
  return {
    label: t('results.surveysChart'),
    columns: [
      t('results.expiryIn'),
      t('results.punctual'),
      t('results.late'),
      t('results.closed'),
      t('results.inconsistent'),
    ],
    rows: pieces.map((piece) => {
      const { tally } = piece.group;
      const cell = (count: number, part: 'executed' | 'closed' | 'inconsistent', more = {}) => ({
        text: formats.number(count),
        href: count === 0 ? null : listHref(query, part, { period: piece, ...more }),
      });
      return {
        head: piece.words,
        cells: [
          cell(tally.onTime, 'executed', { 'on-time': '1' }),
          cell(tally.executed - tally.onTime, 'executed', { late: '1' }),
          cell(tally.closed, 'closed'),
          cell(tally.inconsistent, 'inconsistent'),
        ],
      };
    }),
  };
}

function ratesTable(request: Request, query: Listed, pieces: readonly Piece[]) {
  const { t, formats } = request;
  const cell = (count: number, part: 'executed' | 'unexecuted', period: Piece) => ({
    text: formats.number(count),
    href: count === 0 ? null : listHref(query, part, { period }),
  });
  return {
    label: t('results.ratesChart'),
    columns: [
      t('results.expiryIn'),
      t('results.execution'),
      t('results.onTime'),
      t('results.executed'),
      t('results.unexecuted'),
    ],
    rows: pieces.map((piece) => {
      const { tally } = piece.group;
      return {
        head: piece.words,
        cells: [
          { text: figureText(request, executionRate(tally), 'percent') },
          { text: figureText(request, onTimeRate(tally), 'percent') },
          cell(tally.executed, 'executed', piece),
          cell(tally.closed + tally.inconsistent, 'unexecuted', piece),
        ],
      };
    }),
  };
}

function scoresTable(request: Request, query: Listed, pieces: readonly Piece[]) {
  const { t, formats } = request;
  const cell = (count: number, period: Piece) => ({
    text: formats.number(count),
    href: count === 0 ? null : listHref(query, 'executed', { period, ...WITH_SCORE }),
  });
  return {
    label: t('results.scoresChart'),
    columns: [t('results.expiryIn'), t('results.score'), t('results.withScore')],
    rows: pieces.map((piece) => {
      const { scores } = piece.group;
      const mean = { text: figureText(request, meanScore(scores), 'mean') };
      return { head: piece.words, cells: [mean, cell(scoredIn(scores), piece)] };
    }),
  };
}

/** Why surveys were closed without an answer, the most frequent reason first. */
export function reasonsOf(request: Request, query: ResultQuery, { reasons }: PeriodResults) {
  const sorted = [...reasons].sort((a, b) => b.count - a.count);
  return barRows(
    request,
    sorted.map(({ reason, count }) => ({
      label: closureText(request, reason),
      count,
      href: listHref(query, 'closed', { reason }),
    })),
  );
}

/** How often it was tried before somebody answered. */
function attemptsOf(request: Request, query: ResultQuery, { tried }: ResultGroup) {
  const labels = ['panelFilters.attemptsNone', 'panelFilters.attemptsOne', 'panelFilters.attemptsTwo'] as const;
  if (tried.every((count) => count === 0)) return [];
  return barRows(
    request,
    tried.map((count, attempts) => ({
      label: request.t(labels[attempts] ?? 'panelFilters.attemptsMany'),
      count,
      href: listHref(query, 'executed', { attempts: String(attempts) }),
    })),
  );
}

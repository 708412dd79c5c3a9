import type { FastifyRequest } from 'fastify';
import { type ColumnChart, columnChart } from '../../charts/column-chart.js';
import { type LineChart, lineChart } from '../../charts/line-chart.js';
import { merged, type ResultGroup } from '../../domain/result-group.js';
import { executionRate, meanScore, onTimeRate, scoredIn, surveysIn } from '../../domain/results.js';
import type { QuestionVersion } from '../../store/question-versions.js';
import type { PeriodResults } from '../../store/result-reader.js';
import { closureText } from '../closure-text.js';
import { barRows } from './bar-rows.js';
import { figuresOf, listsOf, tilesOf } from './figures.js';
import { followUpsModel } from './follow-ups.js';
import { GivenGrades } from './given-grades.js';
import { listHref } from './links.js';
import { columnsTable, ratesTable, scoresTable } from './overview-tables.js';
import { type Piece, piecesOf } from './pieces.js';
import type { ResultQuery } from './query.js';
import type { Said } from './said.js';
import { seenMean } from './seen.js';
import { signalsModel } from './signals.js';
import { answeredIn, changedNote } from './versions.js';
import { axisText, numberOf } from './words.js';

type Request = Pick<FastifyRequest, 't' | 'formats' | 'locale'>;

/** Resultados at a glance: figures beside those of the period before, and pictures of what made them. */
export function overviewModel(
  request: Request,
  query: ResultQuery,
  [now, before]: readonly [PeriodResults, PeriodResults],
  versions: readonly QuestionVersion[],
  said: Said,
) {
  const whole = merged(now.days.values());
  const given = new GivenGrades(now.grades, versions);
  const figures = figuresOf(query, whole, given);
  const earlier = figuresOf(query, merged(before.days.values()), new GivenGrades(before.grades, versions));
  const pieces = piecesOf(request, query, now.days);
  return {
    nothing: surveysIn(whole.tally) === 0,
    ranHref: listHref(query, 'ran'),
    tiles: tilesOf(request, figures, earlier, listsOf(request, query, given, said)),
    notes: notesOf(request, query, given),
    changed: changedNote(request, query, answeredIn(versions, now.grades, before.grades)),
    made: madeOf(request, query, whole),
    columns: columnsOf(request, pieces),
    rates: ratesOf(request, pieces),
    scores: scoresOf(request, query, pieces),
    columnsTable: columnsTable(request, query, pieces),
    ratesTable: ratesTable(request, query, pieces),
    scoresTable: scoresTable(request, query, pieces),
    reasons: reasonsOf(request, query, now),
    attempts: attemptsOf(request, query, whole),
    followUps: followUpsModel(request, query, now.followUps, before.followUps),
    signals: signalsModel(request, query, now.signals, before.signals),
  };
}

/** What all of them are made of: the numbers behind every rate, each with its list. */
export function madeOf({ t, formats }: Request, query: ResultQuery, { tally }: ResultGroup) {
  const late = tally.executed - tally.onTime;
  const made = [
    { name: 'surveys', label: 'results.surveys', count: surveysIn(tally), href: listHref(query, 'past') },
    { name: 'executed', label: 'results.executed', count: tally.executed, href: listHref(query, 'executed') },
    {
      name: 'punctual',
      label: 'results.punctual',
      count: tally.onTime,
      href: listHref(query, 'executed', { 'on-time': '1' }),
    },
    { name: 'late', label: 'results.late', count: late, href: listHref(query, 'executed', { late: '1' }) },
    { name: 'closed', label: 'results.closed', count: tally.closed, href: listHref(query, 'closed') },
    {
      name: 'inconsistent',
      label: 'results.inconsistent',
      count: tally.inconsistent,
      href: listHref(query, 'inconsistent'),
    },
    {
      name: 'unexecuted',
      label: 'results.unexecuted',
      count: tally.closed + tally.inconsistent,
      href: listHref(query, 'unexecuted'),
    },
  ] as const;
  return made.map(({ name, label, count, href }) => ({
    name,
    label: t(label),
    value: formats.number(count),
    href,
  }));
}

function columnsOf({ t, formats }: Request, pieces: readonly Piece[]): ColumnChart | null {
  const of = (count: (group: ResultGroup) => number) => pieces.map(({ group }) => count(group));
  const text = {
    id: 'chart-surveys',
    title: t('results.surveysChart'),
    description: t('results.surveysChartText'),
    format: formats.number,
    whole: true,
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

/** What has to be known to read the tiles right. */
function notesOf({ t }: Request, { own }: ResultQuery, given: GivenGrades): string[] {
  return [
    ...(own === 'operator' ? [t('results.fewScores')] : []),
    ...(given.severalOf('nps') || given.severalOf('csat') ? [t('results.severalAnswers')] : []),
  ];
}

function scoresOf(request: Request, query: ResultQuery, pieces: readonly Piece[]): LineChart | null {
  const { t } = request;
  const meanOf = ({ scores }: ResultGroup) => seenMean(query, meanScore(scores), scoredIn(scores));
  return lineChart(
    {
      id: 'chart-scores',
      title: t('results.scoresChart'),
      description: t('results.scoresChartText'),
      format: axisText(request, 'mean'),
    },
    pieces.map(({ label }) => label),
    [{ label: t('results.score'), values: pieces.map(({ group }) => numberOf(meanOf(group), 'mean')) }],
    { domain: [-100, 100] },
  );
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

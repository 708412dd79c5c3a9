import type { FastifyRequest } from 'fastify';
import type { ResultGroup } from '../../domain/result-group.js';
import {
  CSAT_POSITIONS,
  csat,
  executionRate,
  type GradeCount,
  meanScore,
  NPS_POSITIONS,
  nps,
  npsTally,
  onTimeRate,
  type Ratio,
  ratio,
  responseRate,
  scoredIn,
  surveysIn,
} from '../../domain/results.js';
import type { TextKey } from '../../i18n/catalogue.js';
import type { QuestionVersion } from '../../store/question-versions.js';
import type { GradeRow } from '../../store/results.js';
import { listHref, WITH_SCORE } from './links.js';
import type { ResultQuery } from './query.js';
import { type FigureKind, figureText, numberOf, sampleModel, valueText } from './words.js';

type Request = Pick<FastifyRequest, 't' | 'formats' | 'locale'>;

/** A figure of a period, before it is written. */
interface Figure {
  readonly kind: FigureKind;
  readonly value: Ratio;
  /** How many surveys or answers it is of. */
  readonly sample: number;
}

/** The figures of a period by their names. */
export function figuresOf(group: ResultGroup, grades: readonly GradeRow[], versions: readonly QuestionVersion[]) {
  const { tally, scores } = group;
  const ofKind = (kind: 'nps' | 'csat') => gradesOf(grades, versions, kind);
  const answersTo = (kind: 'nps' | 'csat') => ofKind(kind).reduce((sum, { count }) => sum + count, 0);
  const figure = (kind: FigureKind, value: Ratio, sample: number): Figure => ({ kind, value, sample });
  return {
    execution: figure('percent', executionRate(tally), surveysIn(tally)),
    onTime: figure('percent', onTimeRate(tally), surveysIn(tally)),
    response: figure('percent', responseRate(tally), tally.executed + tally.closed),
    score: figure('mean', meanScore(scores), scoredIn(scores)),
    nps: figure('nps', nps(npsTally(ofKind('nps'))), answersTo('nps')),
    csat: figure('percent', csat(ofKind('csat')), answersTo('csat')),
    attempts: figure('mean', ratio(group.attempts, tally.executed), tally.executed),
    days: figure('mean', ratio(group.days, tally.executed), tally.executed),
  } as const;
}

export type FigureName = keyof ReturnType<typeof figuresOf>;

/** How often each grade of the questions of a kind was given. */
function gradesOf(
  grades: readonly GradeRow[],
  versions: readonly QuestionVersion[],
  kind: 'nps' | 'csat',
): GradeCount[] {
  const ids = new Set(versions.filter((version) => version.kind === kind).map(({ id }) => id));
  return grades.filter(({ version }) => ids.has(version));
}

const LABELS: Record<FigureName, readonly [label: TextKey, hint: TextKey]> = {
  execution: ['results.execution', 'results.executionHint'],
  onTime: ['results.onTime', 'results.onTimeHint'],
  response: ['results.response', 'results.responseHint'],
  score: ['results.score', 'results.scoreHint'],
  nps: ['results.nps', 'results.npsHint'],
  csat: ['results.csat', 'results.csatHint'],
  attempts: ['results.attempts', 'results.attemptsHint'],
  days: ['results.days', 'results.daysHint'],
};

/** Of these a fall is good news. */
const LESS_IS_BETTER: readonly FigureName[] = ['attempts', 'days'];

export type Figures = ReturnType<typeof figuresOf>;

/** The figures as tiles: each with its sample, what it was before, and the list behind it. */
export function tilesOf(
  request: Request,
  now: Figures,
  before: Figures,
  lists: Partial<Record<FigureName, string | null>>,
) {
  const { t } = request;
  return (Object.keys(LABELS) as FigureName[]).map((name) => {
    const [label, hint] = LABELS[name];
    const { kind, value, sample } = now[name];
    return {
      name,
      label: t(label),
      hint: t(hint),
      value: figureText(request, value, kind),
      sample: sampleModel(request, sample),
      href: lists[name] ?? null,
      before: t('results.before', { value: figureText(request, before[name].value, kind) }),
      change: changeOf(request, name, numberOf(value, kind), numberOf(before[name].value, kind), kind),
    };
  });
}

/** How much it went up or down; nothing where one of the two is missing. */
function changeOf(request: Request, name: FigureName, now: number | null, before: number | null, kind: FigureKind) {
  if (now === null || before === null) return null;
  const difference = Math.round((now - before) * 10) / 10;
  const better = LESS_IS_BETTER.includes(name) ? difference < 0 : difference > 0;
  const size = valueText(request, Math.abs(difference), kind === 'percent' ? 'mean' : kind);
  const unit = kind === 'percent' ? 'results.points' : 'results.plain';
  return {
    direction: difference === 0 ? 'same' : difference > 0 ? 'up' : 'down',
    tone: difference === 0 ? 'same' : better ? 'better' : 'worse',
    text: difference === 0 ? request.t('results.unchanged') : request.t(unit, { size }),
    spoken: request.t(difference === 0 ? 'results.unchanged' : difference > 0 ? 'results.rose' : 'results.fell'),
  };
}

/** The lists behind the figures: of a share those that make it up, of a mean those that it is of. */
export function listsOf(query: ResultQuery, versions: readonly QuestionVersion[], grades: readonly GradeRow[]) {
  const asked = new Set(grades.map(({ version }) => version));
  const gradesAt = (kind: 'nps' | 'csat', positions: readonly number[]) =>
    versions
      .filter((version) => version.kind === kind && asked.has(version.id))
      .flatMap(({ id }) => positions.map((position) => `${id}.${position}`));
  const list = (grade: readonly string[]) => (grade.length === 0 ? null : listHref(query, 'executed', { grade }));
  const executed = listHref(query, 'executed');
  return {
    execution: executed,
    onTime: listHref(query, 'executed', { 'on-time': '1' }),
    response: executed,
    score: listHref(query, 'executed', WITH_SCORE),
    nps: list(gradesAt('nps', Object.values(NPS_POSITIONS).flat())),
    csat: list(gradesAt('csat', CSAT_POSITIONS)),
    attempts: executed,
    days: executed,
  } satisfies Partial<Record<FigureName, string | null>>;
}

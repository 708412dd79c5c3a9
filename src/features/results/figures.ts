import type { FastifyRequest } from 'fastify';
import type { ResultGroup } from '../../domain/result-group.js';
import {
  csat,
  executionRate,
  isSmallSample,
  meanScore,
  nps,
  npsTally,
  type Opinion,
  onTimeRate,
  type Ratio,
  ratio,
  responseRate,
  scoredIn,
  surveysIn,
} from '../../domain/results.js';
import type { TextKey } from '../../i18n/catalogue.js';
import type { GivenGrades } from './given-grades.js';
import { listHref, WITH_SCORE } from './links.js';
import type { ResultQuery } from './query.js';
import type { Said } from './said.js';
import { seenMean } from './seen.js';
import { type FigureKind, figureText, numberOf, sampleModel, valueText } from './words.js';

type Request = Pick<FastifyRequest, 't' | 'formats' | 'locale'>;

/** A figure of a period, before it is written. */
interface Figure {
  readonly kind: FigureKind;
  readonly value: Ratio;
  /** How many surveys or answers it is of. */
  readonly sample: number;
}

/** The figures of a period by their names, as far as who looks may see them. */
export function figuresOf(
  query: Pick<ResultQuery, 'own'>,
  { tally, scores, ...group }: ResultGroup,
  given: GivenGrades,
) {
  const answersTo = (kind: 'nps' | 'csat') => given.ofKind(kind).reduce((sum, { count }) => sum + count, 0);
  const scored = scoredIn(scores);
  const figure = (kind: FigureKind, value: Ratio, sample: number): Figure => ({ kind, value, sample });
  return {
    execution: figure('percent', executionRate(tally), surveysIn(tally)),
    onTime: figure('percent', onTimeRate(tally), surveysIn(tally)),
    response: figure('percent', responseRate(tally), tally.executed + tally.closed),
    score: figure('mean', seenMean(query, meanScore(scores), scored), scored),
    nps: figure('nps', nps(npsTally(given.ofKind('nps'))), answersTo('nps')),
    csat: figure('percent', csat(given.ofKind('csat')), answersTo('csat')),
    attempts: figure('mean', ratio(group.attempts, tally.executed), tally.executed),
    days: figure('mean', ratio(group.days, tally.executed), tally.executed),
  } as const;
}

export type FigureName = keyof ReturnType<typeof figuresOf>;

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

/** The figures as tiles: each with its sample, what it was before, and the lists behind it. */
export function tilesOf(
  request: Request,
  now: Figures,
  before: Figures,
  lists: Partial<Record<FigureName, FigureLists>> = {},
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
      sample: sampleOf(request, sample, lists[name]),
      surveys: surveysText(request, lists[name]?.surveys),
      href: lists[name]?.value ?? null,
      sampleHref: sample === 0 ? null : (lists[name]?.sample ?? null),
      parts: sample === 0 ? [] : (lists[name]?.parts ?? []),
      before: t('results.before', { value: figureText(request, before[name].value, kind) }),
      change: changeOf(request, name, now[name], before[name]),
    };
  });
}

/** "n = 7", or "n = 7 respostas" where it is of fewer surveys. */
function sampleOf(request: Request, size: number, lists: FigureLists = {}) {
  const sample = sampleModel(request, size);
  if (lists.surveys === undefined) return sample;
  return { ...sample, text: request.t('results.sampleAnswers', { count: size, size: request.formats.number(size) }) };
}

/** "em 5 pesquisas": where answers are counted, and one survey may hold several, this is what the list counts. */
function surveysText({ t }: Pick<Request, 't'>, count: number | undefined): string | null {
  return count === undefined ? null : t('results.inSurveys', { count });
}

/** How much it went up or down; nothing where one of the two is missing. A small sample is no news, good or bad. */
function changeOf(request: Request, name: FigureName, { kind, ...now }: Figure, before: Figure) {
  const [value, earlier] = [numberOf(now.value, kind), numberOf(before.value, kind)];
  if (value === null || earlier === null) return null;
  const difference = Math.round((value - earlier) * 10) / 10;
  const better = LESS_IS_BETTER.includes(name) ? difference < 0 : difference > 0;
  const unsure = isSmallSample(now.sample) || isSmallSample(before.sample);
  const size = valueText(request, Math.abs(difference), kind === 'percent' ? 'mean' : kind);
  const unit = kind === 'percent' ? 'results.points' : 'results.plain';
  return {
    direction: difference === 0 ? 'same' : difference > 0 ? 'up' : 'down',
    tone: difference === 0 || unsure ? 'same' : better ? 'better' : 'worse',
    text: difference === 0 ? request.t('results.unchanged') : request.t(unit, { size }),
    spoken: request.t(difference === 0 ? 'results.unchanged' : difference > 0 ? 'results.rose' : 'results.fell'),
  };
}

/** The lists behind a figure: of a share those that make it up, of a mean those that it is of; and those of its sample. */
export interface FigureLists {
  readonly value?: string | null;
  readonly sample?: string | null;
  /** In how many surveys the answers of the sample were given, where these are not as many. */
  readonly surveys?: number | undefined;
  readonly parts?: readonly FigurePart[];
}

interface FigurePart {
  readonly label: string;
  readonly count: string;
  readonly href: string | null;
  readonly surveys: string | null;
}

export function listsOf(
  request: Request,
  query: ResultQuery,
  given: GivenGrades,
  { nps: recommended, csat: content }: Said,
): Record<FigureName, FigureLists> {
  const { t, formats } = request;
  const opinion = (...some: Opinion[]) => listHref(query, 'executed', { opinion: some });
  const [executed, past] = [listHref(query, 'executed'), listHref(query, 'past')];
  const scored = listHref(query, 'executed', WITH_SCORE);
  const sides = npsTally(given.ofKind('nps'));
  const part = (label: TextKey, count: number, side: Opinion) => ({
    label: t(label, { count }),
    count: formats.number(count),
    href: count === 0 ? null : opinion(side),
    surveys: surveysText(request, count === 0 ? undefined : recommended?.[side]),
  });
  return {
    execution: { value: executed, sample: past },
    onTime: { value: listHref(query, 'executed', { 'on-time': '1' }), sample: past },
    response: { value: executed, sample: listHref(query, 'answered') },
    score: { value: scored, sample: scored },
    nps: {
      sample: opinion('promoter', 'passive', 'detractor'),
      surveys: recommended?.surveys,
      parts: [
        part('results.promoters', sides.promoters, 'promoter'),
        part('results.passives', sides.passives, 'passive'),
        part('results.detractors', sides.detractors, 'detractor'),
      ],
    },
    csat: {
      value: opinion('satisfied'),
      sample: opinion('satisfied', 'unsatisfied'),
      surveys: content?.surveys,
    },
    attempts: { value: executed, sample: executed },
    days: { value: executed, sample: executed },
  };
}

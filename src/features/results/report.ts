import type { FastifyRequest } from 'fastify';
import { type DayRange, monthsLater } from '../../domain/period.js';
import { merged, type ResultGroup } from '../../domain/result-group.js';
import type { QuestionVersion } from '../../store/question-versions.js';
import type { Groups, PeriodResults } from '../../store/result-reader.js';
import type { GradeRow } from '../../store/results.js';
import { PATHS } from './bar.js';
import { figuresOf, listsOf, tilesOf } from './figures.js';
import { followUpsModel } from './follow-ups.js';
import { GivenGrades } from './given-grades.js';
import { resultHref } from './links.js';
import { madeOf, ratesOf, reasonsOf } from './overview.js';
import { ratesTable } from './overview-tables.js';
import { piecesOf } from './pieces.js';
import type { ResultQuery } from './query.js';
import { questionsModel } from './questions.js';
import { type RankedData, rankingModel } from './ranking.js';
import type { Said } from './said.js';
import { answeredIn, changedIn, changedNote } from './versions.js';

type Request = Pick<FastifyRequest, 't' | 'formats' | 'locale' | 'now' | 'today' | 'user'>;

/** What the report is made of: the month, the one before, a year to look back on, and who sold. */
export interface ReportData {
  readonly month: DayRange;
  readonly periods: readonly [PeriodResults, PeriodResults];
  readonly year: Groups;
  readonly yearPeriod: DayRange;
  readonly ranked: RankedData;
  readonly versions: readonly QuestionVersion[];
  readonly said: Said;
  nameOf(key: string | number): string;
}

const MOST_ROWS = 6;

/** What all surveys consist of. */
const COUNTED = ['surveys', 'executed', 'closed', 'inconsistent'];

/** The month on one page of paper, for the owner of the provider. */
export function reportModel(request: Request, query: ResultQuery, data: ReportData) {
  const { t, formats } = request;
  const { versions } = data;
  const [now, before] = data.periods;
  const whole = merged(now.days.values());
  const year = piecesOf(request, { scope: { ...query.scope, period: data.yearPeriod } }, data.year);
  const ranking = rankingModel(
    request,
    query,
    { by: 'seller', sort: 'surveys', descending: true },
    data.ranked,
    (key) => data.nameOf(key),
  );
  const given = new GivenGrades(now.grades, versions);
  const figures = figuresOf(query, whole, given);
  const earlier = figuresOf(query, merged(before.days.values()), new GivenGrades(before.grades, versions));
  return {
    printedAt: t('exports.printedAt', { at: formats.instant(request.now), name: request.user?.name ?? '' }),
    monthText: monthText(request, data.month),
    counted: countedIn(request, query, whole),
    tiles: tilesOf(request, figures, earlier, listsOf(request, query, given, data.said)),
    rates: ratesOf(request, year),
    ratesTable: ratesTable(request, query, year),
    ranked: ranking.ranked.slice(0, MOST_ROWS),
    heads: ranking.heads,
    moreSellers: moreSellers(request, query, data.ranked.groups.size - MOST_ROWS),
    reasons: reasonsOf(request, query, now),
    followUps: followUpsModel(request, query, now.followUps, before.followUps),
    ...askedOn(request, query, versions, [now.grades, before.grades]),
    changed: changedNote(request, query, answeredIn(versions, now.grades, before.grades)),
    unfinished: data.month.to >= request.today ? t('results.unfinished') : null,
    backHref: resultHref(PATHS.overview, query),
    months: monthsBeside(request, query, data.month),
  };
}

/** The month before, and the one after where it has begun. */
function monthsBeside(request: Request, query: ResultQuery, { from }: DayRange) {
  return [-1, 1].flatMap((step) => {
    const month = monthsLater(from, step);
    if (`${month}-01` > request.today) return [];
    const href = resultHref('/results/report', query, { month });
    return [{ label: monthText(request, { from: `${month}-01` }), href }];
  });
}

/** The versions there is room for: those that changed before others, then the most answered; each in its usual place. */
function askedOn(
  request: Request,
  query: ResultQuery,
  versions: readonly QuestionVersion[],
  grades: readonly (readonly GradeRow[])[],
) {
  const { asked } = questionsModel(request, query, versions, grades);
  const changed = changedIn(answeredIn(versions, ...grades));
  const rank = asked.toSorted(
    (a, b) => Number(changed.has(b.questionId)) - Number(changed.has(a.questionId)) || b.answers - a.answers,
  );
  // What is left out takes a line itself.
  const shown = new Set(rank.slice(0, asked.length > MOST_ROWS ? MOST_ROWS - 1 : MOST_ROWS));
  const count = asked.length - shown.size;
  const href = resultHref(PATHS.questions, query, { ...query.scope.period, period: '' });
  const more = { text: request.t('results.moreQuestions', { count }), href };
  return { asked: asked.filter((one) => shown.has(one)), moreQuestions: count === 0 ? null : more };
}

/** All surveys, and what they consist of. */
function countedIn(request: Request, query: ResultQuery, whole: ResultGroup) {
  return madeOf(request, query, whole).filter(({ name }) => COUNTED.includes(name));
}

/** How many there is no room for, with the way to all of them; null where there is none. */
function moreSellers({ t }: Request, query: ResultQuery, count: number) {
  const href = resultHref(PATHS.ranking, query, { ...query.scope.period, period: '', by: 'seller', sort: '-surveys' });
  return count > 0 ? { text: t('results.moreSellers', { count }), href } : null;
}

/** "julho de 2026". */
function monthText({ locale }: Pick<Request, 'locale'>, { from }: Pick<DayRange, 'from'>): string {
  return new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(Date.parse(from));
}

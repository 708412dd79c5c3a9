import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { monthsLater, periodBefore } from '../../domain/period.js';
import type { ExportFormat } from '../../exports/thread.js';
import type { Database } from '../../store/connection.js';
import type { LongReads } from '../../store/long-reads.js';
import { NotFoundError } from '../../store/not-found.js';
import { listQuestionVersions } from '../../store/question-versions.js';
import { rankResults } from '../../store/result-ranking.js';
import { type PeriodResults, ResultReader } from '../../store/result-reader.js';
import { hasAnySurvey } from '../../store/surveys.js';
import { idOf, idParams } from '../../web/forms.js';
import { listQuery } from '../list-parameters.js';
import { barModel, crumbsOf, PATHS } from './bar.js';
import { GivenGrades } from './given-grades.js';
import { resultHref } from './links.js';
import { namesFor } from './names.js';
import { overdueModel } from './overdue.js';
import { overviewModel } from './overview.js';
import { type ResultQuery, readMonth, readResultQuery } from './query.js';
import { questionModel, questionsModel } from './questions.js';
import { rankedEntries, rankingModel, readOrder } from './ranking.js';
import { sendRanking } from './ranking-file.js';
import { reportModel } from './report.js';
import { surveysSaying } from './said.js';
import { answeredIn, changedIn, changedNote } from './versions.js';

const SUBTITLES = {
  everybody: 'results.subtitle',
  operator: 'results.ownSubtitle',
  seller: 'results.salesSubtitle',
} as const;

/** Resultados (SPEC 6): figures and pictures, rankings, questions over time, and the month on paper. */
export async function resultRoutes(
  app: FastifyInstance,
  { db, reads }: { db: Database; reads: Pick<LongReads, 'all'> },
) {
  const reader = new ResultReader(reads, db.dialect);
  const everybody = { config: { access: 'operator' }, schema: { querystring: listQuery } } as const;
  const managers = { config: { access: 'manager' }, schema: { querystring: listQuery } } as const;
  app.get(PATHS.overview, everybody, showOverview);
  app.get(PATHS.ranking, managers, showRanking);
  for (const format of ['csv', 'xlsx'] as const)
    app.get(`${PATHS.ranking}/export.${format}`, { ...managers, exposeHeadRoute: false }, (request, reply) =>
      exportRanking(request, reply, format),
    );
  app.get(PATHS.questions, everybody, showQuestions);
  app.get(`${PATHS.questions}/:id`, { ...everybody, schema: { ...everybody.schema, params: idParams } }, showQuestion);
  app.get('/results/report', managers, showReport);

  async function showOverview(request: FastifyRequest, reply: FastifyReply) {
    const query = await readResultQuery(request, db.read);
    if (query.errors.length > 0) return refused(request, reply, PATHS.overview, query);
    const versions = await listQuestionVersions(db.read);
    const { periods, overdue } = await reader.overview(query.scope, query.before);
    const reportHref = query.own === null ? resultHref('/results/report', query) : null;
    const ended = overdueModel(request, query, periods[0].days, overdue);
    const said = await surveysSaying(reader, query.scope, new GivenGrades(periods[0].grades, versions));
    const model = { ...overviewModel(request, query, periods, versions, said), ...ended, reportHref };
    return show(request, reply, 'results/overview', PATHS.overview, query, model);
  }

  async function showRanking(request: FastifyRequest, reply: FastifyReply) {
    const query = await readResultQuery(request, db.read);
    if (query.errors.length > 0) return refused(request, reply, PATHS.ranking, query);
    const order = readOrder(query);
    const ranked = await rankResults(reader, db.read, query.scope, order.by);
    const nameOf = await namesFor(request, db.read, order.by, [...ranked.groups.keys()]);
    const model = { ...rankingModel(request, query, order, ranked, nameOf), changed: await changedOf(request, query) };
    return show(request, reply, 'results/ranking', PATHS.ranking, query, model);
  }

  /** As on the overview; where no question ever changed, no answers are looked at. */
  async function changedOf(request: FastifyRequest, query: ResultQuery) {
    const versions = await listQuestionVersions(db.read);
    if (changedIn(versions).size === 0) return null;
    const grades = await reader.grades([query.scope, query.before]);
    return changedNote(request, query, answeredIn(versions, ...grades));
  }

  async function exportRanking(request: FastifyRequest, reply: FastifyReply, format: ExportFormat) {
    const query = await readResultQuery(request, db.read);
    if (query.errors.length > 0) return refused(request, reply, PATHS.ranking, query);
    const order = readOrder(query);
    const ranked = await rankResults(reader, db.read, query.scope, order.by);
    const entries = rankedEntries(order, ranked, await namesFor(request, db.read, order.by, [...ranked.groups.keys()]));
    return sendRanking(request, reply, db, format, { query, order, entries });
  }

  async function showQuestions(request: FastifyRequest, reply: FastifyReply) {
    const query = await readResultQuery(request, db.read);
    if (query.errors.length > 0) return refused(request, reply, PATHS.questions, query);
    const versions = await listQuestionVersions(db.read);
    const model = questionsModel(request, query, versions, await reader.grades([query.scope, query.before]));
    return show(request, reply, 'results/questions', PATHS.questions, query, model);
  }

  async function showQuestion(request: FastifyRequest, reply: FastifyReply) {
    const questionId = idOf(request);
    const query = await readResultQuery(request, db.read);
    const versions = (await listQuestionVersions(db.read)).filter((version) => version.questionId === questionId);
    const newest = versions.at(-1);
    if (newest === undefined) throw new NotFoundError('question', questionId);
    if (query.errors.length > 0) return refused(request, reply, PATHS.questions, query);
    const grades = await reader.gradesByDay(
      query.scope,
      versions.map((version) => version.id),
    );
    const model = questionModel(request, query, versions, grades);
    return show(request, reply, 'results/question', `${PATHS.questions}/${questionId}`, query, model, newest.text);
  }

  async function showReport(request: FastifyRequest, reply: FastifyReply) {
    const query = await readResultQuery(request, db.read);
    const month = readMonth(query, request.today);
    if (month === null || query.errors.length > 0) throw new NotFoundError('month', 0);
    const scope = { ...query.scope, period: month };
    const yearPeriod = { from: `${monthsLater(month.from, -11)}-01`, to: month.to };
    const one = { ...query, scope, before: { ...scope, period: periodBefore(month) } };
    const [periods, years, ranked] = await Promise.all([
      both(one),
      reader.days([{ ...scope, period: yearPeriod }]),
      rankResults(reader, db.read, scope, 'seller'),
    ]);
    const nameOf = await namesFor(request, db.read, 'seller', [...ranked.groups.keys()]);
    const versions = await listQuestionVersions(db.read);
    const said = await surveysSaying(reader, scope, new GivenGrades(periods[0].grades, versions));
    const data = { month, periods, year: years[0] ?? new Map(), yearPeriod, ranked, versions, said, nameOf };
    return reply.page('results/report', reportModel(request, one, data), { title: request.t('results.report') });
  }

  async function both({ scope, before }: ResultQuery): Promise<readonly [PeriodResults, PeriodResults]> {
    const [now, earlier] = await reader.periods([scope, before]);
    if (now === undefined || earlier === undefined) throw new Error('two periods were asked for');
    return [now, earlier];
  }

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    template: string,
    path: string,
    query: ResultQuery,
    model: object,
    subtitle = request.t(SUBTITLES[query.own ?? 'everybody']),
  ) {
    const bar = await barModel(request, db.read, path, query);
    const breadcrumbs = crumbsOf(request, path, query, subtitle);
    return reply.page(
      template,
      { ...bar, ...model, anySurvey: await hasAnySurvey(db.read) },
      { title: request.t('navigation.results'), subtitle, breadcrumbs },
    );
  }

  /** What is wrong in the URL is said at its field, and nothing is added up. */
  async function refused(request: FastifyRequest, reply: FastifyReply, path: string, query: ResultQuery) {
    const bar = await barModel(request, db.read, path, query);
    const breadcrumbs = crumbsOf(request, path, query);
    return reply.page('results/refused', bar, { title: request.t('navigation.results'), breadcrumbs, status: 422 });
  }
}

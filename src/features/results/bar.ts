import type { FastifyRequest } from 'fastify';
import { PERIOD_PRESETS } from '../../domain/period.js';
import type { Queryable } from '../../store/dialect.js';
import type { Breadcrumb } from '../../web/view.js';
import { activeFilters } from '../list-chips.js';
import { filterForm } from '../list-form.js';
import { PAGE_SIZES } from '../list-paging.js';
import type { ListView } from '../list-view.js';
import { PRESET_TEXTS } from '../preset-texts.js';
import { SURVEY_PICKS, surveyOptions } from '../survey-filters.js';
import { resultHref } from './links.js';
import { RESULT_FILTERS, type ResultQuery, typedOne } from './query.js';

type Request = Pick<FastifyRequest, 't' | 'formats'>;

/** Tabs, periods at hand and the filters: links and one GET form, so that all of it lives in the URL. */
export async function barModel(request: Request, q: Queryable, path: string, query: ResultQuery) {
  const { t } = request;
  const { errors } = query;
  const [from, to] = [typedOne(query, 'from'), typedOne(query, 'to')];
  const list = resultList(path, query);
  const clearHref = resultHref(path, query, Object.fromEntries(RESULT_FILTERS.map((name) => [name, ''])));
  return {
    tabs: tabs(request, path, query),
    views: views(request, path, query),
    presets: PERIOD_PRESETS.map((preset) => ({
      label: t(PRESET_TEXTS[preset]),
      href: resultHref(path, query, { period: preset, from: '', to: '' }),
      on: query.preset === preset,
    })),
    periodText: daysText(request, query.scope.period),
    beforeText: t('results.comparedWith', { period: daysText(request, query.before.period) }),
    unfinished: query.scope.period.to > query.scope.today ? t('results.periodUnfinished') : null,
    bar: {
      action: path,
      // The form's own dates take the place of the period that the address names.
      carried: (['as', 'by', 'sort'] as const).flatMap((name) => {
        const value = typedOne(query, name);
        return value === '' ? [] : [{ name, value }];
      }),
      pickers: filterForm(request, list, await surveyOptions(request, q)).form.pickers,
      from: from || (errors.length > 0 ? '' : query.scope.period.from),
      to: to || (errors.length > 0 ? '' : query.scope.period.to),
    },
    active: activeFilters(request, list),
    clearHref,
    viewErrors: errors.filter(({ field }) => OTHERS.includes(field)).map(({ text }) => text),
    errors: errors.filter(({ field }) => field === 'from' || field === 'to'),
  };
}

/** What is wrong with these is said above the form, which does not ask them. */
const OTHERS: readonly string[] = ['period', 'as', 'by', 'sort', 'month'];

/** "01/07/2026 – 31/07/2026". */
export function daysText(
  { formats }: Pick<Request, 'formats'>,
  { from, to }: { readonly from: string; readonly to: string },
): string {
  return from === to ? formats.date(from) : `${formats.date(from)} – ${formats.date(to)}`;
}

export const PATHS = { overview: '/results', ranking: '/results/ranking', questions: '/results/questions' } as const;

/** CRM, Resultados and the page; the way back keeps the period and the filters. `title` is that of a single question. */
export function crumbsOf({ t }: Pick<Request, 't'>, path: string, query: ResultQuery, title = ''): Breadcrumb[] {
  const home = { label: t('navigation.results'), href: resultHref(PATHS.overview, query) };
  const questions = { label: t('results.questions'), href: resultHref(PATHS.questions, query) };
  const way: Record<string, Breadcrumb[]> = {
    [PATHS.overview]: [{ label: home.label }],
    [PATHS.ranking]: [home, { label: t('results.ranking') }],
    [PATHS.questions]: [home, { label: questions.label }],
  };
  return [{ label: t('navigation.crm') }, ...(way[path] ?? [home, questions, { label: title }])];
}

function tabs({ t }: Request, path: string, query: ResultQuery) {
  const all = [
    { path: PATHS.overview, label: t('results.overview') },
    ...(query.own === null ? [{ path: PATHS.ranking, label: t('results.ranking') }] : []),
    { path: PATHS.questions, label: t('results.questions') },
  ];
  // A question's own page lies under the questions.
  const isIn = (tab: string) => path === tab || (tab === PATHS.questions && path.startsWith(`${tab}/`));
  return all.map((tab) => ({ label: tab.label, href: resultHref(tab.path, query), current: isIn(tab.path) }));
}

/** An operator who sells too looks at his calls or at his sales. */
function views({ t }: Request, path: string, query: ResultQuery) {
  if (query.own === null) return [];
  return (['operator', 'seller'] as const).map((view) => ({
    label: t(view === 'operator' ? 'results.asOperator' : 'results.asSeller'),
    href: resultHref(path, query, { as: view === 'operator' ? '' : view }),
    current: query.own === view,
  }));
}

/** The page as the form and the chips of filtered lists take it; of people only managers pick. */
function resultList(path: string, query: ResultQuery): ListView {
  const people = ['seller', 'operator'];
  const shown = { ...query, period: null, key: null, size: PAGE_SIZES[0], sort: '', descending: false };
  return {
    path,
    query: shown,
    filters: SURVEY_PICKS.filter(({ names: [name] }) => query.own === null || !people.includes(name)),
    view: ['from', 'to', ...OTHERS],
    naturalPeriod: 'expiry',
    sorts: [],
    columns: {},
    initial: { sort: '', descending: false },
    search: ({ filters = {} } = {}) => resultHref('', query, filters).slice(1),
  };
}

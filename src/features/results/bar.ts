import type { FastifyRequest } from 'fastify';
import { PERIOD_PRESETS, type PeriodPreset } from '../../domain/period.js';
import type { TextKey } from '../../i18n/catalogue.js';
import type { Queryable } from '../../store/dialect.js';
import { listFilterChoices } from '../../store/filter-choices.js';
import type { Name } from '../../store/names.js';
import { resultHref } from './links.js';
import type { ResultName, ResultQuery } from './query.js';

type Request = Pick<FastifyRequest, 't' | 'formats'>;

const PRESETS: Record<PeriodPreset, TextKey> = {
  today: 'panelFilters.today',
  'this-week': 'panelFilters.thisWeek',
  'this-month': 'panelFilters.thisMonth',
  'last-month': 'panelFilters.lastMonth',
  'last-90-days': 'panelFilters.last90Days',
  'last-12-months': 'panelFilters.last12Months',
};

/** Tabs, periods at hand and the filters: links and one GET form, so that all of it lives in the URL. */
export async function barModel(request: Request, q: Queryable, path: string, query: ResultQuery) {
  const { t } = request;
  const { typed, errors } = query;
  return {
    tabs: tabs(request, path, query),
    views: views(request, path, query),
    presets: PERIOD_PRESETS.map((preset) => ({
      label: t(PRESETS[preset]),
      href: resultHref(path, query, { period: preset, from: '', to: '' }),
      on: query.preset === preset,
    })),
    periodText: daysText(request, query.scope.period),
    beforeText: t('results.comparedWith', { period: daysText(request, query.before.period) }),
    bar: {
      action: path,
      typed,
      // The form's own dates take the place of the period that the address names.
      carried: (['as', 'by', 'sort'] as const).flatMap((name) => (typed[name] ? [{ name, value: typed[name] }] : [])),
      selects: await selects(request, q, query),
      from: typed.from || (errors.length > 0 ? '' : query.scope.period.from),
      to: typed.to || (errors.length > 0 ? '' : query.scope.period.to),
      filtered: FILTERS.filter((name) => typed[name] !== '').length,
      clearHref: resultHref(path, query, { seller: '', operator: '', product: '', rule: '', city: '' }),
    },
    errors,
  };
}

const FILTERS = ['seller', 'operator', 'product', 'rule', 'city'] as const;

/** "01/07/2026 – 31/07/2026". */
export function daysText(
  { formats }: Pick<Request, 'formats'>,
  { from, to }: { readonly from: string; readonly to: string },
): string {
  return from === to ? formats.date(from) : `${formats.date(from)} – ${formats.date(to)}`;
}

export const PATHS = { overview: '/results', ranking: '/results/ranking', questions: '/results/questions' } as const;

function tabs({ t }: Request, path: string, query: ResultQuery) {
  const all = [
    { path: PATHS.overview, label: t('results.overview') },
    ...(query.own === null ? [{ path: PATHS.ranking, label: t('results.ranking') }] : []),
    { path: PATHS.questions, label: t('results.questions') },
  ];
  return all.map((tab) => ({ label: tab.label, href: resultHref(tab.path, query), current: tab.path === path }));
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

/** What can be picked; of people only managers pick. */
async function selects({ t }: Request, q: Queryable, { typed, own }: ResultQuery) {
  const choices = await listFilterChoices(q);
  const named = (name: ResultName, label: TextKey, records: readonly Name[]) => ({
    name,
    label: t(label),
    value: typed[name],
    options: records.map(({ id, name: called, active }) => ({
      value: String(id),
      label: active ? called : t('panelFilters.inactive', { name: called }),
    })),
  });
  const people = [
    named('seller', 'panel.seller', choices.sellers),
    named('operator', 'panel.operator', choices.operators),
  ];
  return [
    ...(own === null ? people : []),
    named('product', 'panel.product', choices.products),
    named('rule', 'panel.rule', choices.rules),
    {
      name: 'city',
      label: t('panelFilters.city'),
      value: typed.city,
      options: choices.cities.map(({ key, name }) => ({ value: key, label: name })),
    },
  ];
}

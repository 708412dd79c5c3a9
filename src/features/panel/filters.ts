import type { FastifyRequest } from 'fastify';
import type { TextKey } from '../../i18n/catalogue.js';
import type { Name } from '../../store/names.js';
import { PERIODS, type PeriodOf } from '../../store/survey-filter.js';
import { ignoredOn, type Tab } from '../../store/survey-tabs.js';
import { carriedParams, panelHref } from './links.js';
import { type PanelQuery, periodOf } from './query.js';

/** What the filters offer to pick. */
export interface Choices {
  readonly users: readonly Name[];
  readonly products: readonly Name[];
  readonly rules: readonly Name[];
}

const PERIOD_TEXTS: Record<PeriodOf, TextKey> = {
  closing: 'panel.ofClosing',
  opening: 'panel.ofOpening',
  expiry: 'panel.ofExpiry',
  execution: 'panel.ofExecution',
};

/** The filter bar with what was typed, and what of it this tab ignores. */
export function filterBar({ t }: Pick<FastifyRequest, 't'>, tab: Tab, query: PanelQuery, choices: Choices) {
  const { typed, filter } = query;
  const ignored = ignoredOn(tab, filter);
  const hint = (part: 'period' | 'operator') => (ignored.includes(part) ? t('panel.ignoredHere') : undefined);
  return {
    bar: {
      action: `/panel/${tab}`,
      carried: carriedParams(tab, query),
      filtered: Object.keys(filter).length > 0 || query.errors.length > 0,
      open: Object.keys(filter).some((name) => name !== 'text') || query.errors.length > 0,
      clearHref: panelHref(tab, query, { clear: true }),
      q: typed.q,
      period: {
        of: periodOf(typed.of, tab),
        from: typed.from,
        to: typed.to,
        hint: hint('period'),
        options: PERIODS.map((value) => ({ value, label: t(PERIOD_TEXTS[value]) })),
      },
      selects: selectsOf({ t }, tab, typed, choices, hint('operator')),
      ignored: ignored.map((part) => t(part === 'period' ? 'panel.ignoredPeriod' : 'panel.ignoredOperator')),
    },
  };
}

function selectsOf(
  { t }: Pick<FastifyRequest, 't'>,
  tab: Tab,
  typed: PanelQuery['typed'],
  { users, products, rules }: Choices,
  operatorHint: string | undefined,
) {
  const names = (list: readonly Name[]) =>
    list.map(({ id, name, active }) => ({ value: String(id), label: active ? name : t('panel.inactive', { name }) }));
  return [
    { name: 'seller', label: t('panel.seller'), value: typed.seller, options: names(users), hint: undefined },
    { name: 'product', label: t('panel.product'), value: typed.product, options: names(products), hint: undefined },
    { name: 'rule', label: t('panel.rule'), value: typed.rule, options: names(rules), hint: undefined },
    {
      name: 'operator',
      label: tab === 'executed' ? t('panel.operatorExecuted') : t('panel.operatorResponsible'),
      value: typed.operator,
      options: names(users),
      hint: operatorHint,
    },
  ];
}

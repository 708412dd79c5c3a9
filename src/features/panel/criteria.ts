import type { FastifyRequest } from 'fastify';
import type { Tab } from '../../store/survey-tabs.js';
import { activeFilters } from './active-filters.js';
import type { PanelQuery } from './query.js';
import { CHIP_TEXTS, TAB_TEXTS } from './texts.js';

/** What a list is narrowed to, in words. */
export interface Criterion {
  readonly label: string;
  readonly value: string;
}

type Request = Pick<FastifyRequest, 't' | 'formats'>;

/** The tab, its statuses and its filters, where the panel itself is not in sight. */
export function criteriaOf(request: Request, tab: Tab, query: PanelQuery): Criterion[] {
  const { t } = request;
  const list = { label: t('bulk.list'), value: t(TAB_TEXTS[tab]) };
  return [list, ...statusCriterion(request, tab, query), ...filterCriteria(request, tab, query)];
}

export function statusCriterion({ t }: Request, tab: Tab, { chips }: PanelQuery): Criterion[] {
  if (tab !== 'pending') return [];
  const value = chips.map((chip) => t(CHIP_TEXTS[chip])).join(', ');
  return [{ label: t('panel.status'), value: value === '' ? t('panel.emptyNoChips') : value }];
}

/** The filters in words, those of one kind together; what the tab ignores is left out. */
export function filterCriteria(request: Request, tab: Tab, query: PanelQuery): Criterion[] {
  const values = new Map<string, string[]>();
  for (const { label, text, ignored } of activeFilters(request, tab, query))
    if (!ignored) values.set(label, [...(values.get(label) ?? []), text ?? request.t('exports.yes')]);
  return [...values].map(([label, texts]) => ({ label, value: texts.join(', ') }));
}

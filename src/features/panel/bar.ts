import type { FastifyRequest } from 'fastify';
import { PERIOD_PRESETS } from '../../domain/period.js';
import type { Tab } from '../../store/survey-tabs.js';
import { panelHref, panelSearch } from './links.js';
import { naturalPeriodOf } from './period.js';
import type { PanelQuery } from './query.js';
import { PERIOD_TEXTS, PRESET_TEXTS } from './texts.js';

type Request = Pick<FastifyRequest, 't'>;

/** The search field, and what its form carries along. */
export function searchModel(_request: Request, tab: Tab, query: PanelQuery) {
  const rest = new URLSearchParams(panelSearch(tab, query, { filters: { q: [] } }));
  const search = panelSearch(tab, query);
  return {
    action: `/panel/${tab}`,
    searched: query.typed.get('q')?.join(' ') ?? '',
    carried: [...rest].map(([name, value]) => ({ name, value })),
    filtersHref: `/panel/${tab}/filters${search === '' ? '' : `?${search}`}`,
  };
}

/** The periods at hand: a link for each, which takes it out where it is on. */
export function quickPresets({ t }: Request, tab: Tab, query: PanelQuery) {
  const of = query.period?.of ?? naturalPeriodOf(tab);
  return {
    label: t(PERIOD_TEXTS[of]),
    links: PERIOD_PRESETS.map((preset) => {
      const on = query.period?.preset === preset;
      const filters = { of: on ? [] : [of], period: on ? [] : [preset], from: [], to: [] };
      return { preset, label: t(PRESET_TEXTS[preset]), on, href: panelHref(tab, query, { filters }) };
    }),
  };
}

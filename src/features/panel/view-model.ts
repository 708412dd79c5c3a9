import type { FastifyRequest } from 'fastify';
import { CHIPS, LISTS, TABS, type Tab } from '../../store/survey-tabs.js';
import { listModel } from '../list-model.js';
import { withSearch } from '../list-view.js';
import { SURVEY_COLUMN_TEXTS } from '../survey-filters.js';
import { rowModel } from '../survey-row.js';
import { bulkBar } from './bulk-bar.js';
import type { PanelCounts, PanelData } from './data.js';
import { emptyModel } from './empty.js';
import { panelHref, panelList, panelSearch } from './links.js';
import { SEEN_HEADER } from './poll.js';
import type { PanelQuery } from './query.js';
import { CHIP_TEXTS, TAB_TEXTS } from './texts.js';

type Request = Pick<FastifyRequest, 't' | 'formats' | 'today' | 'user'>;

/** Tabs, bar, chips and table. */
export function panelModel(request: Request, data: PanelData) {
  const { tab, query, counts, page } = data;
  return {
    tab,
    ...listModel(request, panelList(tab, query), page),
    searchLabel: request.t('panel.search'),
    ...countersModel(request, data),
    poll: counts && pollModel(tab, query, { seen: String(counts.listed), changed: false }),
    bulk: bulkBar(request, data),
    surveys: page?.rows.map((row) => rowModel(request, row)) ?? null,
    countText: counts && request.t('panel.count', { count: counts.listed }),
    unsorted: unsortedText(request, data),
    nothing: counts && emptyModel(request, tab, query, counts),
  };
}

/** Why the list is not in the order that was asked for. */
function unsortedText({ t }: Request, { counts, unsorted }: PanelData): string | null {
  if (counts === null || !unsorted) return null;
  const { by, most } = unsorted;
  return t('panel.tooLongToSort', { rows: counts.listed, column: t(SURVEY_COLUMN_TEXTS[by]), most });
}

/** What an open page asks for its counters with, and whether its list is still what it was. */
export function pollModel(tab: Tab, query: PanelQuery, { seen, changed }: { seen: string; changed: boolean }) {
  return {
    href: withSearch(`/panel/${tab}/counters`, panelSearch(tab, query)),
    headers: JSON.stringify({ [SEEN_HEADER]: seen }),
    refreshHref: changed ? panelHref(tab, query, { page: query.key }) : null,
  };
}

/** The tabs and the chips with their counters. */
export function countersModel({ t, formats }: Request, { tab, query, counts }: Omit<PanelData, 'page'>) {
  // All that results are about is no tab of its own until somebody looks at it.
  const shown = LISTS.filter((name) => name === tab || TABS.some((known) => known === name));
  const count = (name: keyof PanelCounts) => (counts === null ? null : formats.number(counts[name]));
  return {
    tabsLabel: t('panel.tabs'),
    tabs: shown.map((name) => ({
      name,
      label: t(TAB_TEXTS[name]),
      href: panelHref(tab, query, { tab: name }),
      count: count(name === 'past' ? 'listed' : name),
      current: name === tab,
    })),
    chips:
      tab !== 'pending'
        ? null
        : CHIPS.map((name) => ({
            name,
            label: t(CHIP_TEXTS[name]),
            count: count(`chip-${name}`),
            on: query.chips.includes(name),
          })),
  };
}

import type { FastifyRequest } from 'fastify';
import { ENDINGS, FOLLOW_UP_STATUSES } from '../../domain/follow-up.js';
import { PERIOD_PRESETS } from '../../domain/period.js';
import { can } from '../../domain/permissions.js';
import type { TextKey } from '../../i18n/catalogue.js';
import {
  FOLLOW_UP_SORTS,
  FOLLOW_UP_TABS,
  type FollowUpCounts,
  type FollowUpRow,
  type FollowUpSort,
} from '../../store/follow-up-list.js';
import { FOLLOW_UP_PERIODS } from '../../store/follow-up-predicates.js';
import type { Page } from '../../store/key-paging.js';
import { signedIn } from '../../web/request.js';
import { FOLLOW_UP_STATUS_TEXTS, followUpRow } from '../follow-up-texts.js';
import { activeFilters, type Choices, optionsOf, PICKER_TEXTS, PICKERS } from './active-filters.js';
import { bulkBar } from './bulk-model.js';
import { type FollowUpQuery, followUpSearch, followUpsHref, PAGE_SIZES } from './query.js';

type Request = Pick<FastifyRequest, 't' | 'formats' | 'today' | 'user'>;

/** What the list was read from; without counts and page when a filter has to be mended first. */
export interface FollowUpData {
  readonly query: FollowUpQuery;
  readonly counts: FollowUpCounts | null;
  readonly page: Page<FollowUpRow> | null;
  readonly choices: Choices;
}

const TAB_TEXTS = { mine: 'followUps.tabMine', all: 'followUps.tabAll' } as const;

const COLUMN_TEXTS: Record<FollowUpSort, TextKey> = {
  due: 'followUps.dueOn',
  opened: 'followUps.openedOn',
  customer: 'followUps.customer',
  owner: 'followUps.owner',
  priority: 'followUps.priority',
  kind: 'followUps.kind',
  ended: 'followUps.endedOn',
};

const PRESET_TEXTS = {
  today: 'panelFilters.today',
  'this-week': 'panelFilters.thisWeek',
  'this-month': 'panelFilters.thisMonth',
  'last-month': 'panelFilters.lastMonth',
  'last-90-days': 'panelFilters.last90Days',
  'last-12-months': 'panelFilters.last12Months',
} as const;

const PERIOD_TEXTS = { due: 'followUps.dueOn', opened: 'followUps.openedOn', ended: 'followUps.endedOn' } as const;

/** Acompanhamentos: tabs, search, filters, chips, table. */
export function followUpsModel(request: Request, data: FollowUpData) {
  const { t } = request;
  const { query, counts, page } = data;
  const rest = new URLSearchParams(followUpSearch(query, { filters: { q: [] } }));
  return {
    tabs: tabsModel(request, data),
    action: '/follow-ups',
    searched: query.typed.get('q')?.join(' ') ?? '',
    carried: [...rest].map(([name, value]) => ({ name, value })),
    search: followUpSearch(query),
    form: filterForm(request, data),
    chips: chipsModel(request, data),
    active: activeFilters(request, query, data.choices),
    clearHref: followUpsHref(query, { clear: true }),
    viewErrors: query.errors.filter(({ field }) => VIEW.includes(field)).map(({ text }) => text),
    columns: Object.fromEntries(FOLLOW_UP_SORTS.map((sort) => [sort, columnHead(request, query, sort)])),
    sizes: PAGE_SIZES.toSorted((a, b) => a - b).map((size) => ({
      size,
      href: followUpsHref(query, { size }),
      current: size === query.size,
    })),
    followUps: page?.rows.map((row) => followUpRow(request, row)) ?? null,
    showOwner: query.tab === 'all',
    showEnded: query.statuses.some((status) => (ENDINGS as readonly string[]).includes(status)),
    countText: counts && t('followUps.count', { count: counts.listed }),
    previousHref: page?.previous && followUpsHref(query, { page: page.previous }),
    nextHref: page?.next && followUpsHref(query, { page: page.next }),
    bulk: counts && bulkBar(request, query, counts.listed, page?.rows.length ?? 0),
    nothing: emptyModel(request, query),
  };
}

const VIEW = ['tab', 'status', 'sort', 'size', 'after', 'before'];

/** An operator works his own alone, so there is nothing to choose. */
function tabsModel(request: Request, { query, counts }: FollowUpData) {
  const { t, formats } = request;
  if (!can(signedIn(request).role, 'seeEveryFollowUp')) return [];
  return FOLLOW_UP_TABS.map((tab) => ({
    label: t(TAB_TEXTS[tab]),
    href: followUpsHref(query, { tab }),
    count: counts === null ? undefined : formats.number(counts.tabs[tab]),
    current: tab === query.tab,
  }));
}

function chipsModel({ t, formats }: Request, { query, counts }: FollowUpData) {
  return FOLLOW_UP_STATUSES.map((status) => {
    const on = query.statuses.includes(status);
    const statuses = FOLLOW_UP_STATUSES.filter((one) => query.statuses.includes(one) !== (one === status));
    return {
      name: status,
      label: t(FOLLOW_UP_STATUS_TEXTS[status]),
      href: followUpsHref(query, { statuses }),
      count: counts === null ? null : formats.number(counts.statuses[status]),
      on,
    };
  });
}

function filterForm({ t }: Request, { query, choices }: FollowUpData) {
  const filters = Object.fromEntries(['of', 'period', 'from', 'to', 'overdue', ...PICKERS].map((name) => [name, []]));
  const one = (name: string) => query.typed.get(name)?.[0] ?? '';
  const options = optionsOf({ t }, choices);
  return {
    carried: [...new URLSearchParams(followUpSearch(query, { filters }))].map(([name, value]) => ({ name, value })),
    open: query.errors.length > 0,
    of: query.filter.period?.of ?? 'due',
    ofs: FOLLOW_UP_PERIODS.map((value) => ({ value, label: t(PERIOD_TEXTS[value]) })),
    preset: one('period'),
    presets: PERIOD_PRESETS.map((value) => ({ value, label: t(PRESET_TEXTS[value]) })),
    from: one('from'),
    to: one('to'),
    overdue: one('overdue') === '1',
    pickers: PICKERS.filter((name) => name !== 'owner' || query.tab === 'all').map((name) => {
      const picked = query.typed.get(name) ?? [];
      const error = query.errors.find(({ field }) => field === name)?.text ?? null;
      return {
        name,
        legend: t(PICKER_TEXTS[name]),
        note: null,
        count: picked.length,
        error,
        options: options[name].map((option) => ({ ...option, on: picked.includes(option.value) })),
      };
    }),
  };
}

function columnHead({ t }: Request, query: FollowUpQuery, sort: FollowUpSort) {
  const current = query.sort === sort;
  const descending = current ? !query.descending : sort === 'ended' || sort === 'opened';
  return {
    label: t(COLUMN_TEXTS[sort]),
    href: followUpsHref(query, { order: { sort, descending } }),
    sorted: current ? (query.descending ? 'descending' : 'ascending') : undefined,
  };
}

function emptyModel({ t }: Request, query: FollowUpQuery) {
  if (Object.keys(query.filter).length === 0 && query.statuses.length > 0)
    return { title: t('followUps.empty'), text: t('followUps.emptyText'), action: null };
  const action = { label: t('shared.clearFilters'), href: followUpsHref(query, { clear: true }) };
  return { title: t('followUps.emptyFiltered'), text: t('followUps.emptyFilteredText'), action };
}

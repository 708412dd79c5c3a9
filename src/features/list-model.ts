import type { FastifyRequest } from 'fastify';
import { PERIOD_PRESETS } from '../domain/period.js';
import type { Page } from '../store/key-paging.js';
import { activeFilters, viewErrors } from './list-chips.js';
import { orderValue, PAGE_SIZES } from './list-paging.js';
import { carriedFields, type ListView, listHref } from './list-view.js';
import { PRESET_TEXTS } from './preset-texts.js';

type Request = Pick<FastifyRequest, 't' | 'formats'>;

/** The columns that are looked at from the last one on when they are first sorted by. */
const LATEST_FIRST: readonly string[] = ['settled', 'opened', 'ended'];

/** What stands around the rows of every filtered list: bar, chips, heads, order, sizes, files and pages. */
export function listModel<Row>(request: Request, list: ListView, page: Page<Row> | null) {
  return {
    /** The canonical query string of the list, for whatever acts on all of it. */
    search: list.search(),
    ...searchModel(list),
    presets: quickPresets(request, list),
    active: activeFilters(request, list),
    clearHref: listHref(list, { clear: true }),
    viewErrors: viewErrors(list),
    columns: Object.fromEntries(list.sorts.map((sort) => [sort, columnHead(request, list, sort)])),
    sorting: sortingModel(request, list),
    sizes: PAGE_SIZES.toSorted((a, b) => a - b).map((size) => ({
      size,
      href: listHref(list, { size }),
      current: size === list.query.size,
    })),
    files: filesModel(request, list),
    previousHref: page?.previous && listHref(list, { page: page.previous }),
    nextHref: page?.next && listHref(list, { page: page.next }),
  };
}

/** The search field, and what its form carries along. */
function searchModel(list: ListView) {
  return {
    action: list.path,
    searched: list.query.typed.get('q')?.join(' ') ?? '',
    carried: carriedFields(list.search({ filters: { q: [] } })),
    filtersHref: listHref(list, {}, '/filters'),
  };
}

/** The periods at hand: a link for each, which takes it out where it is on. */
function quickPresets({ t }: Request, list: ListView) {
  const of = list.query.period?.of ?? list.naturalPeriod;
  const texts = list.filters.find(({ kind }) => kind === 'period')?.texts;
  return {
    label: t(texts?.[of] ?? 'panelFilters.period'),
    links: PERIOD_PRESETS.map((preset) => {
      const on = list.query.period?.preset === preset;
      const filters = { of: on ? [] : [of], period: on ? [] : [preset], from: [], to: [] };
      return { preset, label: t(PRESET_TEXTS[preset]), on, href: listHref(list, { filters }) };
    }),
  };
}

/** A column's head: its link sorts by it, or turns the order round. */
function columnHead({ t }: Request, list: ListView, sort: string) {
  const { query, columns } = list;
  const current = query.sort === sort;
  const descending = current ? !query.descending : LATEST_FIRST.includes(sort);
  return {
    sort,
    label: t(columns[sort] ?? 'panel.sort'),
    href: listHref(list, { order: { sort, descending } }),
    sorted: current ? (query.descending ? 'descending' : 'ascending') : undefined,
  };
}

/** The order as a choice, where the table has no heads: on phones. */
function sortingModel({ t }: Request, list: ListView) {
  const { initial, query, columns } = list;
  const orders = list.sorts.flatMap((sort) => [false, true].map((descending) => ({ sort, descending })));
  return {
    carried: carriedFields(list.search({ order: initial })),
    chosen: orderValue(query, initial),
    options: orders.map((order) => ({
      value: orderValue(order, initial),
      label: t(order.descending ? 'exports.descending' : 'exports.ascending', {
        column: t(columns[order.sort] ?? 'panel.sort'),
      }),
    })),
  };
}

/** The list as a file or on paper. */
function filesModel({ t }: Request, list: ListView) {
  return [
    { id: 'export-csv', icon: 'download', label: t('exports.csv'), href: listHref(list, {}, '/export.csv') },
    { id: 'export-xlsx', icon: 'download', label: t('exports.xlsx'), href: listHref(list, {}, '/export.xlsx') },
    { id: 'print-list', icon: 'printer', label: t('exports.print'), href: listHref(list, {}, '/print') },
  ];
}

/** What can be done with several rows of a list, marked ones or all. */
export function bulkModel<Verb extends string>(
  { t, formats }: Request,
  list: ListView,
  { listed, ids, verbs }: { listed: number; ids: readonly number[]; verbs: readonly { verb: Verb; label: string }[] },
) {
  const number = formats.number(listed);
  return {
    ids,
    verbs,
    carried: carriedFields(list.search({ page: list.query.key })),
    which: [
      { value: 'marked', label: t('bulk.whichMarked') },
      { value: 'page', label: t('bulk.whichPage') },
      { value: 'all', label: t('bulk.whichAll', { count: listed, number }) },
    ],
    allText: t('bulk.markedAll', { number }),
    /** Where the list is longer than its page. */
    selectAll: listed > ids.length ? t('bulk.selectAll', { number }) : null,
  };
}

import type { FastifyRequest } from 'fastify';
import type { TObject } from 'typebox';
import type { TextKey } from '../i18n/catalogue.js';
import type { Translate } from '../i18n/translate.js';
import type { ConfigListPage, ConfigListRequest } from '../store/config-list.js';
import type { Named } from '../store/configuration.js';
import { one, query, text } from '../web/forms.js';

/** A choice of its own that a list is narrowed by, drawn in its toolbar: no value is any. */
export interface ListFilter {
  /** Of the URL's parameter. */
  readonly name: string;
  readonly label: string;
  /** What the choice of nothing says: *Todos os perfis*. */
  readonly any: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

/** Whether another record uses it. */
export function usageFilter(t: Translate): ListFilter {
  const options = [
    { value: 'used', label: t('config.usedOnes') },
    { value: 'unused', label: t('config.unusedOnes') },
  ];
  return { name: 'use', label: t('config.usage'), any: t('config.usedOrNot'), options };
}

/** Which of some records it belongs to, or to none: `none` says that in words. */
export function memberFilter(
  name: string,
  texts: Readonly<Record<'label' | 'any' | 'none', string>>,
  records: readonly Named[],
  t: Translate,
): ListFilter {
  const options = records.map((record) => ({
    value: String(record.id),
    label: record.active ? record.name : `${record.name} (${t('config.inactiveMark')})`,
  }));
  return { name, label: texts.label, any: texts.any, options: [{ value: 'none', label: texts.none }, ...options] };
}

/** The query of a configuration list: everything that it shows is in its URL. */
export function configListQuery(filters: readonly string[]): TObject {
  const own = Object.fromEntries(filters.map((name) => [name, text(20)]));
  return query({ q: text(200), show: text(20), sort: text(30), page: text(9), ...own });
}

/** What the URL asks for; what it does not say or says wrongly takes its default. `-name` sorts backwards. */
export function readConfigList(posted: unknown, filters: readonly string[] = []): ConfigListRequest {
  const show = one(posted, 'show');
  const sort = one(posted, 'sort');
  const page = one(posted, 'page');
  return {
    q: one(posted, 'q'),
    show: show === 'inactive' || show === 'all' ? show : 'active',
    sort: sort.replace(/^-/, '') || 'name',
    descending: sort.startsWith('-'),
    page: /^[1-9]\d*$/.test(page) ? Number(page) : 1,
    filters: Object.fromEntries(filters.map((name) => [name, one(posted, name)]).filter(([, value]) => value !== '')),
  };
}

/**
 * The model of a list: its rows, toolbar, heads and pager. `more`: further parameters of its own that its URLs keep;
 * `filters`: those of its toolbar.
 */
export function configListView<Row>(
  request: FastifyRequest,
  base: string,
  asked: ConfigListRequest,
  page: ConfigListPage<Row>,
  more: Readonly<Record<string, string>> = {},
  filters: readonly ListFilter[] = [],
) {
  const also = { ...more, ...asked.filters };
  const href = (changes: Partial<ConfigListRequest>) => urlOf(base, { ...asked, page: 1, ...changes }, also);
  const filtered = Object.keys(also).length > 0;
  return {
    /** The URL of this list as it is filtered and sorted, at its first page. */
    here: href({}),
    found: page.rows,
    toolbar: {
      action: base,
      q: asked.q,
      show: asked.show,
      hidden: { ...(sortOf(asked) === 'name' ? {} : { sort: sortOf(asked) }), ...more },
      selects: filters.map((filter) => ({ ...filter, value: asked.filters?.[filter.name] ?? '' })),
      clearHref: asked.q === '' && asked.show === 'active' && !filtered ? undefined : base,
    },
    pager: pagerOf(request, page, (number) => href({ page: number })),
    /** Active and inactive ones stand together: each says which it is. */
    showsState: asked.show === 'all',
    /** True when nothing was filtered away: there is nothing yet. */
    nothingYet: page.total === 0 && asked.q === '' && asked.show !== 'inactive' && !filtered,
    /** The head of a column that sorts. */
    head: (key: string, label: TextKey, numeric = false) => ({
      label: request.t(label),
      numeric,
      href: href({ sort: key, descending: asked.sort === key && !asked.descending }),
      sorted: asked.sort === key ? (asked.descending ? 'descending' : 'ascending') : undefined,
    }),
  };
}

function pagerOf({ t }: FastifyRequest, page: ConfigListPage<unknown>, href: (number: number) => string) {
  const goTo = (number: number) => (number >= 1 && number <= page.pages ? href(number) : undefined);
  return {
    countText: t('config.found', { count: page.total }),
    firstHref: page.page > 1 ? href(1) : undefined,
    previousHref: goTo(page.page - 1),
    nextHref: goTo(page.page + 1),
    lastHref: page.page < page.pages ? href(page.pages) : undefined,
  };
}

function sortOf({ sort, descending }: ConfigListRequest): string {
  return descending ? `-${sort}` : sort;
}

function urlOf(base: string, asked: ConfigListRequest, also: Readonly<Record<string, string>>): string {
  const params = new URLSearchParams(also);
  if (asked.q !== '') params.set('q', asked.q);
  if (asked.show !== 'active') params.set('show', asked.show);
  if (sortOf(asked) !== 'name') params.set('sort', sortOf(asked));
  if (asked.page > 1) params.set('page', String(asked.page));
  const search = params.toString();
  return search === '' ? base : `${base}?${search}`;
}

import type { FastifyRequest } from 'fastify';
import { ENDINGS, FOLLOW_UP_STATUSES } from '../../domain/follow-up.js';
import type { FollowUpCounts } from '../../store/follow-up-counts.js';
import type { FollowUpRow } from '../../store/follow-up-list.js';
import type { FollowUpSort } from '../../store/follow-up-order.js';
import type { Page } from '../../store/key-paging.js';
import { FOLLOW_UP_STATUS_TEXTS, followUpRow } from '../follow-up-texts.js';
import { listModel } from '../list-model.js';
import { bulkBar } from './bulk.js';
import { COLUMN_TEXTS, followUpList, followUpsHref } from './links.js';
import type { FollowUpQuery } from './query.js';
import { SIGNALS_PATH, sharedHref } from './signal-query.js';
import { tabsModel } from './tabs-model.js';

type Request = Pick<FastifyRequest, 't' | 'formats' | 'today' | 'user'>;

/** What the list was read from; without counts and page when a filter has to be mended first. */
export interface FollowUpData {
  readonly query: FollowUpQuery;
  readonly counts: FollowUpCounts | null;
  readonly page: Page<FollowUpRow> | null;
  /** What a list of won opportunities alone came to, in centavos. */
  readonly wonCents?: number | null;
  /** How many signals of what both lists are narrowed by wait for somebody to open a follow-up: the counter of their tab. */
  readonly waiting: number;
  /** The order that was asked for, when only lists of up to `most` can have it, and this one is longer. */
  readonly unsorted?: { readonly by: FollowUpSort; readonly most: number } | null;
}

/** Acompanhamentos: tabs, bar, chips, table. */
export function followUpsModel(request: Request, data: FollowUpData) {
  const { t } = request;
  const { query, counts, page, unsorted } = data;
  return {
    ...listModel(request, followUpList(query), page),
    searchLabel: t('followUps.search'),
    ...tabsModel(
      request,
      query.tab,
      counts?.tabs ?? null,
      data.waiting,
      (tab) => followUpsHref(query, { tab }),
      sharedHref(SIGNALS_PATH, query.typed),
    ),
    chips: chipsModel(request, data),
    chipsLabel: t('followUps.chips'),
    followUps: page?.rows.map((row) => followUpRow(request, row)) ?? null,
    showOwner: query.tab === 'all',
    showEnded: query.statuses.some((status) => (ENDINGS as readonly string[]).includes(status)),
    countText: counts && listedText(request, counts.listed, data.wonCents ?? null),
    unsorted: counts && unsorted && tooLong(request, counts.listed, unsorted),
    bulk: counts && bulkBar(request, query, counts.listed, page?.rows.map(({ id }) => id) ?? []),
    nothing: emptyModel(request, query),
  };
}

/** How many they are, and what they came to where all were won; on paper too. */
export function listedText(
  { t, formats }: Pick<Request, 't' | 'formats'>,
  count: number,
  cents: number | null,
): string {
  if (cents === null || count === 0) return t('followUps.count', { count });
  return t('followUps.countWon', { count, value: formats.money(cents) });
}

function tooLong({ t }: Request, rows: number, { by, most }: NonNullable<FollowUpData['unsorted']>): string {
  return t('panel.tooLongToSort', { rows, column: t(COLUMN_TEXTS[by]), most });
}

function chipsModel({ t, formats }: Request, { query, counts }: FollowUpData) {
  return FOLLOW_UP_STATUSES.map((status) => ({
    name: status,
    label: t(FOLLOW_UP_STATUS_TEXTS[status]),
    href: followUpsHref(query, {
      statuses: FOLLOW_UP_STATUSES.filter((one) => query.statuses.includes(one) !== (one === status)),
    }),
    count: counts === null ? undefined : formats.number(counts.statuses[status]),
    on: query.statuses.includes(status),
  }));
}

function emptyModel({ t }: Request, query: FollowUpQuery) {
  if (query.statuses.length === 0)
    return { title: t('panel.emptyNoChips'), text: t('panel.emptyNoChipsText'), action: null };
  if (Object.keys(query.filter).length === 0)
    return { title: t('followUps.empty'), text: t('followUps.emptyText'), action: null };
  const action = { label: t('shared.clearFilters'), href: followUpsHref(query, { clear: true }) };
  return { title: t('followUps.emptyFiltered'), text: t('followUps.emptyFilteredText'), action };
}

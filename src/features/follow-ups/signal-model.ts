import type { FastifyRequest } from 'fastify';
import { can } from '../../domain/permissions.js';
import { SIGNAL_STATES } from '../../domain/signal.js';
import type { FollowUpCounts } from '../../store/follow-up-counts.js';
import type { Page } from '../../store/key-paging.js';
import type { SignalRow } from '../../store/signal-list.js';
import type { SignalCounts } from '../../store/signal-reads.js';
import { signedIn } from '../../web/request.js';
import { FOLLOW_UP_KIND_TEXTS } from '../follow-up-texts.js';
import { listModel } from '../list-model.js';
import { signalBulkBar } from './signal-bulk.js';
import { SIGNALS_PATH, type SignalQuery, STATE_TEXTS, sharedHref, signalList, signalsHref } from './signal-query.js';
import { tabsModel } from './tabs-model.js';

type Request = Pick<FastifyRequest, 't' | 'formats' | 'user'>;

/** What the list was read from; without counts and page when a filter has to be mended first. */
export interface SignalData {
  readonly query: SignalQuery;
  readonly counts: SignalCounts | null;
  readonly page: Page<SignalRow> | null;
  /** The counters of the other tabs, as they open, and of this one without any filter. */
  readonly tabs: { readonly followUps: FollowUpCounts['tabs']; readonly waiting: number };
  /** A longer list is not sorted by names. */
  readonly unsorted?: { readonly most: number } | null;
}

/** A abrir: what grades ask for and nobody has opened. */
export function signalsModel(request: Request, { query, counts, page, tabs, unsorted }: SignalData) {
  const { t, formats } = request;
  const listed = counts === null ? null : query.states.reduce((sum, state) => sum + counts[state], 0);
  const column = t('followUps.customer');
  return {
    ...listModel(request, signalList(query), page),
    searchLabel: t('signals.search'),
    ...tabsModel(
      request,
      'signals',
      tabs.followUps,
      tabs.waiting,
      (tab) => sharedHref(`/follow-ups?tab=${tab}`, query.typed),
      signalsHref(query),
    ),
    chips: SIGNAL_STATES.map((state) => ({
      name: state,
      label: t(STATE_TEXTS[state]),
      href: signalsHref(query, {
        states: SIGNAL_STATES.filter((one) => query.states.includes(one) !== (one === state)),
      }),
      count: counts === null ? undefined : formats.number(counts[state]),
      on: query.states.includes(state),
    })),
    chipsLabel: t('signals.chips'),
    signals: page?.rows.map((row) => signalRow(request, row)) ?? null,
    back: signalList(query).search({ page: query.key }),
    countText: listed === null ? null : t('signals.count', { count: listed }),
    unsorted: unsorted && t('panel.tooLongToSort', { rows: listed ?? 0, column, most: unsorted.most }),
    bulk: listed === null ? null : signalBulkBar(request, query, listed, page?.rows.map(({ id }) => id) ?? []),
    nothing: emptyModel(request, query),
  };
}

/** One of the list, with its ways on. */
export function signalRow({ t, formats, user }: Request, row: SignalRow) {
  const kind = t(FOLLOW_UP_KIND_TEXTS[row.kind]);
  const named = { kind: kind.toLowerCase(), customer: row.customerName };
  // What was taken up after it was dismissed has its follow-up.
  const dismissed = row.dismissedAt !== null && row.followUpId === null;
  return {
    id: row.id,
    surveyHref: `/surveys/${row.surveyId}`,
    base: `${SIGNALS_PATH}/${row.id}`,
    customer: row.customerName,
    product: row.productName,
    rule: row.ruleName,
    kind,
    answers: row.answers.map(({ question, grade, comment }) => ({ question, grade, comment })),
    executedOn: formats.date(row.executedOn),
    operator: row.operatorName,
    dismissed: dismissed ? t('signals.dismissedBy', { name: row.dismissedBy ?? '—', reason: row.reason }) : null,
    followed: followedModel({ t, user }, row),
    openLabel: t('signals.openOf', named),
    dismissLabel: t('signals.dismissOf', named),
    restoreLabel: t('signals.restoreOf', named),
  };
}

/** The follow-up that it has, and whose that is: its page is for him and for managers. */
function followedModel({ t, user }: Pick<Request, 't' | 'user'>, { followUpId, ownerId, ownerName }: SignalRow) {
  if (followUpId === null) return null;
  const { id, role } = signedIn({ user });
  const his = can(role, 'seeEveryFollowUp') || ownerId === id;
  return { text: t('signals.followedBy', { name: ownerName ?? '—' }), href: his ? `/follow-ups/${followUpId}` : null };
}

function emptyModel({ t }: Request, query: SignalQuery) {
  if (query.states.length === 0)
    return { title: t('panel.emptyNoChips'), text: t('panel.emptyNoChipsText'), action: null };
  const narrowed = Object.keys(query.filter).length > 0;
  if (!narrowed && query.states.join() === 'dismissed')
    return { title: t('signals.emptyDismissed'), text: t('signals.emptyDismissedText'), action: null };
  if (!narrowed && query.states.includes('waiting'))
    return { title: t('signals.empty'), text: t('signals.emptyText'), action: null };
  const action = narrowed ? { label: t('shared.clearFilters'), href: signalsHref(query, { clear: true }) } : null;
  return { title: t('signals.emptyFiltered'), text: t('signals.emptyFilteredText'), action };
}

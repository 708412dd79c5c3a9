import type { FastifyRequest } from 'fastify';
import { formatPhone } from '../../domain/phone.js';
import { type Standing, statusOf, wasLate } from '../../domain/scheduler.js';
import type { TextKey } from '../../i18n/catalogue.js';
import type { Page } from '../../store/key-paging.js';
import type { SurveyRow, SurveySort } from '../../store/survey-list.js';
import { CHIPS, type Chip, COUNTED_CHIPS, type countersOf, sortsOf, TABS, type Tab } from '../../store/survey-tabs.js';
import { panelHref } from './links.js';
import type { PanelQuery } from './query.js';

type Request = Pick<FastifyRequest, 't' | 'formats' | 'today'>;

/** What the panel shows; without counts and page when the filter has to be mended first. */
export interface PanelData {
  readonly tab: Tab;
  readonly query: PanelQuery;
  readonly counts: Readonly<Record<keyof ReturnType<typeof countersOf>, number>> | null;
  readonly page: Page<SurveyRow> | null;
}

const TAB_TEXTS: Record<Tab, TextKey> = {
  'my-rules': 'panel.tabMyRules',
  executed: 'panel.tabExecuted',
  pending: 'panel.tabPending',
  inconsistent: 'panel.tabInconsistent',
};

const CHIP_TEXTS: Record<Chip, TextKey> = {
  scheduled: 'panel.chipScheduled',
  due: 'panel.chipDue',
  inconsistent: 'panel.chipInconsistent',
  closed: 'panel.chipClosed',
  cancelled: 'panel.chipCancelled',
};

const COLUMN_TEXTS: Record<SurveySort, TextKey> = {
  expiry: 'panel.expiresOn',
  settled: 'panel.executedOn',
  customer: 'panel.customer',
  product: 'panel.product',
  seller: 'panel.seller',
  closing: 'panel.closedOn',
  rule: 'panel.rule',
  executor: 'panel.operator',
  score: 'panel.score',
};

/** Tabs, chips and table. */
export function panelModel(request: Request, { tab, query, counts, page }: PanelData) {
  const { t, formats } = request;
  const count = (name: keyof NonNullable<PanelData['counts']>) =>
    counts === null ? undefined : formats.number(counts[name]);
  const toggled = (chip: Chip) =>
    CHIPS.filter((one) => (one === chip ? !query.chips.includes(one) : query.chips.includes(one)));
  return {
    tab,
    tabs: TABS.map((one) => ({
      label: t(TAB_TEXTS[one]),
      href: panelHref(tab, query, { tab: one }),
      count: count(one),
      current: one === tab,
    })),
    chips:
      tab !== 'pending'
        ? null
        : CHIPS.map((chip) => ({
            label: t(CHIP_TEXTS[chip]),
            href: panelHref(tab, query, { chips: toggled(chip) }),
            count: count(`chip-${chip}`),
            on: query.chips.includes(chip),
          })),
    columns: Object.fromEntries(sortsOf(tab).map((sort) => [sort, columnHead(request, tab, query, sort)])),
    surveys: page?.rows.map((row) => rowModel(request, row)) ?? null,
    countText: counts && t('panel.count', { count: counts.listed }),
    previousHref: page?.previous && panelHref(tab, query, { page: page.previous }),
    nextHref: page?.next && panelHref(tab, query, { page: page.next }),
    nothing: emptyModel(request, tab, query, tab === 'inconsistent' && counts !== null && hasNone(counts, query)),
  };
}

/** A column's head: its link sorts by it, or turns the order round. */
function columnHead({ t }: Request, tab: Tab, query: PanelQuery, sort: SurveySort) {
  const current = query.sort === sort;
  const descending = current ? !query.descending : sort === 'settled';
  return {
    label: t(COLUMN_TEXTS[sort]),
    href: panelHref(tab, query, { order: { sort, descending } }),
    sorted: current ? (query.descending ? 'descending' : 'ascending') : undefined,
  };
}

function rowModel(request: Request, row: SurveyRow) {
  const { formats, today } = request;
  const { execution } = row;
  const standing = statusOf(row, today);
  return {
    id: row.id,
    href: `/surveys/${row.id}`,
    customer: row.customer.name,
    phone: row.customer.phone === null ? null : formatPhone(row.customer.phone),
    product: row.productName,
    seller: row.sellerName,
    rule: row.ruleName,
    assignedTo: row.assignedTo,
    closedOn: formats.date(row.closedOn),
    expiresOn: formats.date(row.expiresOn),
    status: standing.status,
    when: whenText(request, standing, row),
    executedBy: execution?.by ?? null,
    executedOn: execution && formats.date(execution.on),
    late: execution !== null && wasLate(execution.on, row.originalExpiresOn),
    bySeller: execution?.bySeller ?? false,
    score: execution && formats.score(execution.score.sum, execution.score.count),
  };
}

function whenText({ t, formats }: Request, { reason }: Standing, row: SurveyRow): string {
  switch (reason.kind) {
    case 'opens-in':
      return t('panel.opensIn', { count: reason.days });
    case 'expires-in':
      return t('panel.expiresIn', { count: reason.days });
    case 'expired':
      return t('panel.expired', { count: reason.days });
    case 'executed':
    case 'closed':
    case 'sale-cancelled':
      return formats.instant(row.settledAt);
  }
}

/** Nothing was planned yet: then a list without overdue surveys is no good news, and says how surveys come to be. */
function hasNone(counts: NonNullable<PanelData['counts']>, query: PanelQuery): boolean {
  const whole = COUNTED_CHIPS.every((chip) => query.chips.includes(chip));
  return whole && counts.pending === 0 && counts.executed === 0;
}

/** Why there is nothing, and the way out. */
function emptyModel({ t }: Request, tab: Tab, query: PanelQuery, none: boolean) {
  if (tab === 'pending' && query.chips.length === 0)
    return { title: t('panel.emptyNoChips'), text: t('panel.emptyNoChipsText'), action: null };
  if (Object.keys(query.filter).length > 0) {
    const action = { label: t('shared.clearFilters'), href: panelHref(tab, query, { clear: true }) };
    return { title: t('panel.emptyFiltered'), text: t('panel.emptyFilteredText'), action };
  }
  switch (none ? 'pending' : tab) {
    case 'my-rules':
      return { title: t('panel.emptyMyRules'), text: t('panel.emptyMyRulesText'), action: null };
    case 'executed':
      return { title: t('panel.emptyExecuted'), text: t('panel.emptyExecutedText'), action: null };
    case 'pending':
      return {
        title: t('panel.emptyPending'),
        text: t('panel.emptyPendingText'),
        action: { label: t('navigation.sales'), href: '/sales' },
      };
    case 'inconsistent':
      return { title: t('panel.emptyInconsistent'), text: t('panel.emptyInconsistentText'), action: null };
  }
}

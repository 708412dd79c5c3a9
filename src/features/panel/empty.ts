import type { FastifyRequest } from 'fastify';
import { COUNTED_CHIPS, type Tab } from '../../store/survey-tabs.js';
import type { PanelCounts } from './data.js';
import { panelHref } from './links.js';
import type { PanelQuery } from './query.js';

/** Why a list is empty, and the way out. */
export function emptyModel({ t }: Pick<FastifyRequest, 't'>, tab: Tab, query: PanelQuery, counts: PanelCounts) {
  if (tab === 'pending' && query.chips.length === 0)
    return { title: t('panel.emptyNoChips'), text: t('panel.emptyNoChipsText'), action: null };
  if (Object.keys(query.filter).length > 0) {
    const action = { label: t('shared.clearFilters'), href: panelHref(tab, query, { clear: true }) };
    return { title: t('panel.emptyFiltered'), text: t('panel.emptyFilteredText'), action };
  }
  switch (tab === 'inconsistent' && hasNone(counts, query) ? 'pending' : tab) {
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
    case 'past':
      return { title: t('panel.emptyPast'), text: t('panel.emptyPastText'), action: null };
    case 'inconsistent':
      return { title: t('panel.emptyInconsistent'), text: t('panel.emptyInconsistentText'), action: null };
  }
}

/** Nothing was planned yet: then a list without overdue surveys is no good news, and says how surveys come to be. */
function hasNone(counts: PanelCounts, query: PanelQuery): boolean {
  const whole = COUNTED_CHIPS.every((chip) => query.chips.includes(chip));
  return whole && counts.pending === 0 && counts.executed === 0;
}

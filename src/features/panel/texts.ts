import type { FastifyRequest } from 'fastify';
import type { TextKey } from '../../i18n/catalogue.js';
import type { Chip, Tab } from '../../store/survey-tabs.js';
import type { Criterion } from '../list-chips.js';

// The words of the panel, by the values that URLs carry.

export const TAB_TEXTS: Record<Tab, TextKey> = {
  'my-rules': 'panel.tabMyRules',
  executed: 'panel.tabExecuted',
  pending: 'panel.tabPending',
  inconsistent: 'panel.tabInconsistent',
  past: 'panel.tabPast',
};

export const CHIP_TEXTS: Record<Chip, TextKey> = {
  scheduled: 'panel.chipScheduled',
  due: 'panel.chipDue',
  inconsistent: 'panel.chipInconsistent',
  closed: 'panel.chipClosed',
  cancelled: 'panel.chipCancelled',
};

/** The statuses that a list shows, in words. */
export function statusCriterion(
  { t }: Pick<FastifyRequest, 't'>,
  tab: Tab,
  { chips }: { readonly chips: readonly Chip[] },
): Criterion[] {
  if (tab !== 'pending') return [];
  const value = chips.map((chip) => t(CHIP_TEXTS[chip])).join(', ');
  return [{ label: t('panel.status'), value: value === '' ? t('panel.emptyNoChips') : value }];
}

import type { FastifyRequest } from 'fastify';
import { can } from '../../domain/permissions.js';
import { FOLLOW_UP_TABS, type FollowUpTab } from '../../store/follow-up-list.js';
import { signedIn } from '../../web/request.js';
import { TAB_TEXTS } from './criteria.js';

/**
 * The tabs of Acompanhamentos with their counters: an operator works his own alone, so that for him there are his, and what
 * his surveys ask him to open. What narrows the list that is looked at narrows the other ones too, as far as they know it.
 */
export function tabsModel(
  { t, formats, user }: Pick<FastifyRequest, 't' | 'formats' | 'user'>,
  current: FollowUpTab | 'signals',
  counts: Readonly<Record<FollowUpTab, number>> | null,
  waiting: number,
  hrefOf: (tab: FollowUpTab) => string,
  signalsAt: string,
) {
  const all = can(signedIn({ user }).role, 'seeEveryFollowUp');
  const shown = FOLLOW_UP_TABS.filter((tab) => all || tab === 'mine').map((tab) => ({
    name: tab,
    label: t(TAB_TEXTS[tab]),
    href: hrefOf(tab),
    count: counts === null ? null : formats.number(counts[tab]),
    current: tab === current,
  }));
  const signals = {
    name: 'signals',
    label: t('signals.tab'),
    href: signalsAt,
    count: formats.number(waiting),
    current: current === 'signals',
  };
  return { tabs: [...shown, signals], tabsLabel: t('followUps.tabs') };
}

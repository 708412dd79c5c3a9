import type { FastifyRequest } from 'fastify';
import { can } from '../../domain/permissions.js';
import { signedIn } from '../../web/request.js';
import { FOLLOW_UP_STATUS_TEXTS } from '../follow-up-texts.js';
import type { Criterion } from '../list-chips.js';
import type { FollowUpQuery } from './query.js';

export const TAB_TEXTS = { mine: 'followUps.tabMine', all: 'followUps.tabAll' } as const;

/** Whose they are, and the statuses that are shown, in words. */
export function listCriteria(
  { t, user }: Pick<FastifyRequest, 't' | 'user'>,
  { tab, statuses }: FollowUpQuery,
): Criterion[] {
  const chosen = can(signedIn({ user }).role, 'seeEveryFollowUp') && tab === 'all';
  return [
    { label: t('followUps.tabs'), value: chosen ? t(TAB_TEXTS.all) : signedIn({ user }).name },
    {
      label: t('followUps.status'),
      value: statuses.map((status) => t(FOLLOW_UP_STATUS_TEXTS[status])).join(', ') || t('panel.emptyNoChips'),
    },
  ];
}

import type { FastifyRequest } from 'fastify';
import { type FollowUpQuery, followUpSearch } from './query.js';

/** What can be done with many follow-ups at once. */
export const BULK_VERBS = ['assign', 'postpone', 'discard'] as const;

export type BulkVerb = (typeof BULK_VERBS)[number];

export const BULK_TEXTS = {
  assign: ['followUps.bulkReassign', 'followUps.bulkReassignText'],
  postpone: ['followUps.bulkPostpone', 'followUps.bulkPostponeText'],
  discard: ['followUps.bulkDiscard', 'followUps.bulkDiscardText'],
} as const;

/** The bar below the list, whose form asks which follow-ups and what. */
export function bulkBar(
  { t, formats }: Pick<FastifyRequest, 't' | 'formats'>,
  query: FollowUpQuery,
  listed: number,
  onPage: number,
) {
  const search = followUpSearch(query, { page: query.key });
  const number = formats.number(listed);
  return {
    carried: [...new URLSearchParams(search)].map(([name, value]) => ({ name, value })),
    which: [
      { value: 'marked', label: t('followUps.bulkMarked') },
      { value: 'page', label: t('followUps.bulkPage') },
      { value: 'all', label: t('followUps.bulkAll', { count: listed, number }) },
    ],
    allText: t('followUps.bulkMarkedAll', { number }),
    /** Where the list is longer than its page. */
    selectAll: listed > onPage ? t('followUps.bulkSelectAll', { number }) : null,
    verbs: BULK_VERBS.map((verb) => ({ verb, label: t(BULK_TEXTS[verb][0]) })),
  };
}

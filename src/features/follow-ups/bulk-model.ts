import type { FastifyRequest } from 'fastify';
import { bulkModel } from '../list-model.js';
import { followUpList } from './links.js';
import type { FollowUpQuery } from './query.js';

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
  request: Pick<FastifyRequest, 't' | 'formats'>,
  query: FollowUpQuery,
  listed: number,
  ids: readonly number[],
) {
  const verbs = BULK_VERBS.map((verb) => ({ verb, label: request.t(BULK_TEXTS[verb][0]) }));
  return { ...bulkModel(request, followUpList(query), { listed, ids, verbs }), action: '/follow-ups/bulk' };
}

import type { FastifyRequest } from 'fastify';
import { bulkFollowUps, faultsOfFollowUpBulk, previewFollowUps } from '../../actions/bulk-follow-ups.js';
import {
  FOLLOW_UP_BULK_VERBS,
  type FollowUpBulkAction,
  type FollowUpBulkVerb,
  type FollowUpSkip,
  validateFollowUpBulk,
} from '../../domain/follow-up-bulk.js';
import type { TextKey } from '../../i18n/catalogue.js';
import type { FollowUpScope } from '../../store/follow-up-list.js';
import { mayFollow } from '../../store/follow-up-predicates.js';
import { listUsersWithLogin } from '../../store/users.js';
import type { BulkDesk } from '../bulk-desk.js';
import { filterCriteria } from '../list-chips.js';
import { bulkModel } from '../list-model.js';
import { listCriteria } from './criteria.js';
import { followUpList } from './links.js';
import { type FollowUpQuery, readFollowUpQuery, scopeOf } from './query.js';

const VERB_TEXTS: Record<FollowUpBulkVerb, readonly [TextKey, TextKey]> = {
  assign: ['followUps.bulkReassign', 'followUps.bulkReassignText'],
  postpone: ['followUps.bulkPostpone', 'followUps.bulkPostponeText'],
  discard: ['followUps.bulkDiscard', 'followUps.bulkDiscardText'],
};

const SKIP_TEXTS: Record<FollowUpSkip, TextKey> = {
  ended: 'followUps.skipEnded',
  'not-ended': 'followUps.refusedNotEnded',
  started: 'followUps.refusedStarted',
  'other-kind': 'followUps.skipOtherKind',
  'already-his': 'followUps.skipAlreadyHis',
  'same-due': 'followUps.skipSameDue',
  'owner-gone': 'followUps.skipOwnerGone',
  'left-list': 'followUps.skipLeftList',
  gone: 'followUps.skipGone',
};

/** What is done with many follow-ups at once, by whoever works them. */
export const DESK: BulkDesk<FollowUpBulkAction, FollowUpScope> = {
  path: '/follow-ups/bulk',
  title: 'navigation.followUps',
  home: '/follow-ups',
  access: 'operator',
  words: {
    verbs: VERB_TEXTS,
    skips: SKIP_TEXTS,
    chosen: 'followUps.bulkChosen',
    chosenAll: 'followUps.bulkChosenAll',
    nothingMarked: 'followUps.bulkNothing',
    badAddress: 'followUps.bulkBadAddress',
    doing: 'followUps.bulkDoing',
    ofTotal: 'followUps.bulkOfTotal',
    confirm: 'followUps.bulkConfirm',
    progress: 'followUps.bulkProgress',
    item: 'followUps.bulkItem',
    noJobsText: 'followUps.bulkNoJobs',
  },
  fields: ['ownerId', 'dueOn', 'conclusion'],
  view: '/follow-ups/_bulk-fields',
  formless: [],
  danger: ['discard'],
  job: bulkFollowUps,
  items: 'follow_ups',
  unnamed: ['gone'],
  mayOpen: mayFollow,
  itemHref: (id) => `/follow-ups/${id}`,
  async open(request, q, params) {
    const { t, today, user } = request;
    const query = await readFollowUpQuery({ query: params, t, today, user }, q);
    const list = followUpList(query);
    const criteria = [...listCriteria(request, query), ...filterCriteria(request, list)];
    return { list, listed: scopeOf(query, request), criteria };
  },
  validate: (verb, typed, today) =>
    validateFollowUpBulk(FOLLOW_UP_BULK_VERBS.find((known) => known === verb) ?? 'discard', typed, today),
  faults: faultsOfFollowUpBulk,
  async named({ formats }, q, action) {
    if (action.verb === 'postpone') return ['followUps.bulkPostponeTo', formats.date(action.dueOn)];
    if (action.verb === 'discard') return null;
    const owner = (await listUsersWithLogin(q)).find(({ id }) => id === action.ownerId);
    return owner ? ['followUps.bulkReassignTo', owner.name] : null;
  },
  preview: previewFollowUps,
  async choices(_request, q, verb) {
    const users = verb === 'assign' ? await listUsersWithLogin(q) : [];
    return {
      owners: users.filter((user) => user.hasAccess).map(({ id, name }) => ({ value: String(id), label: name })),
    };
  },
};

/** The bar below the list, whose form asks which follow-ups and what. */
export function bulkBar(
  request: Pick<FastifyRequest, 't' | 'formats'>,
  query: FollowUpQuery,
  listed: number,
  ids: readonly number[],
) {
  const verbs = FOLLOW_UP_BULK_VERBS.map((verb) => ({ verb, label: request.t(VERB_TEXTS[verb][0]) }));
  const { path } = DESK;
  return { ...bulkModel(request, followUpList(query), { listed, ids, verbs }), action: path, jobsHref: `${path}/jobs` };
}

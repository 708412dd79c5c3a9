import type { FastifyRequest } from 'fastify';
import { bulkSignals, faultsOfSignalBulk, previewSignals } from '../../actions/bulk-signals.js';
import {
  SIGNAL_VERBS,
  type SignalAction,
  type SignalSkip,
  type SignalVerb,
  validateSignalAction,
} from '../../domain/signal.js';
import type { TextKey } from '../../i18n/catalogue.js';
import { mayTakeUp, type SignalScope } from '../../store/signal-predicates.js';
import { listUsersWithLogin } from '../../store/users.js';
import { signedIn } from '../../web/request.js';
import type { BulkDesk } from '../bulk-desk.js';
import { filterCriteria } from '../list-chips.js';
import { bulkModel } from '../list-model.js';
import {
  readSignalQuery,
  SIGNALS_PATH,
  type SignalQuery,
  signalCriteria,
  signalList,
  signalScope,
} from './signal-query.js';

const VERB_TEXTS: Record<SignalVerb, readonly [TextKey, TextKey]> = {
  open: ['signals.bulkOpen', 'signals.bulkOpenText'],
  dismiss: ['signals.bulkDismiss', 'signals.bulkDismissText'],
  restore: ['signals.bulkRestore', 'signals.bulkRestoreText'],
};

/** Why one is left as it is, in the order in which a preview names them. */
export const SKIP_TEXTS: Record<SignalSkip, TextKey> = {
  followed: 'signals.skipFollowed',
  'sale-cancelled': 'signals.skipSaleCancelled',
  dismissed: 'signals.skipDismissed',
  'not-dismissed': 'signals.skipNotDismissed',
  'owner-gone': 'signals.skipOwnerGone',
  'left-list': 'signals.skipLeftList',
  gone: 'signals.skipGone',
};

/** What is done with many signals at once, by whoever works them. */
export const SIGNAL_DESK: BulkDesk<SignalAction, SignalScope> = {
  path: `${SIGNALS_PATH}/bulk`,
  title: 'signals.tab',
  home: SIGNALS_PATH,
  access: 'operator',
  words: {
    verbs: VERB_TEXTS,
    skips: SKIP_TEXTS,
    chosen: 'signals.bulkChosen',
    chosenAll: 'signals.bulkChosenAll',
    nothingMarked: 'signals.bulkNothing',
    badAddress: 'signals.bulkBadAddress',
    doing: 'signals.bulkDoing',
    ofTotal: 'signals.bulkOfTotal',
    confirm: 'signals.bulkConfirm',
    progress: 'signals.bulkProgress',
    item: 'signals.bulkItem',
    noJobsText: 'signals.bulkNoJobs',
  },
  fields: ['ownerId', 'reason'],
  view: '/follow-ups/_signal-bulk-fields',
  formless: ['restore'],
  danger: ['dismiss'],
  job: bulkSignals,
  items: 'signals',
  unnamed: ['gone'],
  mayOpen: mayTakeUp,
  itemHref: (id) => `${SIGNALS_PATH}/${id}`,
  async open(request, q, params) {
    const { t, today, user } = request;
    const query = await readSignalQuery({ query: params, t, today, user }, q);
    const list = signalList(query);
    const criteria = [...signalCriteria(request, query), ...filterCriteria(request, list)];
    return { list, listed: signalScope(query, request), criteria };
  },
  validate: (verb, typed) => validateSignalAction(SIGNAL_VERBS.find((known) => known === verb) ?? 'dismiss', typed),
  faults: faultsOfSignalBulk,
  async named(_request, q, action) {
    if (action.verb !== 'open') return null;
    const owner = (await listUsersWithLogin(q)).find(({ id }) => id === action.ownerId);
    return owner ? ['signals.bulkOpenFor', owner.name] : null;
  },
  preview: previewSignals,
  async choices(request, q, verb) {
    const users = verb === 'open' ? await listUsersWithLogin(q) : [];
    return {
      owners: users.filter((user) => user.hasAccess).map(({ id, name }) => ({ value: String(id), label: name })),
      self: String(signedIn(request).id),
    };
  },
};

/** The bar below the list: what can be done with what it shows. */
export function signalBulkBar(
  request: Pick<FastifyRequest, 't' | 'formats'>,
  query: SignalQuery,
  listed: number,
  ids: readonly number[],
) {
  const { path } = SIGNAL_DESK;
  const shown = (verb: SignalVerb) =>
    verb === 'open' || query.states.includes(verb === 'dismiss' ? 'waiting' : 'dismissed');
  const verbs = SIGNAL_VERBS.filter(shown).map((verb) => ({ verb, label: request.t(VERB_TEXTS[verb][0]) }));
  return { ...bulkModel(request, signalList(query), { listed, ids, verbs }), action: path, jobsHref: `${path}/jobs` };
}

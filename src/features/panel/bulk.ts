import { bulkSurveys } from '../../actions/bulk-surveys.js';
import { faultsOfBulk, previewBulk } from '../../actions/preview-bulk.js';
import { BULK_VERBS, type BulkAction, type BulkVerb, type SkipReason, validateBulkAction } from '../../domain/bulk.js';
import { CLOSURE_REASONS } from '../../domain/survey-change.js';
import type { TextKey } from '../../i18n/catalogue.js';
import type { Listed } from '../../store/selected-surveys.js';
import { maySee } from '../../store/survey-predicates.js';
import { TABS } from '../../store/survey-tabs.js';
import { listUsersWithLogin } from '../../store/users.js';
import type { BulkDesk } from '../bulk-desk.js';
import { closureText } from '../closure-text.js';
import { filterCriteria } from '../list-chips.js';
import { panelList } from './links.js';
import { readPanelQuery, scopeOf } from './query.js';
import { statusCriterion, TAB_TEXTS } from './texts.js';

/** What each action is called, and what it does. */
export const VERB_TEXTS: Record<BulkVerb, readonly [TextKey, TextKey]> = {
  extend: ['bulk.extend', 'bulk.extendText'],
  close: ['bulk.close', 'bulk.closeText'],
  reassign: ['bulk.reassign', 'bulk.reassignText'],
  'take-back': ['bulk.takeBack', 'bulk.takeBackText'],
  release: ['bulk.release', 'bulk.releaseText'],
  reopen: ['bulk.reopen', 'bulk.reopenText'],
};

const SKIP_TEXTS: Record<SkipReason, TextKey> = {
  executed: 'bulk.skipExecuted',
  closed: 'bulk.skipClosed',
  cancelled: 'bulk.skipCancelled',
  'before-today': 'bulk.skipBeforeToday',
  'before-opening': 'bulk.skipBeforeOpening',
  'before-expiry': 'bulk.skipBeforeExpiry',
  'same-expiry': 'bulk.skipSameExpiry',
  'already-his': 'bulk.skipAlreadyHis',
  'own-sale': 'bulk.skipOwnSale',
  'not-reassigned': 'bulk.skipNotReassigned',
  'not-claimed': 'bulk.skipNotClaimed',
  'not-closed': 'bulk.skipNotClosed',
  'sale-cancelled': 'bulk.skipSaleCancelled',
  'in-call': 'bulk.skipInCall',
  'operator-gone': 'bulk.skipOperatorGone',
  'left-list': 'bulk.skipLeftList',
  gone: 'bulk.skipGone',
};

/** What managers do with many surveys at once. */
export const DESK: BulkDesk<BulkAction, Listed> = {
  path: '/panel/bulk',
  title: 'navigation.panel',
  home: '/panel',
  access: 'manager',
  words: {
    verbs: VERB_TEXTS,
    skips: SKIP_TEXTS,
    chosen: 'bulk.chosen',
    chosenAll: 'bulk.chosenAll',
    nothingMarked: 'bulk.nothingMarked',
    badAddress: 'bulk.badAddress',
    doing: 'bulk.doing',
    ofTotal: 'bulk.ofTotal',
    confirm: 'bulk.confirm',
    progress: 'bulk.progress',
    item: 'bulk.survey',
    noJobsText: 'bulk.noJobsText',
  },
  fields: ['expiresOn', 'reason', 'note', 'operatorId', 'sparing'],
  view: '/panel/_bulk-fields',
  formless: ['take-back', 'release'],
  danger: ['close'],
  job: bulkSurveys,
  items: 'surveys',
  unnamed: [],
  mayOpen: maySee,
  itemHref: (id) => `/surveys/${id}`,
  async open(request, q, { tab: typedTab, ...params }: { tab?: string }) {
    const tab = TABS.find((name) => name === typedTab);
    if (tab === undefined) return null;
    const { t, today, user } = request;
    const query = await readPanelQuery({ query: params, t, today, user }, q, tab);
    const list = panelList(tab, query);
    const criteria = [
      { label: t('bulk.list'), value: t(TAB_TEXTS[tab]) },
      ...statusCriterion(request, tab, query),
      ...filterCriteria(request, list),
    ];
    return { list, listed: { tab, ...scopeOf(query, request) }, criteria };
  },
  validate: (verb, typed, today) =>
    validateBulkAction(BULK_VERBS.find((known) => known === verb) ?? 'release', typed, today),
  faults: faultsOfBulk,
  async named(request, q, action) {
    if (action.verb === 'extend') return ['bulk.extendTo', request.formats.date(action.expiresOn)];
    if (action.verb === 'close') return ['bulk.closeAs', closureText(request, action.reason)];
    if (action.verb !== 'reassign') return null;
    const operator = (await listUsersWithLogin(q)).find(({ id }) => id === action.operatorId);
    return operator ? ['bulk.reassignTo', operator.name] : null;
  },
  preview: previewBulk,
  async held({ t, formats }, q, { count, by }) {
    const names = (await listUsersWithLogin(q)).filter(({ id }) => by.includes(id)).map(({ name }) => name);
    return t('bulk.held', { count, number: formats.number(count), names: names.join(', ') });
  },
  async choices(request, q, verb) {
    const users = verb === 'reassign' ? await listUsersWithLogin(q) : [];
    return {
      reasons: CLOSURE_REASONS.map((value) => ({ value, label: closureText(request, value) })),
      operators: users.filter((user) => user.hasAccess).map(({ id, name }) => ({ value: String(id), label: name })),
    };
  },
};

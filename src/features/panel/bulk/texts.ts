import type { BulkVerb, SkipReason } from '../../../domain/bulk.js';
import type { TextKey } from '../../../i18n/catalogue.js';
import type { JobState } from '../../../store/jobs.js';

export const VERB_TEXTS: Record<BulkVerb, TextKey> = {
  extend: 'bulk.extend',
  close: 'bulk.close',
  reassign: 'bulk.reassign',
  'take-back': 'bulk.takeBack',
  release: 'bulk.release',
  reopen: 'bulk.reopen',
};

/** Whether an action asks for anything before it shows what it would do. */
export const NEEDS_FORM: Record<BulkVerb, boolean> = {
  extend: true,
  close: true,
  reassign: true,
  'take-back': false,
  release: false,
  reopen: true,
};

export const SKIP_TEXTS: Record<SkipReason, TextKey> = {
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
  'operator-gone': 'bulk.skipOperatorGone',
  'left-list': 'bulk.skipLeftList',
  gone: 'bulk.skipGone',
};

export const STATE_TEXTS: Record<JobState, TextKey> = {
  running: 'bulk.stateRunning',
  done: 'bulk.stateDone',
  cancelled: 'bulk.stateCancelled',
  stopped: 'bulk.stateStopped',
  failed: 'bulk.stateFailed',
};

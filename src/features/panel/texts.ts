import type { PeriodPreset } from '../../domain/period.js';
import type { TextKey } from '../../i18n/catalogue.js';
import type { PeriodOf } from '../../store/survey-filter.js';
import type { SurveySort } from '../../store/survey-order.js';
import type { Chip, Ignored, Tab } from '../../store/survey-tabs.js';
import type { FilterName } from './parameters.js';

// The words of the panel, by the values that URLs carry.

export const TAB_TEXTS: Record<Tab, TextKey> = {
  'my-rules': 'panel.tabMyRules',
  executed: 'panel.tabExecuted',
  pending: 'panel.tabPending',
  inconsistent: 'panel.tabInconsistent',
};

export const CHIP_TEXTS: Record<Chip, TextKey> = {
  scheduled: 'panel.chipScheduled',
  due: 'panel.chipDue',
  inconsistent: 'panel.chipInconsistent',
  closed: 'panel.chipClosed',
  cancelled: 'panel.chipCancelled',
};

export const COLUMN_TEXTS: Record<SurveySort, TextKey> = {
  expiry: 'panel.expiresOn',
  settled: 'panel.executedOn',
  customer: 'panel.customer',
  product: 'panel.product',
  seller: 'panel.seller',
  closing: 'panel.closedOn',
  rule: 'panel.rule',
  executor: 'panel.operator',
  score: 'panel.score',
  city: 'panelFilters.city',
  operator: 'panel.operator',
  attempts: 'panelFilters.attempts',
  opening: 'exports.opensOn',
  status: 'panel.status',
};

export const PERIOD_TEXTS: Record<PeriodOf, TextKey> = {
  closing: 'panelFilters.ofClosing',
  opening: 'panelFilters.ofOpening',
  expiry: 'panelFilters.ofExpiry',
  execution: 'panelFilters.ofExecution',
};

export const PRESET_TEXTS: Record<PeriodPreset, TextKey> = {
  today: 'panelFilters.today',
  'this-week': 'panelFilters.thisWeek',
  'this-month': 'panelFilters.thisMonth',
  'last-month': 'panelFilters.lastMonth',
  'last-90-days': 'panelFilters.last90Days',
  'last-12-months': 'panelFilters.last12Months',
};

/** What each filter is called. The parts of a period and of a range have the name of the whole. */
export const FILTER_TEXTS: Record<FilterName, TextKey> = {
  of: 'panelFilters.period',
  period: 'panelFilters.period',
  from: 'panelFilters.period',
  to: 'panelFilters.period',
  seller: 'panel.seller',
  operator: 'panel.operator',
  product: 'panel.product',
  profile: 'panelFilters.profile',
  rule: 'panel.rule',
  city: 'panelFilters.city',
  attempts: 'panelFilters.attempts',
  'score-from': 'panel.score',
  'score-to': 'panel.score',
  late: 'panel.late',
  'on-time': 'panelFilters.onTime',
  reason: 'panelFilters.reason',
  grade: 'panelFilters.grade',
  'own-seller': 'panelFilters.ownSeller',
  'no-phone': 'panelFilters.noPhone',
  q: 'panelFilters.text',
};

/** How many attempts were made, by the filter's values. */
export const ATTEMPT_TEXTS: Readonly<Record<string, TextKey>> = {
  0: 'panelFilters.attemptsNone',
  1: 'panelFilters.attemptsOne',
  2: 'panelFilters.attemptsTwo',
  3: 'panelFilters.attemptsMany',
};

/** The parameters of each part of a filter that a tab may ignore. */
export const IGNORED_NAMES: Record<Ignored, readonly FilterName[]> = {
  period: ['of', 'period', 'from', 'to'],
  operator: ['operator'],
  score: ['score-from', 'score-to'],
  late: ['late'],
  onTime: ['on-time'],
  grades: ['grade'],
  reasons: ['reason'],
  bySeller: ['own-seller'],
};

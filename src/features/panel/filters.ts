import type { TextKey } from '../../i18n/catalogue.js';
import type { PeriodOf } from '../../store/survey-filter.js';
import { type Ignored, ignoredOn, type PanelFilter, type Tab } from '../../store/survey-tabs.js';
import { CLOSURE_TEXTS } from '../closure-text.js';
import { type ListFilter, PERIOD_NAMES } from '../list-view.js';

export const PERIOD_TEXTS: Record<PeriodOf, TextKey> = {
  closing: 'panelFilters.ofClosing',
  opening: 'panelFilters.ofOpening',
  expiry: 'panelFilters.ofExpiry',
  execution: 'panelFilters.ofExecution',
};

/** How many attempts were made, by the filter's values. */
const ATTEMPT_TEXTS: Readonly<Record<string, TextKey>> = {
  0: 'panelFilters.attemptsNone',
  1: 'panelFilters.attemptsOne',
  2: 'panelFilters.attemptsTwo',
  3: 'panelFilters.attemptsMany',
};

/** The filters of the panel, in the order of a canonical URL. */
export const FILTERS: readonly ListFilter[] = [
  { kind: 'period', names: PERIOD_NAMES, label: 'panelFilters.period', texts: PERIOD_TEXTS },
  { kind: 'pick', names: ['seller'], label: 'panel.seller' },
  { kind: 'pick', names: ['operator'], label: 'panel.operator' },
  { kind: 'pick', names: ['product'], label: 'panel.product' },
  { kind: 'pick', names: ['profile'], label: 'panelFilters.profile' },
  { kind: 'pick', names: ['rule'], label: 'panel.rule' },
  { kind: 'pick', names: ['city'], label: 'panelFilters.city' },
  { kind: 'ticks', names: ['attempts'], label: 'panelFilters.attempts', texts: ATTEMPT_TEXTS },
  { kind: 'ticks', names: ['reason'], label: 'panelFilters.reason', texts: CLOSURE_TEXTS },
  { kind: 'unasked', names: ['grade'], label: 'panelFilters.grade' },
  { kind: 'range', names: ['score-from', 'score-to'], label: 'panel.score' },
  { kind: 'flag', names: ['late'], label: 'panel.late' },
  { kind: 'flag', names: ['on-time'], label: 'panelFilters.onTime' },
  { kind: 'flag', names: ['own-seller'], label: 'panelFilters.ownSeller' },
  { kind: 'flag', names: ['no-phone'], label: 'panelFilters.noPhone' },
  { kind: 'text', names: ['q'], label: 'panelFilters.text' },
];

/** The first parameter of each filter that a tab may ignore. */
const IGNORED_NAMES: Record<Ignored, string> = {
  period: 'of',
  operator: 'operator',
  score: 'score-from',
  late: 'late',
  onTime: 'on-time',
  grades: 'grade',
  reasons: 'reason',
  bySeller: 'own-seller',
};

/** The filters as a tab has them: which of them it ignores, and whose operator is meant. */
export function filtersOn(tab: Tab, filter: PanelFilter): readonly ListFilter[] {
  const ignored = ignoredOn(tab, filter).map((part) => IGNORED_NAMES[part]);
  const operator = tab === 'executed' ? 'panelFilters.operatorExecuted' : 'panelFilters.operatorResponsible';
  return FILTERS.map((one) => ({
    ...one,
    ignored: ignored.includes(one.names[0]),
    ...(one.names[0] === 'operator' && { legend: operator }),
  }));
}

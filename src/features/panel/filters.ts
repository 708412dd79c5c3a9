import type { TextKey } from '../../i18n/catalogue.js';
import { type Ignored, ignoredOn, type PanelFilter, type Tab } from '../../store/survey-tabs.js';
import type { ListFilter } from '../list-view.js';
import { SURVEY_FILTERS } from '../survey-filters.js';

/** The first parameter of each filter that a tab may ignore. */
const IGNORED_NAMES: Record<Ignored, string> = {
  period: 'of',
  operator: 'operator',
  score: 'score-from',
  late: 'late',
  onTime: 'on-time',
  grades: 'grade',
  opinions: 'opinion',
  reasons: 'reason',
  pastStatuses: 'outcome',
  bySeller: 'own-seller',
};

/** Whose operator is meant: who executed, who is responsible, or of what was executed the one and of the rest the other. */
const OPERATORS: Record<Tab, TextKey> = {
  'my-rules': 'panelFilters.operatorResponsible',
  executed: 'panelFilters.operatorExecuted',
  pending: 'panelFilters.operatorResponsible',
  inconsistent: 'panelFilters.operatorResponsible',
  past: 'panelFilters.operatorEither',
};

/** The filters as a tab has them: which of them it ignores, and whose operator is meant. */
export function filtersOn(tab: Tab, filter: PanelFilter): readonly ListFilter[] {
  const ignored = ignoredOn(tab, filter).map((part) => IGNORED_NAMES[part]);
  return SURVEY_FILTERS.map((one) => ({
    ...one,
    ignored: ignored.includes(one.names[0]),
    // Elsewhere it is no choice, and only said to be ignored.
    ...(one.names[0] === 'outcome' && tab !== 'past' && { kind: 'unasked' as const }),
    ...(one.names[0] === 'operator' && { legend: OPERATORS[tab] }),
  }));
}

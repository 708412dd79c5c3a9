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
  bySeller: 'own-seller',
};

/** The filters as a tab has them: which of them it ignores, and whose operator is meant. */
export function filtersOn(tab: Tab, filter: PanelFilter): readonly ListFilter[] {
  const ignored = ignoredOn(tab, filter).map((part) => IGNORED_NAMES[part]);
  const operator = tab === 'executed' ? 'panelFilters.operatorExecuted' : 'panelFilters.operatorResponsible';
  return SURVEY_FILTERS.map((one) => ({
    ...one,
    ignored: ignored.includes(one.names[0]),
    ...(one.names[0] === 'operator' && { legend: operator }),
  }));
}

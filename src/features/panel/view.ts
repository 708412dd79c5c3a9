import { SURVEY_SORTS, type SurveySort } from '../../store/survey-order.js';
import { CHIPS, type Chip, COUNTED_CHIPS, isChip, sortsOf, type Tab } from '../../store/survey-tabs.js';
import type { Order, Orders } from '../list-paging.js';
import type { ListParameters } from '../list-parameters.js';

// What a URL of the panel holds besides its filters.

export const VIEW_NAMES = ['status', 'sort', 'size', 'after', 'before'] as const;

/**
 * The chips that the URL names, or null when it names none. `pending` stands for the three that the tab counts, `none`
 * for every chip off.
 */
export function readChips(parameters: ListParameters): readonly Chip[] | null {
  const values = parameters.values('status');
  if (values.length === 0) return null;
  const unknown = values.find((value) => value !== 'none' && value !== 'pending' && !isChip(value));
  if (unknown !== undefined) parameters.refuse('status', 'validation.unknownValue', {}, unknown);
  const group = values.includes('pending') ? COUNTED_CHIPS : [];
  return CHIPS.filter((chip) => values.includes(chip) || group.includes(chip));
}

/** The chips as a URL writes them. */
export function chipValues(chips: readonly Chip[]): readonly string[] {
  if (chips.length === 0) return ['none'];
  const rest = chips.filter((chip) => !COUNTED_CHIPS.includes(chip));
  return chips.length - rest.length === COUNTED_CHIPS.length ? ['pending', ...rest] : chips;
}

/** Without a choice a period is that of execution in Executadas, and of expiry elsewhere. */
export function naturalPeriodOf(tab: Tab) {
  return tab === 'executed' ? 'execution' : 'expiry';
}

/** The orders of a tab: at first that of soonest to expire, or of last executed. */
export function ordersOf(tab: Tab): Orders<SurveySort> {
  const possible = sortsOf(tab);
  const initial: Order<SurveySort> = { sort: possible[0] ?? 'expiry', descending: tab === 'executed' };
  return { known: SURVEY_SORTS, possible, initial };
}

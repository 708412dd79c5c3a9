import { isCivilDate } from '../../domain/civil-date.js';
import type { PageKey } from '../../store/key-paging.js';
import { SURVEY_SORTS, type SurveySort } from '../../store/survey-order.js';
import { CHIPS, type Chip, COUNTED_CHIPS, isChip, sortsOf, type Tab } from '../../store/survey-tabs.js';
import { decodePageKey } from '../../web/page-key.js';
import type { Parameters } from './parameters.js';

// What a URL of the panel holds besides its filters: chips, order, page.

/** How many rows a page may have; the first without a choice. */
export const PAGE_SIZES = [50, 25, 100] as const;

/**
 * The chips that the URL names, or null when it names none. `pending` stands for the three that the tab counts, `none`
 * for every chip off.
 */
export function readChips(parameters: Parameters): readonly Chip[] | null {
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

export interface Order {
  readonly sort: SurveySort;
  readonly descending: boolean;
}

/** The order of a tab at first: soonest to expire, or last executed. */
export function initialOrder(tab: Tab): Order {
  const [sort = 'expiry'] = sortsOf(tab);
  return { sort, descending: tab === 'executed' };
}

/** The order of another tab says nothing here, and is no error. */
export function readSort(parameters: Parameters, tab: Tab): Order {
  const typed = parameters.one('sort');
  const sort = SURVEY_SORTS.find((name) => name === typed.replace(/^-/, ''));
  if (typed !== '' && sort === undefined) parameters.refuse('sort', 'panel.unknownSort');
  if (sort === undefined || !sortsOf(tab).includes(sort)) return initialOrder(tab);
  return { sort, descending: typed.startsWith('-') };
}

/** The order as a URL writes it; '' for the one at first. */
export function sortValue(tab: Tab, { sort, descending }: Order): string {
  const initial = initialOrder(tab);
  if (sort === initial.sort && descending === initial.descending) return '';
  return `${descending ? '-' : ''}${sort}`;
}

export function readSize(parameters: Parameters): number {
  const typed = parameters.one('size');
  const size = PAGE_SIZES.find((one) => String(one) === typed);
  if (typed !== '' && size === undefined) parameters.refuse('size', 'panel.unknownSize');
  return size ?? PAGE_SIZES[0];
}

export function readKey(parameters: Parameters, sort: SurveySort): PageKey | null {
  const [after, before] = [parameters.one('after'), parameters.one('before')];
  if (after === '' && before === '') return null;
  const side = after === '' ? 'before' : 'after';
  const key = decodePageKey(side, after === '' ? before : after, (value) => isKeyOf(sort, value));
  if (key === null || (after !== '' && before !== '')) parameters.refuse(side, 'panel.brokenPage');
  return key;
}

function isKeyOf(sort: SurveySort, value: unknown): boolean {
  switch (sort) {
    case 'settled':
    case 'attempts':
      return Number.isSafeInteger(value);
    case 'expiry':
    case 'closing':
    case 'opening':
      return typeof value === 'string' && isCivilDate(value);
    case 'status':
      return typeof value === 'string' && /^\d /.test(value) && isCivilDate(value.slice(2));
    case 'score':
      return Number.isFinite(value);
    case 'customer':
    case 'product':
    case 'seller':
    case 'rule':
    case 'executor':
    case 'operator':
    case 'city':
      return typeof value === 'string' && value.length <= 1000 && !value.includes('\u0000');
  }
}

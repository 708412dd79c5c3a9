import { isCivilDate } from '../domain/civil-date.js';
import type { PageKey } from '../store/key-paging.js';
import { decodePageKey } from '../web/page-key.js';
import type { ListParameters } from './list-parameters.js';

// How a list is looked at: its order, the size of its pages, and which of them.

/** How many rows a page may have; the first without a choice. */
export const PAGE_SIZES = [50, 25, 100] as const;

export interface Order<Sort extends string = string> {
  readonly sort: Sort;
  readonly descending: boolean;
}

/** The orders that a list knows, those that it has here, and the one at first. */
export interface Orders<Sort extends string> {
  readonly known: readonly Sort[];
  readonly possible: readonly Sort[];
  readonly initial: Order<Sort>;
}

/** An order that is known and not had here says nothing, and is no error. */
export function readOrder<Sort extends string>(
  parameters: ListParameters,
  { known, possible, initial }: Orders<Sort>,
): Order<Sort> {
  const typed = parameters.one('sort');
  const sort = known.find((name) => name === typed.replace(/^-/, ''));
  if (typed !== '' && sort === undefined) parameters.refuse('sort', 'panel.unknownSort');
  if (sort === undefined || !possible.includes(sort)) return initial;
  return { sort, descending: typed.startsWith('-') };
}

/** The order as a URL writes it; '' for the one at first. */
export function orderValue({ sort, descending }: Order, initial: Order): string {
  if (sort === initial.sort && descending === initial.descending) return '';
  return `${descending ? '-' : ''}${sort}`;
}

export function readSize(parameters: ListParameters): number {
  const typed = parameters.one('size');
  const size = PAGE_SIZES.find((one) => String(one) === typed);
  if (typed !== '' && size === undefined) parameters.refuse('size', 'panel.unknownSize');
  return size ?? PAGE_SIZES[0];
}

/** Reads the page's key; `isKey` says what the order's key may be. */
export function readKey(parameters: ListParameters, isKey: (value: unknown) => boolean): PageKey | null {
  const [after, before] = [parameters.one('after'), parameters.one('before')];
  if (after === '' && before === '') return null;
  const side = after === '' ? 'before' : 'after';
  const key = decodePageKey(side, after === '' ? before : after, isKey);
  if (key === null || (after !== '' && before !== '')) parameters.refuse(side, 'panel.brokenPage');
  return key;
}

/** A name, or another text that a list is sorted by. */
export function isTextKey(value: unknown): boolean {
  return typeof value === 'string' && value.length <= 1000 && !value.includes('\u0000');
}

export function isDateKey(value: unknown): boolean {
  return typeof value === 'string' && isCivilDate(value);
}

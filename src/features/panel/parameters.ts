import type { Translate } from '../../i18n/translate.js';
import { ListParameters } from '../list-parameters.js';

/** The filters of the panel by the name of their parameter, in the order of a canonical URL. */
export const FILTER_NAMES = [
  'of',
  'period',
  'from',
  'to',
  'seller',
  'operator',
  'product',
  'profile',
  'rule',
  'city',
  'attempts',
  'reason',
  'grade',
  'score-from',
  'score-to',
  'late',
  'on-time',
  'own-seller',
  'no-phone',
  'q',
] as const;

export type FilterName = (typeof FILTER_NAMES)[number];

/** What a URL holds besides filters. */
export const VIEW_NAMES = ['status', 'sort', 'size', 'after', 'before'] as const;

/** Reads the parameters of a panel's URL one by one. */
export class Parameters extends ListParameters {
  constructor(query: unknown, t: Translate) {
    super(query, t, [...FILTER_NAMES, ...VIEW_NAMES]);
  }
}

/** The parameters in the order of a canonical URL; unknown ones come last. */
export function inOrder<V>(parameters: Iterable<readonly [string, V]>): (readonly [string, V])[] {
  const place = (name: string) => (ORDER.has(name) ? (ORDER.get(name) as number) : ORDER.size);
  return [...parameters].sort(([a], [b]) => place(a) - place(b));
}

const ORDER: ReadonlyMap<string, number> = new Map(FILTER_NAMES.map((name, index) => [name, index]));

import type { Hint, Predicate } from './predicate.js';

/** How a page of a list is found (decision 0010). */
export interface Plan {
  /** The index to read by, without its table's prefix; null where the engine may choose. */
  readonly index: string | null;
  /** Whether that index is in the order of the list; otherwise what it gives is sorted. */
  readonly walks: boolean;
}

export interface Page<Sort> {
  readonly sort: Sort;
  readonly size: number;
  /** How many rows the list has, where somebody counted. */
  readonly count?: number | undefined;
}

type KeyHint = Extract<Hint, { key: string }>;

/** The indexes of the rows that a list is of: those of one kind, where each kind has partial indexes of its own. */
export interface Ways<Sort> {
  /** That of all of them, with the order that the indexes of filters have too. */
  readonly own: { readonly sort: Sort; readonly index: string };
  /** That of each filter, by the key of its hint. */
  readonly filters: Readonly<Record<string, string>>;
  /** The one in an order; null when there is none. */
  walked(sort: Sort): string | null;
  /** The key of a filter by the very column that an order walks. */
  keyOf(sort: Sort): string;
  /** The keys of filters by a date: rows of one period stand together in every order of dates. */
  readonly dates: ReadonlySet<string>;
  /** Whether the index holds all that the filters look at. */
  isCovered(index: string | null, keys: readonly string[]): boolean;
}

/**
 * The cheapest way to a page, by the share of the rows that is looked at. Walking an index in the order of the list looks
 * at as many as there are for each that it finds, until the page is full; an index of a filter in another order gives all
 * that the filter leaves, to be sorted. Shares are guesses, the count is known: it decides.
 */
export function planBy<Sort>(where: Predicate, page: Page<Sort>, ways: Ways<Sort>): Plan {
  const hints = hintsOf(where, page.count);
  const own = wholeList(ways, hints, page);
  return cheapest(ways, hints, [own, ...hints.flatMap((hint) => byFilter(ways, hint, hints, page))]);
}

/** The index to count by: that of the filter that leaves the least, or of all. */
export function indexToCountBy<Sort>(where: Predicate, ways: Ways<Sort>): string | null {
  const hints = hintsOf(where);
  const filtered = hints.flatMap(({ key, share }) => {
    const index = ways.filters[key];
    return index === undefined ? [] : [{ index, walks: false, share }];
  });
  return cheapest(ways, hints, [{ index: ways.own.index, walks: false, share: 1 }, ...filtered]).index;
}

/** Whether no filter by a column leaves less than about a tenth of the rows. */
export function isBroad(where: Predicate): boolean {
  return hintsOf(where).every(({ share }) => share >= 0.1);
}

type Keyed = Omit<KeyHint, 'share'> & { readonly share: number };
type Candidate = Plan & { readonly share: number };

/** A list that is short has a short period, if it has one of which one end is open. */
function hintsOf({ hint, parts = [] }: Predicate, count = Number.POSITIVE_INFINITY): readonly Keyed[] {
  const guess = count <= SHORT_LIST ? 0.05 : 0.95;
  return [hint, ...parts.map((part) => part.hint)].flatMap((one) =>
    one !== undefined && 'key' in one ? [{ ...one, share: one.share ?? guess }] : [],
  );
}

/** As many rows are sorted without an index in the order that is asked for (SPEC 6). */
export const SHORT_LIST = 10_000;

function cheapest<Sort>(ways: Ways<Sort>, hints: readonly Keyed[], candidates: readonly Candidate[]): Candidate {
  const keys = hints.map(({ key }) => key);
  const cost = ({ index, share }: Candidate) => share * (ways.isCovered(index, keys) ? 1 : VISITING);
  return candidates.reduce((best, one) => (cost(one) < cost(best) ? one : best));
}

/** Looking at a row itself costs about this much more than looking at its entry in an index. */
const VISITING = 8;

/** Every row, in the order of the list where an index has it. */
function wholeList<Sort>(ways: Ways<Sort>, hints: readonly Keyed[], page: Page<Sort>): Candidate {
  const walked = ways.walked(page.sort);
  if (walked === null) return { index: ways.own.index, walks: false, share: SORTING };
  // A period of the very column that is walked bounds the walk at both ends.
  const bounded = hints.find(({ key }) => key === ways.keyOf(page.sort));
  const others = hints.filter((hint) => hint !== bounded);
  return { index: walked, walks: true, share: (bounded?.share ?? 1) * walkedShare(ways, others, page) };
}

function byFilter<Sort>(ways: Ways<Sort>, hint: Keyed, hints: readonly Keyed[], page: Page<Sort>): Candidate[] {
  const index = ways.filters[hint.key];
  if (index === undefined) return [];
  if (!hint.ordered || page.sort !== ways.own.sort) return [{ index, walks: false, share: hint.share * SORTING }];
  const others = hints.filter((one) => one !== hint);
  return [{ index, walks: true, share: hint.share * walkedShare(ways, others, page) }];
}

/** Visiting a row and keeping it for a sort costs about this much more than visiting it. */
const SORTING = 1.5;

/** Which share a walk looks at. It meets the rows of one period all at once or, at either end of the list, none for long. */
function walkedShare<Sort>(ways: Ways<Sort>, others: readonly Keyed[], { size, count }: Page<Sort>): number {
  const even = count === undefined ? UNKNOWN : count <= size ? 1 : size / count;
  const outside = others.filter(({ key }) => ways.dates.has(key)).map(({ share }) => 1 - share);
  return Math.max(even, ...outside);
}

/** A list that nobody counted is that of somebody's work, and its first page fills soon. */
const UNKNOWN = 0.1;

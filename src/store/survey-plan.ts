import type { Status } from '../domain/scheduler.js';
import type { Hint, Predicate } from './predicate.js';
import { ORDERS, type SurveySort, statusAsked } from './survey-order.js';

/** How a page of surveys is found (decision 0010). */
export interface Plan {
  /** The index to read by, without the prefix `surveys_`; null where the engine may choose. */
  readonly index: string | null;
  /** Whether that index is in the order of the list; otherwise what it gives is sorted. */
  readonly walks: boolean;
}

export interface Page {
  readonly sort: SurveySort;
  readonly size: number;
  /** How many surveys the list has, where somebody counted. */
  readonly count?: number | undefined;
}

/** Surveys by how they are open or ended: each has partial indexes of its own (migrations/survey-indexes). */
type Kind = 'open' | 'executed' | 'closed' | 'cancelled';

/**
 * The cheapest way to a page, by the share of the list's kind of surveys that is looked at. Walking an index in the order
 * of the list looks at as many as there are for each that it finds, until the page is full; an index of a filter in
 * another order gives all that the filter leaves, to be sorted. Shares are guesses, the count is known: it decides.
 */
export function planFor(where: Predicate, page: Page): Plan {
  const status = statusAsked(where);
  if (status === null) return { index: null, walks: false };
  const kind = kindOf(status);
  const hints = hintsOf(where, page.count);
  const own = wholeList(kind, status, hints, page);
  return cheapest(kind, hints, [own, ...hints.flatMap((hint) => byFilter(kind, hint, hints, page))]);
}

/** The index to count by, as in a plan: that of the filter that leaves the least, or of the whole kind. */
export function indexToCount(where: Predicate): string | null {
  const status = statusAsked(where);
  if (status === null) return null;
  const kind = kindOf(status);
  const hints = hintsOf(where);
  const filtered = hints.flatMap(({ key, share }) => {
    const index = FILTERS[kind][key];
    return index === undefined ? [] : [{ index, walks: false, share }];
  });
  return cheapest(kind, hints, [{ index: OWN[kind].index, walks: false, share: 1 }, ...filtered]).index;
}

/**
 * Whether a list of so many surveys can be shown in an order: those that no index has are for short lists. `most` is how
 * long these may be.
 */
export function isSortable(where: Predicate, sort: SurveySort, count: number, most = SHORT_LIST): boolean {
  const statuses = (where.branches ?? [where]).map(statusAsked);
  return count <= most || statuses.every((status) => status !== null && walkedIndex(status, sort) !== null);
}

type Keyed = Omit<Extract<Hint, { key: string }>, 'share'> & { readonly share: number };
type Candidate = Plan & { readonly share: number };

/** A list that is short has a short period, if it has one of which one end is open. */
function hintsOf({ hint, parts = [] }: Predicate, count = Number.POSITIVE_INFINITY): readonly Keyed[] {
  const guess = count <= SHORT_LIST ? 0.05 : 0.95;
  return [hint, ...parts.map((part) => part.hint)].flatMap((one) =>
    one !== undefined && 'key' in one ? [{ ...one, share: one.share ?? guess }] : [],
  );
}

/** As many surveys are sorted without an index in the order that is asked for (SPEC 6). */
const SHORT_LIST = 10_000;

function cheapest(kind: Kind, hints: readonly Keyed[], candidates: readonly Candidate[]): Candidate {
  const cost = ({ index, share }: Candidate) => share * (isCovered(kind, index, hints) ? 1 : VISITING);
  return candidates.reduce((best, one) => (cost(one) < cost(best) ? one : best));
}

/** Looking at a survey's row costs about this much more than looking at its entry in an index. */
const VISITING = 8;

/** Whether the index holds all that the filters look at. */
function isCovered(kind: Kind, index: string | null, hints: readonly Keyed[]): boolean {
  if (kind !== 'executed') return true;
  const own = index === OWN.executed.index;
  return hints.every(
    ({ key }) =>
      EXECUTED_FACTS.has(key) ||
      FILTERS.executed[key] === index ||
      (key === 'executed_on' && (own || LATE_AND_LIKE.has(index))) ||
      (key === 'attempt_count' && own),
  );
}

const EXECUTED_FACTS: ReadonlySet<string> = new Set(['seller_id', 'product_id', 'rule_id', 'executed_by', 'city_key']);

/** Every survey of the kind, in the order of the list where an index has it. */
function wholeList(kind: Kind, status: Status | 'open', hints: readonly Keyed[], page: Page): Candidate {
  const walked = walkedIndex(status, page.sort);
  if (walked === null) return { index: OWN[kind].index, walks: false, share: SORTING };
  // A period of the very column that is walked bounds the walk at both ends.
  const bounded = hints.find((hint) => isWalkedBy(hint, page.sort));
  const others = hints.filter((hint) => hint !== bounded);
  return { index: walked, walks: true, share: (bounded?.share ?? 1) * walkedShare(others, page) };
}

function byFilter(kind: Kind, hint: Keyed, hints: readonly Keyed[], page: Page): Candidate[] {
  const index = FILTERS[kind][hint.key];
  if (index === undefined) return [];
  if (!hint.ordered || page.sort !== OWN[kind].sort) return [{ index, walks: false, share: hint.share * SORTING }];
  const others = hints.filter((one) => one !== hint);
  return [{ index, walks: true, share: hint.share * walkedShare(others, page) }];
}

/** Visiting a row and keeping it for a sort costs about this much more than visiting it. */
const SORTING = 1.5;

/**
 * Which share a walk looks at. Surveys of one period stand together in every order of dates: a walk meets them all at
 * once or, before its first page or after its last, none for long.
 */
function walkedShare(others: readonly Keyed[], { size, count }: Page): number {
  const even = count === undefined ? UNKNOWN : count <= size ? 1 : size / count;
  const outside = others.filter(({ key }) => DATES.has(key)).map(({ share }) => 1 - share);
  return Math.max(even, ...outside);
}

/** A list that nobody counted is that of somebody's work, and its first page fills soon. */
const UNKNOWN = 0.1;

const DATES: ReadonlySet<string> = new Set(['closed_on', 'opens_on', 'expires_on', 'executed_on']);

function isWalkedBy({ key }: Keyed, sort: SurveySort): boolean {
  return key === (sort === 'settled' ? 'executed_on' : ORDERS[sort].column.replace('surveys.', ''));
}

function kindOf(status: Status | 'open'): Kind {
  return status === 'executed' || status === 'closed' || status === 'cancelled' ? status : 'open';
}

/** The order that the indexes of filters have, and the index of all. */
const OWN: Record<Kind, { readonly sort: SurveySort; readonly index: string }> = {
  open: { sort: 'expiry', index: 'open' },
  executed: { sort: 'settled', index: 'executed' },
  closed: { sort: 'expiry', index: 'closed' },
  cancelled: { sort: 'expiry', index: 'cancelled' },
};

/** The index of each filter, by the key of its hint. */
const FILTERS: Record<Kind, Readonly<Record<string, string>>> = {
  open: {
    ...named('open', ['seller_id', 'product_id', 'rule_id', 'city_key', 'closed_on', 'opens_on']),
    ...named('open', ['assigned_to', 'attempt_count', 'no_phone']),
    expires_on: 'open',
    customer_id: 'of_customer',
    text: 'sale_id_rule_id_unique',
  },
  executed: {
    ...named('executed', ['seller_id', 'product_id', 'rule_id', 'executed_by', 'city_key']),
    ...named('executed', ['closed_on', 'opens_on', 'expires_on', 'score_key']),
    executed_on: 'executed',
    late: 'executed_late',
    by_seller: 'executed_by_seller',
    attempt_count: 'executed_after_attempts',
    no_phone: 'executed_without_phone',
    customer_id: 'of_customer',
    text: 'sale_id_rule_id_unique',
  },
  closed: { expires_on: 'closed', customer_id: 'of_customer', text: 'sale_id_rule_id_unique' },
  cancelled: { expires_on: 'cancelled', customer_id: 'of_customer', text: 'sale_id_rule_id_unique' },
};

/** The indexes of few executed surveys, which hold the day of execution too. */
const LATE_AND_LIKE: ReadonlySet<string | null> = new Set(
  ['late', 'by_seller', 'attempt_count', 'no_phone'].map((key) => FILTERS.executed[key] ?? null),
);

function named(kind: Kind, keys: readonly string[]): Record<string, string> {
  return Object.fromEntries(keys.map((key) => [key, `${kind}_by_${key}`]));
}

/**
 * The index in the order of the list, for surveys of that status; null when there is none. One that holds other open
 * surveys too is none where these stand together at an end of it: the walk would run through them all.
 */
function walkedIndex(status: Status | 'open', sort: SurveySort): string | null {
  return WALKED[status][sort] ?? null;
}

const WALKED: Record<Status | 'open', Readonly<Partial<Record<SurveySort, string>>>> = {
  open: { expiry: 'open', closing: 'open_by_closed_on', opening: 'open_by_opens_on' },
  scheduled: { expiry: 'open', opening: 'open_by_opens_on' },
  due: { expiry: 'open' },
  inconsistent: { expiry: 'open' },
  executed: {
    settled: 'executed',
    closing: 'executed_by_closed_on',
    opening: 'executed_by_opens_on',
    score: 'executed_by_score_key',
  },
  closed: { expiry: 'closed' },
  cancelled: { expiry: 'cancelled' },
};

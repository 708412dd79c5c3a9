import type { Status } from '../domain/scheduler.js';
import { indexToCountBy, type Page, type Plan, planBy, SHORT_LIST, type Ways } from './index-plan.js';
import type { Predicate } from './predicate.js';
import { ORDERS, type SurveySort, statusAsked } from './survey-order.js';

/** Surveys by how they are open or ended: each has partial indexes of its own (migrations/survey-indexes). */
type Kind = 'open' | 'executed' | 'closed' | 'cancelled';

/** The cheapest way to a page of surveys (decision 0010). */
export function planFor(where: Predicate, page: Page<SurveySort>): Plan {
  const status = statusAsked(where);
  return status === null ? { index: null, walks: false } : planBy(where, page, waysTo(status));
}

/** The index to count by, as in a plan: that of the filter that leaves the least, or of the whole kind. */
export function indexToCount(where: Predicate): string | null {
  const status = statusAsked(where);
  return status === null ? null : indexToCountBy(where, waysTo(status));
}

/**
 * Whether a list of so many surveys can be shown in an order: those that no index has are for short lists. `most` is how
 * long these may be.
 */
export function isSortable(where: Predicate, sort: SurveySort, count: number, most = SHORT_LIST): boolean {
  const statuses = (where.branches ?? [where]).map(statusAsked);
  return count <= most || statuses.every((status) => status !== null && walkedIndex(status, sort) !== null);
}

function waysTo(status: Status | 'open'): Ways<SurveySort> {
  const kind = kindOf(status);
  return {
    own: OWN[kind],
    filters: FILTERS[kind],
    walked: (sort) => walkedIndex(status, sort),
    keyOf: (sort) => (sort === 'settled' ? 'executed_on' : ORDERS[sort].column.replace('surveys.', '')),
    dates: DATES,
    isCovered: (index, keys) => isCovered(kind, index, keys),
  };
}

/** Whether the index holds all that the filters look at. */
function isCovered(kind: Kind, index: string | null, keys: readonly string[]): boolean {
  if (kind !== 'executed') return true;
  const own = index === OWN.executed.index;
  return keys.every(
    (key) =>
      EXECUTED_FACTS.has(key) ||
      FILTERS.executed[key] === index ||
      (key === 'executed_on' && (own || LATE_AND_LIKE.has(index))) ||
      (key === 'attempt_count' && own) ||
      (key === 'execution_id' && (own || index === FILTERS.executed.expires_on)),
  );
}

const EXECUTED_FACTS: ReadonlySet<string> = new Set(['seller_id', 'product_id', 'rule_id', 'executed_by', 'city_key']);

const DATES: ReadonlySet<string> = new Set(['closed_on', 'opens_on', 'expires_on', 'executed_on']);

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
    expiry: 'executed_by_expires_on',
    score: 'executed_by_score_key',
  },
  closed: { expiry: 'closed' },
  cancelled: { expiry: 'cancelled' },
};

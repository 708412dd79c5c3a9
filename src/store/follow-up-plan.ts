import type { FollowUpSort } from './follow-up-order.js';
import { indexToCountBy, type Page, type Plan, planBy, type Ways } from './index-plan.js';
import { type Hint, type Predicate, partWith } from './predicate.js';

/** The cheapest way to a page of follow-ups (decision 0010). */
export function planFor(where: Predicate, page: Page<FollowUpSort>): Plan {
  const ended = endedAsked(where);
  return ended === null ? { index: null, walks: false } : planBy(where, page, ended ? ENDED : OPEN);
}

/** The index to count by. */
export function indexToCount(where: Predicate): string | null {
  const ended = endedAsked(where);
  return ended === null ? null : indexToCountBy(where, ended ? ENDED : OPEN);
}

/** Whether a list asks for those that ended, or for those that did not; null when it says neither. */
export function endedAsked(where: Predicate): boolean | null {
  return partWith(where, asksForEnded)?.hint.ended ?? null;
}

function asksForEnded(hint: Hint): hint is Extract<Hint, { ended: boolean }> {
  return 'ended' in hint;
}

const ORDER_KEYS: Partial<Record<FollowUpSort, string>> = { due: 'due_on', priority: 'priority', kind: 'kind' };

const BOTH = {
  keyOf: (sort: FollowUpSort) => ORDER_KEYS[sort] ?? '',
  dates: new Set(['due_on', 'opened_on', 'ended_on']),
};

/** Few: any filter is looked for in an index that holds all that filters look at. */
const OPEN: Ways<FollowUpSort> = {
  ...BOTH,
  own: { sort: 'due', index: 'open' },
  filters: { owner_id: 'own', due_on: 'open', customer_id: 'customer', survey_id: 'survey' },
  walked: (sort) => (sort === 'customer' || sort === 'owner' ? null : sort === 'due' ? 'open' : `open_by_${sort}`),
  isCovered: (index, keys) => index === 'open' || index === 'own' || keys.length === 0,
};

const ENDED: Ways<FollowUpSort> = {
  ...BOTH,
  own: { sort: 'due', index: 'ended_by_due' },
  filters: {
    owner_id: 'ended_by_owner',
    product_id: 'ended_by_product',
    seller_id: 'ended_by_seller',
    city_key: 'ended_by_city',
    ending: 'ended_by_ending',
    priority: 'ended_by_priority',
    kind: 'ended_by_kind',
    due_on: 'ended_by_due',
    opened_on: 'opened',
    ended_on: 'ended',
    customer_id: 'customer',
    survey_id: 'survey',
  },
  walked: (sort) => (sort === 'customer' || sort === 'owner' ? null : `ended_by_${sort}`),
  isCovered: (index, keys) =>
    index !== 'customer' &&
    index !== 'survey' &&
    keys.every((key) => !SOME_HAVE.has(key) || (DATED[index ?? ''] ?? []).includes(key)),
};

/** What not all of these indexes hold, and those that do (migrations/follow-up-indexes). */
const SOME_HAVE: ReadonlySet<string> = new Set(['opened_on', 'ended_on', 'customer_id', 'survey_id', 'rule_id']);

const DATED: Readonly<Record<string, readonly string[]>> = {
  ended_by_due: ['opened_on', 'ended_on'],
  ended_by_opened: ['opened_on', 'ended_on'],
  ended_by_ended: ['opened_on', 'ended_on'],
  ended_by_owner: ['opened_on', 'ended_on'],
  opened: ['opened_on'],
  ended: ['opened_on', 'ended_on'],
};

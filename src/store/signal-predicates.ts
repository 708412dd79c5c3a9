import { type CivilDate, daysBetween } from '../domain/civil-date.js';
import type { FollowUpKind } from '../domain/follow-up.js';
import { can } from '../domain/permissions.js';
import { SIGNAL_STATES, type SignalState } from '../domain/signal.js';
import { ofCustomerFound } from './customer-search.js';
import type { Queryable } from './dialect.js';
import { allOf, anyOf, type Predicate, predicate } from './predicate.js';
import type { Viewer } from './survey-predicates.js';

// domain/signal in SQL, on rows of `signals`. What has a state stands literally, because the partial indexes are chosen by it.

const LEFT = 'signals.follow_up_id is null and signals.sale_cancelled_at is null and signals.dismissed_at';

const IS: Record<SignalState, string> = {
  waiting: `${LEFT} is null`,
  dismissed: `${LEFT} is not null`,
  followed: 'signals.follow_up_id is not null',
};

/** Those that wait for somebody, were dismissed, or have a follow-up. */
export function hasSignalState(state: SignalState): Predicate {
  return predicate(IS[state], [], { signal: state });
}

/** Those that have one of the states: each has indexes of its own. */
export function hasAnySignalState(states: readonly SignalState[]): Predicate {
  const branches = SIGNAL_STATES.filter((state) => states.includes(state)).map(hasSignalState);
  return branches.length < 2 ? anyOf(branches) : { ...anyOf(branches), branches };
}

/** The signals that somebody works: every one for managers, else those of the surveys that he ran (SPEC 1). */
export function mayTakeUp(viewer: Viewer): Predicate {
  if (can(viewer.role, 'seeEveryFollowUp')) return allOf([]);
  return viewer.id === null ? anyOf([]) : oneOf('executed_by', [viewer.id], 0.05);
}

/** What a list of signals is narrowed to; what is left out does not narrow. All of it together holds. */
export interface SignalFilter {
  /** Of the execution; both ends inclusive, either may be open. */
  readonly period?: { readonly of: 'executed'; readonly from: CivilDate | null; readonly to: CivilDate | null };
  readonly kinds?: readonly FollowUpKind[];
  /** Who ran the survey. */
  readonly operatorIds?: readonly number[];
  readonly productIds?: readonly number[];
  /** The profile that its product has now. */
  readonly profileIds?: readonly number[];
  /** The rule of its survey. */
  readonly ruleIds?: readonly number[];
  readonly sellerIds?: readonly number[];
  /** Keys of the customer's city (domain/text, nameKey). */
  readonly cities?: readonly string[];
  /** Words, each found in what the customer is found by. */
  readonly text?: string;
}

/** Which signals a list shows, and to whom. */
export interface SignalScope {
  readonly viewer: Viewer & { readonly id: number };
  readonly states: readonly SignalState[];
  readonly filter: SignalFilter;
}

/** What a filter leaves of what the viewer may see, whatever its state: the text is looked up once. */
export async function signalsOf(
  q: Queryable,
  { viewer, filter }: Pick<SignalScope, 'viewer' | 'filter'>,
): Promise<Predicate> {
  const { text } = filter;
  const found = text === undefined ? [] : [await ofCustomerFound(q, text, 'signals.customer_id')];
  return allOf([mayTakeUp(viewer), signalsMatching(filter), ...found]);
}

/** What a filter leaves, whatever its state; its text is for store/customer-search. */
export function signalsMatching(filter: SignalFilter): Predicate {
  const { period, kinds, operatorIds, productIds, profileIds, ruleIds, sellerIds, cities } = filter;
  const parts: Predicate[] = [];
  if (period !== undefined) parts.push(inPeriod(period));
  if (kinds !== undefined) parts.push(ofKinds(kinds));
  if (operatorIds !== undefined) parts.push(oneOf('executed_by', operatorIds, 0.05));
  if (productIds !== undefined) parts.push(oneOf('product_id', productIds, 0.06));
  if (profileIds !== undefined) parts.push(ofProfiles(profileIds));
  if (ruleIds !== undefined) parts.push(ofRules(ruleIds));
  if (sellerIds !== undefined) parts.push(oneOf('seller_id', sellerIds, 0.02));
  if (cities !== undefined) parts.push(oneOf('city_key', cities, 0.01));
  return allOf(parts);
}

/** The signals that a list shows. */
export async function listedSignals(q: Queryable, scope: SignalScope): Promise<Predicate> {
  return allOf([await signalsOf(q, scope), hasAnySignalState(scope.states)]);
}

/** `share` is about how many one value leaves: a guess, to choose an index by. */
function oneOf(column: string, values: readonly (number | string)[], share: number): Predicate {
  const hint = { key: column, share: share * values.length, ordered: values.length === 1 };
  if (values.length === 1) return predicate(`signals.${column} = ?`, values, hint);
  return predicate(`signals.${column} in (${values.map(() => '?').join(', ')})`, values, hint);
}

/** Several are no bounds of the index in that order: SQLite would look each up in it, and sort what it finds. */
function ofKinds(kinds: readonly FollowUpKind[]): Predicate {
  if (kinds.length === 1) return predicate('signals.kind = ?', kinds, { key: 'kind', share: 0.25, ordered: false });
  return predicate(`(signals.kind || '') in (${kinds.map(() => '?').join(', ')})`, kinds);
}

function ofProfiles(ids: readonly number[]): Predicate {
  const some = ids.map(() => '?').join(', ');
  return predicate(`signals.product_id in (select id from products where profile_id in (${some}))`, ids);
}

/** A survey keeps its rule. Each is looked up: a rule's own surveys are far more than those with a signal. */
function ofRules(ids: readonly number[]): Predicate {
  const some = ids.map(() => '?').join(', ');
  const sql = `exists (select 1 from surveys where surveys.id = signals.survey_id and surveys.rule_id in (${some}))`;
  return predicate(sql, ids, { key: 'survey_id', share: 0.2 * ids.length, ordered: false });
}

function inPeriod({ from, to }: NonNullable<SignalFilter['period']>): Predicate {
  const { sql, bindings } = allOf([
    ...(from === null ? [] : [predicate('signals.executed_on >= ?', [from])]),
    ...(to === null ? [] : [predicate('signals.executed_on <= ?', [to])]),
  ]);
  // Of ten years; with an open end it is all of them or none.
  const share = from === null || to === null ? null : Math.min(1, (daysBetween(from, to) + 1) / 3650);
  return predicate(sql, bindings, { key: 'executed_on', share, ordered: true });
}

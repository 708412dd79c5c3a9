import { type CivilDate, daysBetween } from '../domain/civil-date.js';
import { ENDINGS, type Ending, FOLLOW_UP_KINDS, type FollowUpKind, type FollowUpStatus } from '../domain/follow-up.js';
import { can } from '../domain/permissions.js';
import { allOf, anyOf, type Predicate, predicate } from './predicate.js';
import type { Viewer } from './survey-predicates.js';

// domain/follow-up in SQL, on rows of `follow_ups`: the lists, their counters, the number in the menu and the files share
// it. `ended_at is null` stands literally, because the partial indexes are chosen by it.

const OPEN = 'follow_ups.ended_at is null';

/** Those that have one of the statuses: the open ones and the ended ones are branches, each with indexes of its own. */
export function hasAnyFollowUpStatus(statuses: readonly FollowUpStatus[]): Predicate {
  const open = statuses.filter((status) => status === 'open' || status === 'in-progress');
  const ended = ENDINGS.filter((ending) => statuses.includes(ending));
  const branches = [...(open.length > 0 ? [isOpen(open)] : []), ...(ended.length > 0 ? [hasEnded(ended)] : [])];
  return branches.length < 2 ? anyOf(branches) : { ...anyOf(branches), branches };
}

function isOpen(statuses: readonly FollowUpStatus[]): Predicate {
  const open = predicate(OPEN, [], { ended: false });
  if (statuses.length === 2) return open;
  return allOf([open, predicate(`follow_ups.started_at is ${statuses[0] === 'open' ? '' : 'not '}null`)]);
}

function hasEnded(endings: readonly Ending[]): Predicate {
  const ended = predicate('follow_ups.ended_at is not null', [], { ended: true });
  if (endings.length === ENDINGS.length) return ended;
  const share = endings.reduce((sum, ending) => sum + (ending === 'resolved' ? 0.6 : 0.1), 0);
  return allOf([ended, oneOf('ending', endings, share), ...ofKinds(endings)]);
}

/** What an ending says of the kind: a bound for who walks by kind, where all opportunities stand together. */
function ofKinds(endings: readonly Ending[]): Predicate[] {
  const opportunities = endings.filter((ending) => ending === 'won' || ending === 'lost');
  if (opportunities.length === endings.length) return [fewValues('kind', ['opportunity'], 0.25)];
  return opportunities.length === 0 ? [predicate("follow_ups.kind < 'opportunity'")] : [];
}

/** Which of the statuses a follow-up that the filter leaves can have: what has ended is not overdue, what is won was an opportunity. */
export function possibleStatuses(
  statuses: readonly FollowUpStatus[],
  { kinds = FOLLOW_UP_KINDS, overdue }: FollowUpFilter,
): readonly FollowUpStatus[] {
  return statuses.filter((status) => {
    if (status === 'open' || status === 'in-progress') return true;
    if (overdue) return false;
    return kinds.some((kind) => (kind === 'opportunity') === (status === 'won' || status === 'lost'));
  });
}

/** Vencidos on `today`. */
export function isOverdueFollowUp(today: CivilDate): Predicate {
  return predicate(`${OPEN} and follow_ups.due_on < ?`, [today]);
}

/** A user's own. */
export function isOwnedBy(userId: number): Predicate {
  return oneOf('owner_id', [userId], 0.05);
}

/** The follow-ups that somebody works: every one for managers, else his own (SPEC 1). Any other is a 404 to him. */
export function mayFollow(viewer: Viewer): Predicate {
  if (can(viewer.role, 'seeEveryFollowUp')) return allOf([]);
  return viewer.id === null ? anyOf([]) : isOwnedBy(viewer.id);
}

/** Which date a period of the list is about. */
export const FOLLOW_UP_PERIODS = ['due', 'opened', 'ended'] as const;

export type FollowUpPeriodOf = (typeof FOLLOW_UP_PERIODS)[number];

/** What a list of follow-ups is narrowed to; what is left out does not narrow. All of it together holds. */
export interface FollowUpFilter {
  /** Both ends inclusive; either may be open. */
  readonly period?: { readonly of: FollowUpPeriodOf; readonly from: CivilDate | null; readonly to: CivilDate | null };
  readonly kinds?: readonly FollowUpKind[];
  readonly priorities?: readonly number[];
  readonly ownerIds?: readonly number[];
  /** Of the sale that it came from. */
  readonly productIds?: readonly number[];
  /** The profile that its product has now. */
  readonly profileIds?: readonly number[];
  /** Of the survey that it came from. */
  readonly ruleIds?: readonly number[];
  readonly sellerIds?: readonly number[];
  readonly customerIds?: readonly number[];
  /** Keys of the customer's city (domain/text, nameKey). */
  readonly cities?: readonly string[];
  readonly overdue?: true;
  /** Those that came from an execution which was annulled since. */
  readonly annulled?: true;
  /** Words, each found in what the customer is found by. */
  readonly text?: string;
}

const PERIOD_COLUMNS: Record<FollowUpPeriodOf, string> = { due: 'due_on', opened: 'opened_on', ended: 'ended_on' };

/** What a filter leaves on `today`, whatever its status; its text is for store/customer-search. */
export function followUpsMatching(filter: FollowUpFilter, today: CivilDate): Predicate {
  const parts: Predicate[] = [];
  const { period, kinds, priorities, ownerIds, productIds, profileIds, ruleIds, sellerIds, customerIds, cities } =
    filter;
  if (period !== undefined) parts.push(inPeriod(period));
  if (kinds !== undefined) parts.push(fewValues('kind', kinds, 0.25));
  if (priorities !== undefined) parts.push(fewValues('priority', priorities, 0.3));
  if (ownerIds !== undefined) parts.push(oneOf('owner_id', ownerIds, 0.05));
  if (productIds !== undefined) parts.push(oneOf('product_id', productIds, 0.06));
  if (profileIds !== undefined) parts.push(ofProfiles(profileIds));
  if (ruleIds !== undefined) parts.push(ofRules(ruleIds));
  if (sellerIds !== undefined) parts.push(oneOf('seller_id', sellerIds, 0.02));
  if (customerIds !== undefined) parts.push(ofCustomers(customerIds));
  if (cities !== undefined) parts.push(oneOf('city_key', cities, 0.01));
  if (filter.overdue) parts.push(isOverdueFollowUp(today));
  if (filter.annulled) parts.push(isOfAnnulled());
  return allOf(parts);
}

/** `share` is about how many of the follow-ups one value leaves, or all of an ending's: guesses, to choose an index by. */
function oneOf(column: string, values: readonly (number | string)[], share: number): Predicate {
  const ordered = values.length === 1;
  const hint = { key: column, share: column === 'ending' ? share : share * values.length, ordered };
  if (ordered) return predicate(`follow_ups.${column} = ?`, values, hint);
  return predicate(`follow_ups.${column} in (${values.map(() => '?').join(', ')})`, values, hint);
}

/**
 * The execution that a follow-up came from, if it was annulled since: that of its answer, or the one that stood when it was
 * opened from its survey. A condition on `executions` beside `follow_ups`.
 */
export const ANNULLED_SINCE = `executions.annulled_at is not null and executions.survey_id = follow_ups.survey_id
  and case when follow_ups.answer_id is null
    then executions.finished_at <= follow_ups.opened_at and executions.annulled_at >= follow_ups.opened_at
    else executions.id = (select execution_id from answers where answers.id = follow_ups.answer_id) end`;

/** Few executions are annulled: they are looked up first. */
function isOfAnnulled(): Predicate {
  return predicate(
    `follow_ups.survey_id in (select survey_id from executions where annulled_at is not null)
      and exists (select 1 from executions where ${ANNULLED_SINCE})`,
    [],
    { key: 'survey_id', share: 0.001, ordered: false },
  );
}

function ofProfiles(ids: readonly number[]): Predicate {
  const some = ids.map(() => '?').join(', ');
  const hint = { key: 'product_id', share: 0.3 * ids.length, ordered: false };
  return predicate(`follow_ups.product_id in (select id from products where profile_id in (${some}))`, ids, hint);
}

/** A survey keeps its rule. Each is looked up: a rule's own surveys are far more than those with a follow-up. */
function ofRules(ids: readonly number[]): Predicate {
  const some = ids.map(() => '?').join(', ');
  return predicate(
    `exists (select 1 from surveys where surveys.id = follow_ups.survey_id and surveys.rule_id in (${some}))`,
    ids,
    { key: 'rule_id', share: 0.2 * ids.length, ordered: false },
  );
}

/** Few have more than one follow-up. */
function ofCustomers(ids: readonly number[]): Predicate {
  const some = ids.map(() => '?').join(', ');
  return predicate(`follow_ups.customer_id in (${some})`, ids, { key: 'customer_id', share: 0, ordered: false });
}

/** Several are no bounds of the index in that order: SQLite would look each up in it, and sort what it finds. */
function fewValues(column: 'kind' | 'priority', values: readonly (number | string)[], share: number): Predicate {
  const [only] = values;
  if (values.length === 1 && only !== undefined)
    return predicate(`follow_ups.${column} = ?`, [only], { key: column, share, ordered: false });
  const plain = column === 'kind' ? "(follow_ups.kind || '')" : '(follow_ups.priority + 0)';
  return predicate(`${plain} in (${values.map(() => '?').join(', ')})`, values);
}

function inPeriod({ of, from, to }: NonNullable<FollowUpFilter['period']>): Predicate {
  const column = PERIOD_COLUMNS[of];
  const bounds = [
    ...(from === null ? [] : [predicate(`follow_ups.${column} >= ?`, [from])]),
    ...(to === null ? [] : [predicate(`follow_ups.${column} <= ?`, [to])]),
  ];
  const { sql, bindings } = allOf(bounds);
  // Of ten years; with an open end it is all of them or none.
  const share = from === null || to === null ? null : Math.min(1, (daysBetween(from, to) + 1) / 3650);
  return predicate(sql, bindings, { key: column, share, ordered: of === 'due' });
}

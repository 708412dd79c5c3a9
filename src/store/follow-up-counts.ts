import type { CivilDate } from '../domain/civil-date.js';
import { FOLLOW_UP_STATUSES, type FollowUpStatus } from '../domain/follow-up.js';
import { can } from '../domain/permissions.js';
import { indexedBy, type Queryable } from './dialect.js';
import { type FollowUpScope, type FollowUpTab, followUpsOf } from './follow-up-list.js';
import { indexToCount } from './follow-up-plan.js';
import {
  hasAnyFollowUpStatus,
  isOverdueFollowUp,
  isOwnedBy,
  mayFollow,
  possibleStatuses,
} from './follow-up-predicates.js';
import { type FollowUpTally, tallyOf } from './follow-up-tallies.js';
import { allOf, type Predicate } from './predicate.js';
import { type ReadRows, readingAt, select } from './statements.js';
import type { Viewer } from './survey-predicates.js';
import { rememberedUntilWritten } from './version-memo.js';
import type { Topic } from './write-versions.js';

export interface FollowUpCounts {
  /** Of the list that is looked at. */
  readonly listed: number;
  /** Of each tab, with the statuses and the filter of the list. */
  readonly tabs: Readonly<Record<FollowUpTab, number>>;
  /** Of each status, on the tab that is looked at. */
  readonly statuses: Readonly<Record<FollowUpStatus, number>>;
}

/**
 * All counters of a page. What the filter leaves is counted once for both tabs and every status, from the tallies where
 * they know it, and kept until something is written that it looks at (decision 0013). `read` is for what has to be counted.
 */
export async function countFollowUps(q: Queryable, scope: FollowUpScope, read?: ReadRows): Promise<FollowUpCounts> {
  const { viewer, today, filter, tab, statuses } = scope;
  const remember = await rememberedUntilWritten(q, ...topicsOf(scope));
  const key = ['follow-ups', viewer.id, can(viewer.role, 'seeEveryFollowUp'), filter, filter.overdue && today];
  const counted = await remember(JSON.stringify(key), () => countNow(q, scope, read));
  const sum = (of: FollowUpTab) => statuses.reduce((total, status) => total + counted[of][status], 0);
  const tabs = { mine: sum('mine'), all: sum('all') };
  return { tabs, listed: tabs[tab], statuses: counted[tab] };
}

/**
 * Whose writes change what a scope shows: what customers are found by, what was annulled, and which profile a product has, is
 * of the surveys' topic.
 */
export function topicsOf({ filter }: Pick<FollowUpScope, 'filter'>): readonly Topic[] {
  const others = filter.text !== undefined || filter.annulled || filter.profileIds !== undefined;
  return others ? ['follow_ups', 'surveys'] : ['follow_ups'];
}

async function countNow(q: Queryable, scope: FollowUpScope, read: ReadRows = readingAt(q)): Promise<FollowUpTally> {
  const tally = await tallyOf(q, scope);
  if (tally !== null) return tally;
  const all = await followUpsOf(q, { ...scope, tab: 'all' });
  const possible = possibleStatuses(FOLLOW_UP_STATUSES, scope.filter);
  const isOpen = (status: FollowUpStatus) => status === 'open' || status === 'in-progress';
  const halves = [possible.filter(isOpen), possible.filter((status) => !isOpen(status))];
  const each = halves.filter((some) => some.length > 0).map((some) => countedBy(q, scope, all, some));
  const from = each.map(({ sql }, index) => `(${sql}) as counted${index}`).join(' cross join ');
  const [row] = await read<Record<string, number>>(
    `select * from ${from}`,
    each.flatMap(({ bindings }) => bindings),
  );
  const at = (of: FollowUpTab) =>
    FOLLOW_UP_STATUSES.map((status) => [status, Number(row?.[`${of} ${status}`] ?? 0)] as const);
  return { mine: Object.fromEntries(at('mine')), all: Object.fromEntries(at('all')) } as FollowUpTally;
}

/** One pass over the index that leaves the least of them. */
function countedBy(q: Queryable, { viewer }: FollowUpScope, all: Predicate, statuses: readonly FollowUpStatus[]) {
  const where = allOf([hasAnyFollowUpStatus(statuses), all]);
  const mine = isOwnedBy(viewer.id);
  const columns = statuses.flatMap((status) => {
    const condition = IS[status];
    return [
      { sql: `count(*) filter (where ${condition} and ${mine.sql}) as "mine ${status}"`, bindings: mine.bindings },
      { sql: `count(*) filter (where ${condition}) as "all ${status}"`, bindings: [] },
    ];
  });
  const index = indexToCount(where);
  return {
    sql: `select ${columns.map(({ sql }) => sql).join(', ')} from follow_ups ${indexedBy(q, 'follow_ups', index)}
      where ${where.sql}`,
    bindings: [...columns.flatMap(({ bindings }) => bindings), ...where.bindings],
  };
}

/** Among those that are open, or among those that ended. */
const IS: Record<FollowUpStatus, string> = {
  open: 'follow_ups.started_at is null',
  'in-progress': 'follow_ups.started_at is not null',
  resolved: "follow_ups.ending = 'resolved'",
  discarded: "follow_ups.ending = 'discarded'",
  won: "follow_ups.ending = 'won'",
  lost: "follow_ups.ending = 'lost'",
};

/** How many a list shows. */
export async function countListed(q: Queryable, where: Predicate): Promise<number> {
  let count = 0;
  for (const branch of where.branches ?? [where]) {
    const from = `follow_ups ${indexedBy(q, 'follow_ups', indexToCount(branch))}`;
    const [row] = await select<{ n: number }>(
      q,
      `select count(*) as n from ${from} where ${branch.sql}`,
      branch.bindings,
    );
    count += Number(row?.n ?? 0);
  }
  return count;
}

/** What was won with those for which the condition holds, in centavos. */
export async function sumWon(q: Queryable, where: Predicate, read: ReadRows = readingAt(q)): Promise<number> {
  let cents = 0;
  for (const branch of where.branches ?? [where]) {
    const from = `follow_ups ${indexedBy(q, 'follow_ups', indexToCount(branch))}`;
    const sum = `select coalesce(sum(won_cents), 0) as cents from ${from} where ${branch.sql}`;
    const [row] = await read<{ cents: number | string }>(sum, branch.bindings);
    cents += Number(row?.cents ?? 0);
  }
  return cents;
}

/** How many are overdue of what somebody works: the number in the menu, from the index of the open ones. */
export async function countOverdue(q: Queryable, viewer: Viewer, today: CivilDate): Promise<number> {
  const remember = await rememberedUntilWritten(q, 'follow_ups');
  const where = allOf([mayFollow(viewer), isOverdueFollowUp(today)]);
  return remember(`overdue ${where.sql} ${JSON.stringify(where.bindings)}`, () => countListed(q, where));
}

import { FOLLOW_UP_STATUSES, type FollowUpStatus } from '../domain/follow-up.js';
import { can } from '../domain/permissions.js';
import type { Queryable } from './dialect.js';
import type { FollowUpScope, FollowUpTab } from './follow-up-list.js';
import type { FollowUpFilter } from './follow-up-predicates.js';
import { select } from './statements.js';

/** How many follow-ups of each status there are, of the viewer's own and of all that he may see. */
export type FollowUpTally = Readonly<Record<FollowUpTab, Readonly<Record<FollowUpStatus, number>>>>;

/** What the tallies are kept by, besides the status (migration 20261129_000100). */
const TALLIED: readonly string[] = ['ownerIds', 'kinds', 'priorities'] satisfies (keyof FollowUpFilter)[];

/** What a filter leaves, where the tallies know it; null when it has to be counted. */
export async function tallyOf(
  q: Queryable,
  { viewer, filter }: Pick<FollowUpScope, 'viewer' | 'filter'>,
): Promise<FollowUpTally | null> {
  if (!Object.keys(filter).every((part) => TALLIED.includes(part))) return null;
  const { ownerIds, kinds, priorities } = filter;
  const parts = [
    ...(can(viewer.role, 'seeEveryFollowUp') ? [] : [among('owner_id', [viewer.id])]),
    ...(ownerIds === undefined ? [] : [among('owner_id', ownerIds)]),
    ...(kinds === undefined ? [] : [among('kind', kinds)]),
    ...(priorities === undefined ? [] : [among('priority', priorities)]),
  ];
  const where = parts.length === 0 ? '' : `where ${parts.map(({ sql }) => sql).join(' and ')}`;
  const rows = await select<{ mine: number | boolean; state: FollowUpStatus; n: number }>(
    q,
    `select owner_id = ? as mine, state, cast(sum(follow_ups) as bigint) as n from follow_up_tallies ${where} group by 1, 2`,
    [viewer.id, ...parts.flatMap(({ values }) => values)],
  );
  const sum = (status: FollowUpStatus, own: boolean) =>
    rows.reduce((total, { mine, state, n }) => (state === status && (mine || !own) ? total + Number(n) : total), 0);
  const each = (own: boolean) =>
    Object.fromEntries(FOLLOW_UP_STATUSES.map((status) => [status, sum(status, own)])) as FollowUpTally['all'];
  return { mine: each(true), all: each(false) };
}

function among(column: string, values: readonly (string | number)[]) {
  return { sql: `${column} in (${values.map(() => '?').join(', ')})`, values };
}

import { addDays, type CivilDate } from '../domain/civil-date.js';
import type { ReasonWithoutSurveys } from '../domain/planning.js';
import type { Queryable } from './dialect.js';
import { select } from './statements.js';

/** Why sales of active products have no surveys, as far as it can be mended. */
export type BareReason = Extract<
  ReasonWithoutSurveys,
  'product-without-profile' | 'profile-inactive' | 'profile-without-active-rules' | 'recorded-before-configuration'
>;

/** Standing sales without surveys for one reason; `count` stops at `BARE_CAP`. */
export interface BareCount {
  readonly reason: BareReason;
  readonly count: number;
  /** The closing date from which they are counted: what closed before would only have overdue surveys. */
  readonly from: CivilDate;
}

/** Beyond it nobody counts, and a page may not. */
export const BARE_CAP = 1_000;

/** How far back a sale is missed whose product plans nothing: nobody can say what its surveys would be. */
const MISSED_DAYS = 365;

interface Group {
  readonly profileId: number | null;
  readonly reason: BareReason;
  readonly from: CivilDate;
}

/**
 * The sales that stand without surveys and could have some that are not overdue yet, or could once their product plans
 * any. Ranges of the partial index of bare sales, each read up to the cap: a million sales that were imported without
 * surveys on purpose cost nothing. A rule that counts business days may hold a few days longer than is looked back.
 */
export async function countBareSales(q: Queryable, today: CivilDate, cap = BARE_CAP): Promise<BareCount[]> {
  const groups = await listGroups(q, today);
  const parts = groups.map(({ profileId }, index) => {
    const its = profileId === null ? 'profile_id is null' : 'profile_id = ?';
    return `select ${index} as place, count(*) as n from (select 1 from sales where bare and cancelled_at is null
      and product_id in (select id from products where deactivated_at is null and ${its})
      and closed_on >= ? limit ${cap}) counted`;
  });
  const bindings = groups.flatMap(({ profileId, from }) => (profileId === null ? [from] : [profileId, from]));
  const rows = await select<{ place: number; n: number }>(q, parts.join(' union all '), bindings);
  const byReason = new Map<BareReason, BareCount>();
  for (const { place, n } of rows) {
    const group = groups[place];
    if (group !== undefined && Number(n) > 0) byReason.set(group.reason, added(byReason, group, Number(n), cap));
  }
  return [...byReason.values()];
}

function added(known: ReadonlyMap<BareReason, BareCount>, { reason, from }: Group, n: number, cap: number): BareCount {
  const before = known.get(reason);
  const first = before !== undefined && before.from < from ? before.from : from;
  return { reason, count: Math.min(cap, n + (before?.count ?? 0)), from: first };
}

/** What each profile means for the sales of its products, and what having none does. */
async function listGroups(q: Queryable, today: CivilDate): Promise<Group[]> {
  const rows = await select<{ id: number; deactivated_at: number | null; days: number | null }>(
    q,
    `select profiles.id as id, profiles.deactivated_at as deactivated_at,
      max(rules.start_days + rules.expiry_days) as days
      from profiles left join profile_rules on profile_rules.profile_id = profiles.id
      left join rules on rules.id = profile_rules.rule_id and rules.deactivated_at is null
      group by profiles.id, profiles.deactivated_at`,
  );
  const missed = addDays(today, -MISSED_DAYS);
  const without: Group = { profileId: null, reason: 'product-without-profile', from: missed };
  const groups = rows.map((row): Group => {
    if (row.deactivated_at !== null) return { profileId: row.id, reason: 'profile-inactive', from: missed };
    if (row.days === null) return { profileId: row.id, reason: 'profile-without-active-rules', from: missed };
    return { profileId: row.id, reason: 'recorded-before-configuration', from: addDays(today, -row.days) };
  });
  return [without, ...groups];
}

import type { Month } from '../domain/month.js';
import type { Queryable } from './dialect.js';
import { select } from './statements.js';

/**
 * What is counted together: `surveys` is everything that a list or a counter of surveys looks at, `names` what users,
 * products, rules and profiles are called and whether they are active, `follow_ups` what lists and counters of follow-ups
 * look at, but for the texts of sales and customers, which are of `surveys`; `signals` the same of signals.
 */
export type Topic = 'surveys' | 'names' | 'follow_ups' | 'signals';

/**
 * The number of writes that a topic has seen: it goes up exactly when one is committed, so that what was read in the same
 * statement holds for as long as it stays. Triggers count (migration 20261124_000002).
 * That of several topics goes up when that of one does.
 */
export async function currentVersion(q: Queryable, ...topics: readonly Topic[]): Promise<number> {
  const [row] = await select<{ version: number }>(q, `select ${versionOf(...topics)} as version`);
  return row?.version ?? 0;
}

/** The same as a column, to be read in one statement with what it is the version of. */
export function versionOf(...topics: readonly Topic[]): string {
  const names = (topics.length === 0 ? ['surveys'] : topics).map((topic) => `'${topic}'`);
  return `(select cast(sum(version) as bigint) from write_versions where topic in (${names.join(', ')}))`;
}

/**
 * The number of writes to what each seller's commission of a month is made of: his sales of it, and of their surveys which
 * are open and what was scored. A seller without sales may have none. Triggers count (migration 20261129_000126).
 */
export async function commissionVersions(q: Queryable, month: Month): Promise<ReadonlyMap<number, number>> {
  const rows = await select<{ seller_id: number; version: number }>(
    q,
    `select seller_id, cast(sum(version) as bigint) as version from commission_versions where month = ? group by seller_id`,
    [month],
  );
  return new Map(rows.map(({ seller_id, version }) => [seller_id, version]));
}

/** The same by month: goes up when that of one of its sellers does. */
export async function commissionVersionsByMonth(
  q: Queryable,
  months: readonly Month[],
): Promise<ReadonlyMap<Month, number>> {
  const ends = [...months].sort();
  const rows = await select<{ month: Month; version: number }>(
    q,
    `select month, cast(sum(version) as bigint) as version from commission_versions where month >= ? and month <= ?
      group by month`,
    [ends[0] ?? '', ends.at(-1) ?? ''],
  );
  return new Map(rows.map(({ month, version }) => [month, version]));
}

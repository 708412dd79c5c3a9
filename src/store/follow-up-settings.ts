import type { FollowUpKind } from '../domain/follow-up.js';
import type { DueDays } from '../domain/follow-up-form.js';
import type { Queryable } from './dialect.js';

/** In how many business days each kind of follow-up is due by itself. */
export interface FollowUpSettings {
  readonly days: DueDays;
  readonly version: number;
}

const COLUMNS: Record<FollowUpKind, string> = {
  complaint: 'complaint_days',
  doubt: 'doubt_days',
  improvement: 'improvement_days',
  opportunity: 'opportunity_days',
};

/** There is always exactly one row. */
export async function getFollowUpSettings(q: Queryable): Promise<FollowUpSettings> {
  const row = await q('follow_up_settings').where({ id: 1 }).first();
  const days = Object.entries(COLUMNS).map(([kind, column]) => [kind, row[column]]);
  return { days: Object.fromEntries(days) as Record<FollowUpKind, number>, version: row.version };
}

/** Writes them over the version that was read; false when somebody else wrote meanwhile. */
export async function updateFollowUpSettings(trx: Queryable, { days, version }: FollowUpSettings): Promise<boolean> {
  const columns = Object.entries(COLUMNS).map(([kind, column]) => [column, days[kind as FollowUpKind]]);
  const changed = await trx('follow_up_settings')
    .where({ id: 1, version })
    .update({ ...Object.fromEntries(columns), version: version + 1 });
  return changed === 1;
}

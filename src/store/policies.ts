import {
  type CleanPolicy,
  type CommissionPolicy,
  DEFAULT_POLICY,
  type OwnSurveyRule,
  type PolicyVersion,
  versionInForce,
} from '../domain/commission-policy.js';
import type { Month } from '../domain/month.js';
import type { Queryable } from './dialect.js';

/**
 * The policy of the sales that close in a month (SPEC 7): the version in force then, or the default. Versions are never
 * changed, and none may begin in a month that is closed: what a closed month was computed with stays.
 */
export async function policyOf(q: Queryable, month: Month): Promise<CommissionPolicy> {
  return (await policiesByMonth(q))(month);
}

/** The same of any month. */
export async function policiesByMonth(q: Queryable): Promise<(month: Month) => CommissionPolicy> {
  const versions = await listPolicies(q);
  return (month) => versionInForce(versions, month) ?? DEFAULT_POLICY;
}

/** Every version that was saved, the one that begins last first. */
export async function listPolicies(q: Queryable): Promise<PolicyVersion[]> {
  const rows: PolicyRow[] = await q('commission_policies').orderBy([
    { column: 'from_month', order: 'desc' },
    { column: 'id', order: 'desc' },
  ]);
  return rows.map((row) => ({
    id: row.id,
    fromMonth: row.from_month,
    k: row.k,
    bonusOnly: Boolean(row.bonus_only),
    ownSurvey: row.own_survey,
    savedBy: row.saved_by,
    savedAt: row.saved_at,
  }));
}

/** Adds a version and returns its id. */
export async function insertPolicy(
  trx: Queryable,
  policy: CleanPolicy,
  saved: { readonly by: number; readonly at: number },
): Promise<number> {
  const { fromMonth, k, bonusOnly, ownSurvey } = policy;
  const row = { from_month: fromMonth, k, bonus_only: bonusOnly, own_survey: ownSurvey };
  const [{ id }] = await trx('commission_policies')
    .insert({ ...row, saved_by: saved.by, saved_at: saved.at })
    .returning('id');
  return id;
}

interface PolicyRow {
  id: number;
  from_month: Month;
  k: number;
  bonus_only: boolean | number;
  own_survey: OwnSurveyRule;
  saved_by: number;
  saved_at: number;
}

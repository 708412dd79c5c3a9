import {
  type CleanPolicy,
  type CommissionPolicy,
  lastSaved,
  type PolicyForm,
  validatePolicy,
} from '../domain/commission-policy.js';
import { ok, type Result, refuse } from '../domain/result.js';
import { changesBetween, insertAudit } from '../store/audit.js';
import { findLastClosed } from '../store/commission-months.js';
import { lockNames, type Queryable } from '../store/dialect.js';
import { insertPolicy, listPolicies, policyOf } from '../store/policies.js';
import { type ActionContext, actingUser, auditActor } from './context.js';
import { invalid, type SaveRefusal } from './saving.js';

/**
 * Adds a version of the policy, from an open month on (SPEC 7). The same as what holds in that month already adds none.
 * Closed months keep theirs. `lastRead` is the id of the version that was saved last when the form was shown, 0 while there
 * was none: nobody replaces what another saved meanwhile without having seen it.
 */
export async function savePolicy(
  context: ActionContext,
  lastRead: number,
  form: PolicyForm,
): Promise<Result<null, SaveRefusal>> {
  const checked = validatePolicy(form);
  if (!checked.ok) return refuse(invalid(...checked.refusal));
  const policy = checked.value;
  return context.db.transaction(async (trx) => {
    // In the order in which closing a month takes them.
    await lockNames(trx, 'commission_policies', 'commission_months');
    const last = await findLastClosed(trx);
    if (last !== null && policy.fromMonth <= last)
      return refuse(invalid({ field: 'fromMonth', message: 'monthClosed', params: { month: policy.fromMonth } }));
    if (Object.keys(await changesOf(trx, policy)).length === 0) return ok(null);
    if ((lastSaved(await listPolicies(trx))?.id ?? 0) !== lastRead) return refuse({ kind: 'stale' });
    await addPolicyIn(trx, context, policy);
    return ok(null);
  });
}

/** Adds a version whose month is known to be open, with its entry in the audit, in a transaction of the caller's. */
export async function addPolicyIn(trx: Queryable, context: ActionContext, policy: CleanPolicy): Promise<void> {
  const audited = { ...(await changesOf(trx, policy)), fromMonth: [null, policy.fromMonth] } as const;
  const id = await insertPolicy(trx, policy, { by: actingUser(context), at: context.now });
  await insertAudit(trx, auditActor(context), context.now, [
    { action: 'change', entity: 'policy', entityId: id, changes: audited },
  ]);
}

/** Where it differs from what holds in its month without it. */
async function changesOf(trx: Queryable, policy: CleanPolicy) {
  return changesBetween(policyContent(await policyOf(trx, policy.fromMonth)), policyContent(policy));
}

/** What makes a policy, without its month and who saved it. */
export function policyContent({ k, bonusOnly, ownSurvey }: CommissionPolicy): CommissionPolicy {
  return { k, bonusOnly, ownSurvey };
}

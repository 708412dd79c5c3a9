import { type CommissionPolicy, type PolicyForm, validatePolicy } from '../domain/commission-policy.js';
import { type FieldErrors, ok, type Result, refuse } from '../domain/result.js';
import { changesBetween, insertAudit } from '../store/audit.js';
import { findLastClosed } from '../store/commission-months.js';
import { lockNames } from '../store/dialect.js';
import { insertPolicy, policyOf } from '../store/policies.js';
import { type ActionContext, actingUser, auditActor } from './context.js';

/**
 * Adds a version of the policy, from an open month on (SPEC 7). The same as what holds in that month already adds none.
 * Closed months keep theirs.
 */
export async function savePolicy(context: ActionContext, form: PolicyForm): Promise<Result<null, FieldErrors>> {
  const checked = validatePolicy(form);
  if (!checked.ok) return checked;
  const policy = checked.value;
  return context.db.transaction(async (trx) => {
    // In the order in which closing a month takes them.
    for (const table of ['commission_policies', 'commission_months']) await lockNames(trx, table);
    const last = await findLastClosed(trx);
    if (last !== null && policy.fromMonth <= last)
      return refuse([{ field: 'fromMonth', message: 'monthClosed', params: { month: policy.fromMonth } }]);
    const changes = changesBetween(contentOf(await policyOf(trx, policy.fromMonth)), contentOf(policy));
    if (Object.keys(changes).length === 0) return ok(null);
    const id = await insertPolicy(trx, policy, { by: actingUser(context), at: context.now });
    const audited = { ...changes, fromMonth: [null, policy.fromMonth] } as const;
    await insertAudit(trx, auditActor(context), context.now, [
      { action: 'change', entity: 'policy', entityId: id, changes: audited },
    ]);
    return ok(null);
  });
}

function contentOf({ k, bonusOnly, ownSurvey }: CommissionPolicy): CommissionPolicy {
  return { k, bonusOnly, ownSurvey };
}

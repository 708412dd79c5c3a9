import { type CleanPolicy, type PolicyVersion, policiesByMonth, validatePolicy } from '../domain/commission-policy.js';
import type { Month } from '../domain/month.js';
import { type FieldError, type FieldErrors, ok, type Result, refuse } from '../domain/result.js';
import { changesBetween } from '../store/audit.js';
import { findLastClosed } from '../store/commission-months.js';
import type { Queryable } from '../store/dialect.js';
import { listPolicies } from '../store/policies.js';
import type { PolicyEntry } from './configuration-entries.js';
import type { ActionContext } from './context.js';
import { addPolicyIn, policyContent } from './save-policy.js';
import { pathOf, type SectionCounts } from './section-import.js';

/**
 * Adds the policies that no version stands for in their month, in a transaction of the caller's that has locked policies and
 * closed months (SPEC 7). The same again adds nothing; another one for that month is refused, as is one from a closed month.
 * Unlike the editor's, one that changes nothing in its month is added: it holds whatever comes before it later.
 */
export async function importPolicies(
  trx: Queryable,
  context: ActionContext,
  entries: readonly PolicyEntry[],
): Promise<{ readonly errors: FieldErrors; readonly counts: SectionCounts }> {
  const versions = await listPolicies(trx);
  const standing = new Map(policiesByMonth(versions).map((version) => [version.fromMonth, version]));
  const lastClosed = await findLastClosed(trx);
  const errors: FieldError[] = [];
  const lacking: CleanPolicy[] = [];
  const seen = new Set<Month>();
  for (const [index, entry] of entries.entries()) {
    const checked = checkedPolicy(entry, { seen, standing, lastClosed });
    seen.add(entry.fromMonth.trim());
    if (!checked.ok)
      errors.push(...checked.refusal.map((fault) => ({ ...fault, field: pathOf(`policies[${index}]`, fault.field) })));
    else if (!standing.has(checked.value.fromMonth)) lacking.push(checked.value);
  }
  const counts = { created: lacking.length, changed: 0, unchanged: entries.length - lacking.length };
  if (errors.length > 0) return { errors, counts };
  lacking.sort((a, b) => (a.fromMonth < b.fromMonth ? -1 : 1));
  for (const policy of lacking) await addPolicyIn(trx, context, policy);
  return { errors, counts };
}

interface Known {
  readonly seen: ReadonlySet<Month>;
  readonly standing: ReadonlyMap<Month, PolicyVersion>;
  readonly lastClosed: Month | null;
}

function checkedPolicy(entry: PolicyEntry, { seen, standing, lastClosed }: Known): Result<CleanPolicy, FieldErrors> {
  const checked = validatePolicy({ ...entry, bonusOnly: String(entry.bonusOnly) });
  if (!checked.ok) return checked;
  const { fromMonth: month } = checked.value;
  const fault = (message: 'duplicate' | 'anotherPolicyStands' | 'monthClosed') =>
    refuse([{ field: 'fromMonth', message, params: { month } }]);
  if (seen.has(month)) return fault('duplicate');
  const stands = standing.get(month);
  if (stands !== undefined) {
    const differs = Object.keys(changesBetween(policyContent(stands), policyContent(checked.value))).length > 0;
    return differs ? fault('anotherPolicyStands') : ok(checked.value);
  }
  return lastClosed !== null && month <= lastClosed ? fault('monthClosed') : ok(checked.value);
}

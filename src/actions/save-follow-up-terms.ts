import type { FollowUpKind } from '../domain/follow-up.js';
import { validateDueDays } from '../domain/follow-up-form.js';
import { ok, type Result, refuse } from '../domain/result.js';
import { changesBetween, insertAudit } from '../store/audit.js';
import { getFollowUpSettings, updateFollowUpSettings } from '../store/follow-up-settings.js';
import { type ActionContext, auditActor } from './context.js';
import type { SaveRefusal } from './saving.js';

/** Changes in how many business days follow-ups are due by themselves, over the version that was read; open ones keep theirs. */
export async function saveFollowUpTerms(
  context: ActionContext,
  version: number,
  form: Readonly<Partial<Record<FollowUpKind, string>>>,
): Promise<Result<null, SaveRefusal>> {
  const checked = validateDueDays(form);
  if (!checked.ok) return refuse({ kind: 'invalid', errors: checked.refusal });
  return context.db.transaction(async (trx) => {
    const before = await getFollowUpSettings(trx);
    const changes = changesBetween(before.days, checked.value);
    if (Object.keys(changes).length === 0) return ok(null);
    if (!(await updateFollowUpSettings(trx, { days: checked.value, version }))) return refuse({ kind: 'stale' });
    const entry = { action: 'change', entity: 'follow-up-settings', entityId: 1, changes };
    await insertAudit(trx, auditActor(context), context.now, [entry]);
    return ok(null);
  });
}

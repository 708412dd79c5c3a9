import { ok, type Result, refuse } from '../domain/result.js';
import type { SuccessionForm } from '../domain/succession.js';
import { insertAudit } from '../store/audit.js';
import { lockClaimant } from '../store/claims.js';
import type { Target } from '../store/configuration.js';
import { lockNames } from '../store/dialect.js';
import { endSessionsOf } from '../store/sessions.js';
import { adminExists, getUser, updateUserDeactivation } from '../store/users.js';
import { type ActionContext, auditActor } from './context.js';
import { handOver } from './hand-over.js';
import type { SaveRefusal } from './saving.js';

/**
 * Deactivates a user: his sessions end, his history stays. What he alone answers for, rules, open surveys and follow-ups, goes to those
 * whom the form names, in the same transaction; the last administrator who can sign in stays (SPEC 1). @throws NotFoundError
 */
export async function deactivateUser(
  context: ActionContext,
  target: Target,
  form: SuccessionForm,
): Promise<Result<null, SaveRefusal>> {
  return context.db.transaction(async (trx) => {
    await lockNames(trx, 'users', 'rules');
    await lockClaimant(trx, target.id);
    const before = await getUser(trx, target.id);
    if (!before.active) return ok(null);
    if (before.version !== target.version) return refuse({ kind: 'stale' });
    if (before.hasAccess && before.role === 'admin' && !(await adminExists(trx, before.id)))
      return refuse({ kind: 'invalid', errors: [{ field: 'deactivation', message: 'lastAdmin' }] });
    const handed = await handOver(trx, context, before, form);
    if (!handed.ok) return refuse({ kind: 'invalid', errors: handed.refusal });
    await updateUserDeactivation(trx, target, context.now);
    await endSessionsOf(trx, before.id, context.now);
    const changes = { active: [true, false] } as const;
    await insertAudit(trx, auditActor(context), context.now, [
      { action: 'deactivate', entity: 'user', entityId: before.id, changes },
    ]);
    return ok(null);
  });
}

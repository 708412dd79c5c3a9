import { ok, type Result, refuse } from '../domain/result.js';
import { insertAudit } from '../store/audit.js';
import type { Target } from '../store/configuration.js';
import { getUser, updateUserDeactivation } from '../store/users.js';
import { type ActionContext, auditActor } from './context.js';
import type { SaveRefusal } from './saving.js';

/** Brings a deactivated user back, with the login and the password that he had. @throws NotFoundError */
export async function activateUser(context: ActionContext, target: Target): Promise<Result<null, SaveRefusal>> {
  return context.db.transaction(async (trx) => {
    const before = await getUser(trx, target.id);
    if (before.active) return ok(null);
    if (!(await updateUserDeactivation(trx, target, null))) return refuse({ kind: 'stale' });
    await insertAudit(trx, auditActor(context), context.now, [
      { action: 'activate', entity: 'user', entityId: target.id, changes: { active: [false, true] } },
    ]);
    return ok(null);
  });
}

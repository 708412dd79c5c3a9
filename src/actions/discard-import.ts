import { insertAudit } from '../store/audit.js';
import { discardImport as erase } from '../store/imports.js';
import { type ActionContext, auditActor } from './context.js';

/** Erases a staged file that is not to be imported; false when it was applied or discarded meanwhile. */
export async function discardImport(context: ActionContext, id: number): Promise<boolean> {
  return context.db.transaction(async (trx) => {
    if (!(await erase(trx, id))) return false;
    const entry = { action: 'discard', entity: 'import', entityId: id };
    await insertAudit(trx, auditActor(context), context.now, [entry]);
    return true;
  });
}

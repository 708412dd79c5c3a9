import { insertAudit } from '../store/audit.js';
import { cancelJob as endJob, getJob } from '../store/jobs.js';
import { type ActionContext, auditActor } from './context.js';
import { keptInput } from './kept-input.js';

/**
 * Ends a running job where it stands: what was done stays done. False when it was at its end already. `owner` is whose jobs
 * the actor may touch; null: everybody's. @throws NotFoundError when the job is not his
 */
export async function cancelJob(context: ActionContext, id: number, owner: number | null): Promise<boolean> {
  return context.db.transaction(async (trx) => {
    const job = await getJob(trx, id, owner);
    const { done } = job;
    if (!(await endJob(trx, { id, kept: keptInput(job) }, context.now))) return false;
    await insertAudit(trx, auditActor(context), context.now, [
      { action: 'cancel', entity: 'job', entityId: id, changes: { surveys: [null, done] } },
    ]);
    return true;
  });
}

import { insertAudit } from '../store/audit.js';
import { getJob, insertJob } from '../store/jobs.js';
import { type BulkInput, CHANGED_AT_ONCE } from './bulk-job.js';
import { bulkSurveys } from './bulk-surveys.js';
import { type ActionContext, actingUser, auditActor } from './context.js';
import { type JobKind, runJobStep } from './run-job.js';

/** What is done with many is called by a word. */
interface BulkVerbs {
  readonly verb: string;
}

/** What the audit calls the records of a kind. */
const COUNTED: Readonly<Record<string, string>> = {
  'bulk-surveys': 'surveys',
  'bulk-follow-ups': 'followUps',
  'bulk-signals': 'signals',
};

/** The parts of a panel are noted one after the other, then the records are changed: so many steps a short job takes. */
const STEPS_OF_A_SHORT_JOB = 6;

/**
 * Starts a bulk action and returns its job's id; the same form key sent again gives the same job and starts nothing. What
 * is short is done at once, of what is long only the first step, and the rest by the runner.
 */
export async function startBulk(
  context: ActionContext,
  form: { readonly key: string; readonly input: BulkInput<BulkVerbs, unknown>; readonly total: number },
  kind: JobKind = bulkSurveys,
): Promise<number> {
  const { db, now, today } = context;
  const { input, total } = form;
  const { id, added } = await db.transaction(async (trx) => {
    const job = { kind: kind.kind, input, total, createdBy: actingUser(context), formKey: form.key };
    const inserted = await insertJob(trx, job, now);
    if (inserted.added)
      await insertAudit(trx, auditActor(context), now, [
        {
          action: 'start',
          entity: 'job',
          entityId: inserted.id,
          changes: { verb: [null, input.action.verb], [COUNTED[kind.kind] ?? 'lines']: [null, total] },
        },
      ]);
    return inserted;
  });
  const steps = !added ? 0 : total <= CHANGED_AT_ONCE ? STEPS_OF_A_SHORT_JOB : 1;
  for (let step = 0; step < steps; step += 1) {
    await runJobStep({ db, kinds: [kind], now, today }, { id });
    if ((await getJob(db.read, id, null)).state !== 'running') break;
  }
  return id;
}

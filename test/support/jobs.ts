import { APPLY_CONFIGURATION, type ApplyInput } from '../../src/actions/apply-configuration.js';
import type { BulkInput, Selection } from '../../src/actions/bulk-surveys.js';
import type { Actor } from '../../src/actions/context.js';
import { keyOf } from '../../src/actions/reach-back.js';
import { startBulk } from '../../src/actions/start-bulk.js';
import type { BulkAction } from '../../src/domain/bulk.js';
import { effectsOfRule } from '../../src/domain/configuration-change.js';
import { NOTHING_CHANGES } from '../../src/domain/effect-counts.js';
import { runJobs } from '../../src/job-runner.js';
import type { Database } from '../../src/store/connection.js';
import { getJob, insertJob, type Job } from '../../src/store/jobs.js';
import { acting } from './acting.js';
import { NOW } from './app.js';

let keys = 0;

/** What a bulk job is asked, on a panel without filters. */
export function bulkInput(action: BulkAction, selection: Selection | readonly number[]): BulkInput {
  const chosen: Selection = 'kind' in selection ? selection : { kind: 'ids', ids: selection };
  return { action, selection: chosen, backHref: '/panel/inconsistent' };
}

/** Adds a job of many surveys that no chunk was done of yet; returns its id. */
export async function waitingBulk(db: Database, actor: Actor, input: BulkInput): Promise<number> {
  const job = { kind: 'bulk-surveys', input, total: 0, createdBy: actor.id ?? 0, formKey: `waiting-${++keys}` };
  return (await db.transaction((trx) => insertJob(trx, job, NOW))).id;
}

/** Adds a job that applies new days of a rule to what exists, of which no chunk was done yet; returns its id. */
export async function waitingChange(db: Database, actor: Actor, ruleId: number, version: number): Promise<number> {
  const { id: lastSaleId } = (await db.read('sales').orderBy('id', 'desc').first('id')) ?? { id: 0 };
  const effects = effectsOfRule(ruleId, { startDays: 8, expiryDays: 3, businessDays: false });
  const record = { kind: 'rule', id: ruleId, version } as const;
  const input: ApplyInput = { effects, foreseen: { ...NOTHING_CHANGES, sales: 3, redated: 4 }, record, lastSaleId };
  const job = { kind: APPLY_CONFIGURATION, input, total: 3, createdBy: actor.id ?? 0, formKey: keyOf(record) };
  return (await db.transaction((trx) => insertJob(trx, job, NOW))).id;
}

/** Does everything that waits, on the day of `NOW` unless said otherwise. Errors that it logs are thrown. */
export function runWaiting(db: Database, now = NOW): Promise<void> {
  const log = {
    error: ({ err }: { err?: unknown }) => {
      throw err;
    },
  };
  return runJobs({ db, clock: { now: () => now }, timeZone: async () => 'America/Sao_Paulo', log });
}

/** Does a bulk action with the surveys, as the panel does it, and everything that is left of it; returns the job at its end. */
export async function doBulk(db: Database, actor: Actor, input: BulkInput, key = `bulk-${++keys}`): Promise<Job> {
  const total = input.selection.kind === 'ids' ? input.selection.ids.length : 1_000_000;
  const id = await startBulk(acting(db, actor), { key, input, total });
  await runWaiting(db);
  return getJob(db.read, id, null);
}

import type { ConfigurationEffects } from '../domain/configuration-effects.js';
import { counted, type EffectCounts, NOTHING_CHANGES, together } from '../domain/effect-counts.js';
import type { Queryable } from '../store/dialect.js';
import { readCalendar } from '../store/holidays.js';
import { addSkippedItems } from '../store/job-items.js';
import type { Job } from '../store/jobs.js';
import { nextSaleIds } from '../store/sales-at-hand.js';
import type { ActionContext } from './context.js';
import { breathe } from './in-turns.js';
import { lockSales } from './record-sale.js';
import type { Chunk, JobKind } from './run-job.js';
import { holdAndPlan, writeEffects } from './write-effects.js';

export const APPLY_CONFIGURATION = 'apply-configuration';

/** The record of the configuration whose change a job applies. */
export interface ChangedRecord {
  readonly kind: 'rule' | 'profile' | 'product' | 'holiday';
  readonly id: number;
  /** The version that the change gave it. */
  readonly version: number;
  /** How many of the same kind were changed with it. */
  readonly others?: number;
}

/** What a job is asked: the change as it was decided, and the numbers that who decided saw. */
export interface ApplyInput {
  readonly effects: ConfigurationEffects;
  readonly foreseen: EffectCounts;
  readonly record: ChangedRecord;
  /** The last sale that was recorded before the change; later ones have the new configuration from their birth. */
  readonly lastSaleId: number;
}

/** How far a job came, and what it did until there. */
export interface ApplyCursor {
  readonly after: number;
  readonly counts: EffectCounts;
}

/** How many sales one chunk looks at in a row, at most, and after how many changed ones it ends. */
export interface ApplyPortions {
  readonly looked: number;
  readonly slices: number;
  readonly changed: number;
}

/**
 * Applies a change of the configuration to what exists (SPEC 2), sale by sale in the order of their ids, which nothing
 * moves. Every chunk plans anew with the pure plan of the preview, so what happened meanwhile is respected and what was
 * done already is found done.
 */
export function applyConfigurationBy(portions: ApplyPortions): JobKind {
  return {
    kind: APPLY_CONFIGURATION,
    needs: 'configure',
    chunk: (trx, context, job) => applySome(trx, context, job, portions),
  };
}

/** In portions of which none is felt by who waits for a page or to write. */
export const applyConfiguration = applyConfigurationBy({ looked: 100, slices: 20, changed: 200 });

async function applySome(
  trx: Queryable,
  context: ActionContext,
  job: Job,
  { looked, slices, changed }: ApplyPortions,
): Promise<Chunk> {
  const { effects, lastSaleId } = job.input as ApplyInput;
  const start = (job.cursor ?? { after: 0, counts: NOTHING_CHANGES }) as ApplyCursor;
  await lockSales(trx);
  const calendar = await readCalendar(trx);
  let { after } = start;
  let counts = NOTHING_CHANGES;
  const kept: number[] = [];
  for (let slice = 0; slice < slices && after < lastSaleId && counts.sales < changed; slice += 1) {
    const ids = await nextSaleIds(trx, after, lastSaleId, looked);
    const plans = await holdAndPlan(trx, effects, ids, context, calendar);
    await writeEffects(trx, context, plans);
    for (const plan of plans) {
      counts = counted(counts, plan.effects, context.today);
      kept.push(...plan.effects.kept);
    }
    after = ids.at(-1) ?? lastSaleId;
    await breathe();
  }
  await addSkippedItems(trx, job.id, kept, 'touched');
  const cursor: ApplyCursor = { after, counts: together(start.counts, counts) };
  return { cursor, finished: after >= lastSaleId, done: counts.sales, skipped: {} };
}

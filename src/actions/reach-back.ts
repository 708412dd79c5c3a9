import type { Calendar } from '../domain/calendar.js';
import type { ReachingBack } from '../domain/configuration-change.js';
import { type ConfigurationEffects, isWithoutEffects } from '../domain/configuration-effects.js';
import { counted, type EffectCounts, fingerprintOf, NOTHING_CHANGES } from '../domain/effect-counts.js';
import { ok, type Result, refuse } from '../domain/result.js';
import type { Queryable } from '../store/dialect.js';
import { readCalendar } from '../store/holidays.js';
import { findRunningJob, insertJob } from '../store/jobs.js';
import { lastSaleId } from '../store/sales-at-hand.js';
import { APPLY_CONFIGURATION, type ApplyInput, type ChangedRecord } from './apply-configuration.js';
import { type ActionContext, actingUser } from './context.js';
import { affectedSales, type EffectsPreview, KEPT_NAMED, previewEffects } from './preview-effects.js';
import { lockSales } from './record-sale.js';
import { holdAndPlan, type PlannedChange, writeEffects } from './write-effects.js';

/** *Aplicar também às pesquisas em aberto*, with the numbers that its preview showed as one line (`fingerprintOf`). */
export interface ApplyAsked {
  readonly reach: ReachingBack;
  readonly shown: string;
  /** A change that reaches more sales is applied by a job; `APPLIED_AT_ONCE` where it is not said. */
  readonly atOnce?: number;
}

/**
 * Why a change was not saved. `effects`: what it would do is not what was shown, or nothing was; here is what it would.
 * `applying`: the change before it is still being applied to what exists. Either way nothing was written.
 */
export type ReachRefusal =
  | { readonly kind: 'effects'; readonly preview: EffectsPreview }
  | { readonly kind: 'applying'; readonly jobId: number };

/** What is to be done to what exists, and whether it is so much that a job does it. */
export interface Foreseen {
  readonly asked: ApplyAsked;
  /** What was counted, before the transaction. */
  readonly effects: ConfigurationEffects;
  readonly counts: EffectCounts;
  readonly large: boolean;
}

/** A change that reaches more sales than this is applied by a job, in the background. */
export const APPLIED_AT_ONCE = 300;

/**
 * Before the transaction: compares what the change would do now with what was shown, for as long as that takes, and
 * without holding anybody up. Null: it is not to be applied to what exists. `effectsOf` gives null when there is nothing
 * to compare, as with a record that somebody else saved meanwhile: the save itself will say so.
 */
export async function foresee(
  context: ActionContext,
  asked: ApplyAsked | null,
  effectsOf: (q: Queryable) => Promise<ConfigurationEffects | null>,
  calendar?: Calendar,
): Promise<Result<Foreseen | null, ReachRefusal>> {
  const { read } = context.db;
  const effects = asked === null ? null : await effectsOf(read);
  if (asked === null || effects === null) return ok(null);
  const preview = await previewEffects(read, effects, context, calendar ?? (await readCalendar(read)));
  if (preview === null) throw new Error('a preview that nobody may end was ended');
  if (fingerprintOf(preview.counts) !== asked.shown) return refuse({ kind: 'effects', preview });
  return ok({
    asked,
    effects,
    counts: preview.counts,
    large: preview.counts.sales > (asked.atOnce ?? APPLIED_AT_ONCE),
  });
}

/** A change that may be saved, and what is to be written with it. */
export interface Ready {
  readonly effects: ConfigurationEffects;
  readonly foreseen: Foreseen | null;
  readonly plans: readonly PlannedChange[];
}

/** What a save brings to `readyToApply`. */
export interface Reaching {
  readonly effects: ConfigurationEffects;
  readonly foreseen: Foreseen | null;
  /** Whether the save changes what is planned at all. */
  readonly matters: boolean;
  /** The calendar as it is to be; absent where it does not change. */
  readonly calendar?: Calendar;
}

/**
 * In the transaction, before its first write: keeps sales from being recorded meanwhile, refuses while another change is
 * being applied, and plans what is done at once, comparing it with what was shown for the last time.
 */
export async function readyToApply(
  trx: Queryable,
  context: ActionContext,
  { effects, foreseen, matters, calendar }: Reaching,
): Promise<Result<Ready, ReachRefusal>> {
  if (!matters && foreseen === null) return ok({ effects, foreseen, plans: [] });
  await lockSales(trx);
  const running = await findRunningJob(trx, APPLY_CONFIGURATION);
  if (running !== null) return refuse({ kind: 'applying', jobId: running.id });
  if (foreseen === null) return ok({ effects, foreseen, plans: [] });
  const days = calendar ?? (await readCalendar(trx));
  if (foreseen.large) return stillForeseen(trx, context, { effects, foreseen, plans: [] }, days);
  if (isWithoutEffects(effects)) return ok({ effects, foreseen, plans: [] });
  const ids = await affectedSales(trx, effects);
  const plans = await holdAndPlan(trx, effects, ids, context, days);
  const counts = plans.reduce((sum, plan) => counted(sum, plan.effects, context.today), NOTHING_CHANGES);
  if (fingerprintOf(counts) === foreseen.asked.shown) return ok({ effects, foreseen, plans });
  const kept = plans.flatMap((plan) => plan.effects.kept).slice(0, KEPT_NAMED);
  return refuse({ kind: 'effects', preview: { counts, kept } });
}

/**
 * Sales may change before a job comes to them; what is done to them may not. Where the change reaches further than it
 * did when it was counted, as when somebody gave its profile another rule meanwhile, it is counted once more.
 */
async function stillForeseen(
  trx: Queryable,
  context: ActionContext,
  ready: Ready & { readonly foreseen: Foreseen },
  calendar: Calendar,
): Promise<Result<Ready, ReachRefusal>> {
  const { effects, foreseen } = ready;
  if (JSON.stringify(effects) === JSON.stringify(foreseen.effects)) return ok(ready);
  const preview = await previewEffects(trx, effects, context, calendar);
  if (preview === null) throw new Error('a preview that nobody may end was ended');
  if (fingerprintOf(preview.counts) === foreseen.asked.shown) return ok(ready);
  return refuse({ kind: 'effects', preview });
}

/** In the transaction, once the change itself is written: does what was planned, or leaves it to a job. */
export async function applyReady(
  trx: Queryable,
  context: ActionContext,
  { effects, foreseen, plans }: Ready,
  record: ChangedRecord,
): Promise<void> {
  if (foreseen === null) return;
  if (!foreseen.large) return writeEffects(trx, context, plans);
  const input: ApplyInput = { effects, foreseen: foreseen.counts, record, lastSaleId: await lastSaleId(trx) };
  const job = { kind: APPLY_CONFIGURATION, input, total: foreseen.counts.sales, createdBy: actingUser(context) };
  await insertJob(trx, { ...job, formKey: keyOf(record) }, context.now);
}

/** The form key of the job that applies a change: a record has each version once. */
export function keyOf({ kind, id, version }: ChangedRecord): string {
  return `${APPLY_CONFIGURATION}-${kind}-${id}-${version}`;
}

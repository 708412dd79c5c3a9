import type { Calendar } from '../domain/calendar.js';
import { type ConfigurationEffects, planEffects } from '../domain/configuration-effects.js';
import { counted, type EffectCounts, NOTHING_CHANGES } from '../domain/effect-counts.js';
import { walkAffectedSales } from '../store/affected-sales.js';
import type { Queryable } from '../store/dialect.js';
import { listSalesAtHand } from '../store/sales-at-hand.js';
import type { ActionContext } from './context.js';
import { IdSet } from './id-set.js';
import { breathe, slicesOf } from './in-turns.js';

/** A change in numbers, and the first of the surveys that it would have removed but keeps, because they are touched. */
export interface EffectsPreview {
  readonly counts: EffectCounts;
  readonly kept: readonly number[];
}

/** How many of the surveys that are kept a preview and a result name. */
export const KEPT_NAMED = 50;

/** How many sales are planned before other requests have their turn. */
const AT_ONCE = 100;

/**
 * What a change would do, exactly, without doing it: the plan of every sale that it reaches, counted. It gives way to
 * others all the time, and ends early, with null, when `isWanted` says that nobody waits for it any more.
 */
export async function previewEffects(
  q: Queryable,
  effects: ConfigurationEffects,
  { now, today }: Pick<ActionContext, 'now' | 'today'>,
  calendar: Calendar,
  isWanted: () => boolean = () => true,
): Promise<EffectsPreview | null> {
  let counts = NOTHING_CHANGES;
  const kept: number[] = [];
  for await (const ids of walkEachOnce(q, effects)) {
    if (!isWanted()) return null;
    for (const sale of await listSalesAtHand(q, effects, ids, now)) {
      const plan = planEffects(effects, sale, { today, calendar });
      counts = counted(counts, plan, today);
      if (kept.length < KEPT_NAMED) kept.push(...plan.kept);
    }
    await breathe();
  }
  return { counts, kept: kept.slice(0, KEPT_NAMED) };
}

/** The ids of the sales that a change may reach, each once, as they are found and few at a time. */
async function* walkEachOnce(q: Queryable, effects: ConfigurationEffects): AsyncGenerator<readonly number[]> {
  const seen = new IdSet();
  for await (const some of walkAffectedSales(q, effects)) {
    yield* slicesOf(
      some.filter((id) => seen.add(id)),
      AT_ONCE,
    );
    await breathe();
  }
}

/** The ids of the sales that a change may reach, each once and in order: for few, which are to be held. */
export async function affectedSales(q: Queryable, effects: ConfigurationEffects): Promise<number[]> {
  const ids = new Set<number>();
  for await (const some of walkAffectedSales(q, effects)) {
    for (const id of some) ids.add(id);
    await breathe();
  }
  return [...ids].sort((a, b) => a - b);
}

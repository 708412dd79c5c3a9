import type { Calendar } from '../domain/calendar.js';
import { type ConfigurationEffects, planEffects } from '../domain/configuration-effects.js';
import { counted, type EffectCounts, NOTHING_CHANGES } from '../domain/effect-counts.js';
import { isFirstFind, placesOf } from '../domain/effect-places.js';
import { WALK_START, type WalkPosition, walkPlaces } from '../store/affected-sales.js';
import type { Queryable } from '../store/dialect.js';
import { listSalesAtHand } from '../store/sales-at-hand.js';
import type { ActionContext } from './context.js';
import { breathe, slicesOf } from './in-turns.js';

/** A change in numbers, and the first of the surveys that it would have removed but keeps, because they are touched. */
export interface EffectsPreview {
  readonly counts: EffectCounts;
  readonly kept: readonly number[];
}

/** A preview that came so far: `next` says where it goes on, null when it is whole. */
export interface PreviewSoFar extends EffectsPreview {
  readonly next: WalkPosition | null;
}

/** How many of the surveys that are kept a preview and a result name. */
export const KEPT_NAMED = 50;

/** How many sales are planned before other requests have their turn. */
const AT_ONCE = 100;

/** Nothing counted yet. */
const START: PreviewSoFar = { counts: NOTHING_CHANGES, kept: [], next: WALK_START };

/** What a preview is asked, besides the change. */
export interface PreviewAsked {
  /** What was counted before; absent at the beginning. */
  readonly from?: PreviewSoFar | undefined;
  /** After how many finds it ends for now; absent: when it is whole. */
  readonly atMost?: number | undefined;
  /** Asked all the time: whether somebody still waits for it. */
  readonly isWanted?: (() => boolean) | undefined;
}

/**
 * What a change would do, exactly, without doing it: the plan of every sale that it reaches, counted. It gives way to
 * others all the time, ends for now after `atMost`, and for good, with null, when nobody waits for it any more.
 */
export async function previewPart(
  q: Queryable,
  effects: ConfigurationEffects,
  { now, today }: Pick<ActionContext, 'now' | 'today'>,
  calendar: Calendar,
  { from = START, atMost = Number.POSITIVE_INFINITY, isWanted = () => true }: PreviewAsked = {},
): Promise<PreviewSoFar | null> {
  const places = placesOf(effects);
  const kept = [...from.kept];
  let [counts, looked] = [from.counts, 0];
  for await (const { finds, next } of walkPlaces(q, places, from.next ?? WALK_START)) {
    for (const some of slicesOf(finds, AT_ONCE)) {
      if (!isWanted()) return null;
      const sales = await listSalesAtHand(q, effects, [...new Set(some.map(({ saleId }) => saleId))], now);
      const byId = new Map(sales.map((sale) => [sale.id, sale]));
      for (const find of some) {
        const sale = byId.get(find.saleId);
        if (sale === undefined || !isFirstFind(places, sale, find)) continue;
        const plan = planEffects(effects, sale, { today, calendar });
        counts = counted(counts, plan, today);
        if (kept.length < KEPT_NAMED) kept.push(...plan.kept);
      }
      await breathe();
    }
    looked += finds.length;
    if (looked >= atMost && next.place < places.length) return { counts, kept: kept.slice(0, KEPT_NAMED), next };
  }
  return { counts, kept: kept.slice(0, KEPT_NAMED), next: null };
}

/** The whole preview; null when it was ended. */
export function previewEffects(
  q: Queryable,
  effects: ConfigurationEffects,
  moment: Pick<ActionContext, 'now' | 'today'>,
  calendar: Calendar,
  isWanted?: () => boolean,
): Promise<EffectsPreview | null> {
  return previewPart(q, effects, moment, calendar, { isWanted });
}

/** The ids of the sales that a change may reach, each once and in order: for few, which are to be held. */
export async function affectedSales(q: Queryable, effects: ConfigurationEffects): Promise<number[]> {
  const ids = new Set<number>();
  for await (const { finds } of walkPlaces(q, placesOf(effects))) {
    for (const { saleId } of finds) ids.add(saleId);
    await breathe();
  }
  return [...ids].sort((a, b) => a - b);
}

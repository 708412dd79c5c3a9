import { effectsOfCorrection, type PlannedFor } from '../domain/configuration-change.js';
import { type EffectsOnSale, isWithoutEffects, planEffects, type SaleAtHand } from '../domain/configuration-effects.js';
import { counted, type EffectCounts, fingerprintOf, NOTHING_CHANGES } from '../domain/effect-counts.js';
import type { PlanningChoice } from '../domain/planning.js';
import { type ProductPlanning, plannableRules } from '../domain/product-planning.js';
import type { Queryable } from '../store/dialect.js';
import { readCalendar } from '../store/holidays.js';
import { getProduct } from '../store/products.js';
import { listSalesAtHand } from '../store/sales-at-hand.js';
import type { ActionContext } from './context.js';
import { type EffectsPreview, KEPT_NAMED } from './preview-effects.js';
import { profileRules } from './record-effects.js';
import { holdAndPlan, type PlannedChange } from './write-effects.js';

// What correcting a sale does to its surveys (SPEC 2): the same plan as that of a changed configuration, for one sale.

/** The facts of a sale that are copied to its surveys. */
type Copied = PlannedFor & Pick<SaleAtHand, 'sellerId'>;

/** A sale as it stands and as it is to be. */
export interface Correction {
  readonly before: Copied & { readonly id: number };
  readonly after: Copied;
  /** What the product of `after` gives its sales. */
  readonly product: ProductPlanning;
  readonly choice: PlanningChoice;
}

/** What a correction does; null where it changes nothing that surveys hang on. */
export async function previewCorrection(
  q: Queryable,
  { now, today }: ActionContext,
  correction: Correction,
): Promise<EffectsPreview | null> {
  const effects = await effectsOf(q, correction);
  if (isWithoutEffects(effects)) return null;
  const calendar = await readCalendar(q);
  const sales = await listSalesAtHand(q, effects, [correction.before.id], now);
  const plans = sales.map((sale) => planEffects(effects, corrected(sale, correction), { today, calendar }));
  return countedUp(plans, today);
}

/** The correction as it is to be written, on surveys that are held, with what it does in numbers. */
export interface CorrectedSurveys {
  readonly plans: readonly PlannedChange[];
  /** Null where nothing changes that surveys hang on. */
  readonly preview: EffectsPreview | null;
}

/** In the transaction, before its first write; as `previewCorrection`. */
export async function planCorrection(
  trx: Queryable,
  context: ActionContext,
  correction: Correction,
): Promise<CorrectedSurveys> {
  const effects = await effectsOf(trx, correction);
  if (isWithoutEffects(effects)) return { plans: [], preview: null };
  const plans = await holdAndPlan(trx, effects, [correction.before.id], context, await readCalendar(trx), (sale) =>
    corrected(sale, correction),
  );
  const done = plans.map((plan) => plan.effects);
  return { plans, preview: countedUp(done, context.today) };
}

/** Whether what would be done is not what was shown. Who was shown nothing may do what does nothing. */
export function isUnforeseen({ counts }: EffectsPreview, shown: string): boolean {
  return shown === '' ? doesAnything(counts) : shown !== fingerprintOf(counts);
}

function doesAnything({ redated, created, removed }: EffectCounts): boolean {
  return redated + created + removed > 0;
}

async function effectsOf(q: Queryable, { before, after, product, choice }: Correction): Promise<EffectsOnSale> {
  const { profileId } = await getProduct(q, after.productId);
  const { rules } = (await profileRules(q, profileId)) ?? { rules: [] };
  return effectsOfCorrection(before, after, { rules, plannable: plannableRules(product) }, choice);
}

function corrected(sale: SaleAtHand, { after }: Correction): SaleAtHand {
  const { productId, closedOn, sellerId } = after;
  return { ...sale, productId, closedOn, sellerId };
}

function countedUp(plans: readonly PlannedChange['effects'][], today: ActionContext['today']): EffectsPreview {
  const counts = plans.reduce((sum, plan) => counted(sum, plan, today), NOTHING_CHANGES);
  return { counts, kept: plans.flatMap(({ kept }) => kept).slice(0, KEPT_NAMED) };
}

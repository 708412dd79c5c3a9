import type { ReachingBack } from '../domain/configuration-change.js';
import { type ConfigurationEffects, NO_EFFECTS } from '../domain/configuration-effects.js';
import { baseInForce } from '../domain/product.js';
import { type FieldError, type FieldErrors, ok, type Result, refuse } from '../domain/result.js';
import type { Target } from '../store/configuration.js';
import { lockNames, type Queryable } from '../store/dialect.js';
import { findProduct, getProduct, type Product } from '../store/products.js';
import type { ChangedRecord } from './apply-configuration.js';
import type { ActionContext } from './context.js';
import { type ApplyAsked, applyReady, type Foreseen, foresee, readyToApply } from './reach-back.js';
import { productEffects } from './record-effects.js';
import { saveProductIn } from './save-product.js';
import type { ConfigRefusal } from './saving.js';

/** How many products were given the profile, and by which record a job that applies it is known; null when none changed. */
export interface Given {
  readonly count: number;
  readonly record: ChangedRecord | null;
}

/**
 * Gives a profile to several products, all or none, each as its editor would: for the sales recorded from then on, and
 * where that is asked for those since a day (SPEC 2). `stale`: one of them was saved since the list was read.
 * @throws NotFoundError
 */
export async function giveProfile(
  context: ActionContext,
  targets: readonly Target[],
  profileId: number | null,
  asked: ApplyAsked | null = null,
): Promise<Result<Given, ConfigRefusal>> {
  const errors = faultsOfChoice(targets, profileId);
  if (profileId === null || errors.length > 0) return refuse({ kind: 'invalid', errors });
  const foreseen = await foresee(context, asked, async (q) =>
    asked === null ? null : givingEffects(q, targets, profileId, asked.reach),
  );
  if (!foreseen.ok) return foreseen;
  try {
    return ok(await context.db.transaction((trx) => giveEach(trx, context, { targets, profileId }, foreseen.value)));
  } catch (error) {
    if (error instanceof Refused) return refuse(error.refusal);
    throw error;
  }
}

/** What is wrong with the choice of a profile and products. */
export function faultsOfChoice(targets: readonly Target[], profileId: number | null): FieldErrors {
  const errors: FieldError[] = [];
  if (profileId === null) errors.push({ field: 'profile', message: 'required' });
  if (targets.length === 0) errors.push({ field: 'products', message: 'tooFew', params: { min: 1 } });
  return errors;
}

/** What it does to the sales of all of them since the day; null where one of them is not what was read. */
export async function givingEffects(
  q: Queryable,
  targets: readonly Target[],
  profileId: number,
  reach: ReachingBack,
): Promise<ConfigurationEffects | null> {
  const products: Product[] = [];
  for (const { id, version } of targets) {
    const product = await findProduct(q, id);
    if (product === null || product.version !== version) return null;
    products.push(product);
  }
  return effectsOn(q, products, profileId, reach);
}

async function effectsOn(q: Queryable, products: readonly Product[], profileId: number, reach: ReachingBack) {
  let all: ConfigurationEffects = NO_EFFECTS;
  for (const product of products) {
    const { remove, plan } = await productEffects(q, product, profileId, reach);
    all = { ...all, remove: [...all.remove, ...remove], plan: [...all.plan, ...plan] };
  }
  return all;
}

/** Thrown to roll everything back. */
class Refused extends Error {
  readonly refusal: ConfigRefusal;
  constructor(refusal: ConfigRefusal) {
    super('the products were refused');
    this.refusal = refusal;
  }
}

interface Giving {
  readonly targets: readonly Target[];
  readonly profileId: number;
}

async function giveEach(
  trx: Queryable,
  context: ActionContext,
  { targets, profileId }: Giving,
  foreseen: Foreseen | null,
): Promise<Given> {
  await lockNames(trx, 'products');
  const products: Product[] = [];
  for (const { id } of targets) products.push(await getProduct(trx, id));
  const effects = foreseen ? await effectsOn(trx, products, profileId, foreseen.asked.reach) : NO_EFFECTS;
  const changed = products.filter((product) => product.profileId !== profileId);
  const ready = await readyToApply(trx, context, { effects, foreseen, matters: changed.length > 0 });
  if (!ready.ok) throw new Refused(ready.refusal);
  for (const [index, { name, code, commissions }] of products.entries()) {
    const product = { name, code, profileId, commission: baseInForce(commissions, context.today) };
    const result = await saveProductIn(trx, context, targets[index] ?? null, product);
    if (!result.ok) throw new Refused(result.refusal);
  }
  const [first, ...others] = changed;
  if (first === undefined) return { count: targets.length, record: null };
  const record = { kind: 'product', id: first.id, version: first.version + 1, others: others.length } as const;
  await applyReady(trx, context, ready.value, record);
  return { count: targets.length, record };
}

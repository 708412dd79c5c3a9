import { baseInForce } from '../domain/product.js';
import { ok, type Result, refuse } from '../domain/result.js';
import type { Target } from '../store/configuration.js';
import type { Queryable } from '../store/dialect.js';
import { getProduct } from '../store/products.js';
import type { ActionContext } from './context.js';
import { saveProductIn } from './save-product.js';
import { invalid, type SaveRefusal } from './saving.js';

/**
 * Gives a profile to several products, all or none, each as its editor would: for the sales recorded from then on
 * (SPEC 2). Returns how many there are. `stale`: one of them was saved since the list was read. Nothing is
 * saved while another change of the configuration is being applied. @throws NotFoundError
 */
export async function giveProfile(
  context: ActionContext,
  targets: readonly Target[],
  profileId: number | null,
): Promise<Result<number, SaveRefusal>> {
  if (profileId === null) return refuse(invalid({ field: 'profile', message: 'required' }));
  if (targets.length === 0) return refuse(invalid({ field: 'products', message: 'tooFew', params: { min: 1 } }));
  try {
    return ok(await context.db.transaction((trx) => giveEach(trx, context, targets, profileId)));
  } catch (error) {
    if (error instanceof Refused) return refuse(error.refusal);
    throw error;
  }
}

/** Thrown to roll everything back. */
class Refused extends Error {
  readonly refusal: SaveRefusal;
  constructor(refusal: SaveRefusal) {
    super('the products were refused');
    this.refusal = refusal;
  }
}

async function giveEach(
  trx: Queryable,
  context: ActionContext,
  targets: readonly Target[],
  profileId: number,
): Promise<number> {
  for (const target of targets) {
    const { name, code, commissions } = await getProduct(trx, target.id);
    const product = { name, code, profileId, commission: baseInForce(commissions, context.today) };
    const result = await saveProductIn(trx, context, target, product);
    if (result.ok) continue;
    const { refusal } = result;
    if (refusal.kind === 'effects') throw new Error('nothing was asked to reach back');
    throw new Refused(refusal.kind === 'applying' ? invalid({ field: '', message: 'changeBeingApplied' }) : refusal);
  }
  return targets.length;
}

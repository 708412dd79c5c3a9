import { NO_EFFECTS } from '../domain/configuration-effects.js';
import type { CleanProduct } from '../domain/product.js';
import { type FieldErrors, ok, type Result, refuse } from '../domain/result.js';
import { changesBetween, insertAudit } from '../store/audit.js';
import { keyTaken, nameTaken, statesOf, type Target } from '../store/configuration.js';
import { lockNames, type Queryable } from '../store/dialect.js';
import { findProduct, getProduct, insertProduct, type Product, updateProduct } from '../store/products.js';
import { type ActionContext, auditActor } from './context.js';
import { type ApplyAsked, applyReady, type Foreseen, foresee, readyToApply } from './reach-back.js';
import { productEffects } from './record-effects.js';
import { type ConfigRefusal, faultOfPicked } from './saving.js';

/**
 * Adds a product (no target) or changes it; returns its id. Sales that exist keep their surveys, unless it is asked for
 * that another profile reaches them, and their commission base (SPEC 2, 7). @throws NotFoundError
 */
export async function saveProduct(
  context: ActionContext,
  target: Target | null,
  product: CleanProduct,
  asked: ApplyAsked | null = null,
): Promise<Result<number, ConfigRefusal>> {
  const foreseen = await foresee(context, asked, async (q) => {
    const before = target && (await findProduct(q, target.id));
    if (asked === null || before === null || before.version !== target?.version) return null;
    return productEffects(q, before, product.profileId, asked.reach);
  });
  if (!foreseen.ok) return foreseen;
  return context.db.transaction((trx) => saveProductIn(trx, context, target, product, foreseen.value));
}

/** As `saveProduct`, in a transaction of the caller's, who rolls it back or goes on when it is refused. */
export async function saveProductIn(
  trx: Queryable,
  context: ActionContext,
  target: Target | null,
  product: CleanProduct,
  foreseen: Foreseen | null = null,
): Promise<Result<number, ConfigRefusal>> {
  await lockNames(trx, 'products');
  const before = target && (await getProduct(trx, target.id));
  const changes = changesBetween(before, contentOf(product));
  if (before && Object.keys(changes).length === 0) return ok(before.id);
  if (target && before?.version !== target.version) return refuse({ kind: 'stale' });
  const errors = await faultsOf(trx, product, before);
  if (errors.length > 0) return refuse({ kind: 'invalid', errors });
  const reach = foreseen?.asked.reach;
  const effects = before && reach ? await productEffects(trx, before, product.profileId, reach) : NO_EFFECTS;
  const ready = await readyToApply(trx, context, {
    effects,
    foreseen,
    matters: before !== null && 'profileId' in changes,
  });
  if (!ready.ok) return ready;
  if (before && !(await updateProduct(trx, before, product))) return refuse({ kind: 'stale' });
  const id = target?.id ?? (await insertProduct(trx, product, context.now));
  const action = before ? 'change' : 'create';
  await insertAudit(trx, auditActor(context), context.now, [{ action, entity: 'product', entityId: id, changes }]);
  await applyReady(trx, context, ready.value, { kind: 'product', id, version: (before?.version ?? 0) + 1 });
  return ok(id);
}

async function faultsOf(trx: Queryable, product: CleanProduct, before: Product | null): Promise<FieldErrors> {
  const { name, code, profileId } = product;
  const id = before?.id ?? null;
  const picked = profileId === null ? [] : [profileId];
  const kept = before?.profileId ? [before.profileId] : [];
  return [
    (await nameTaken(trx, 'product', name, id)) ? ({ field: 'name', message: 'taken' } as const) : null,
    code !== null && (await keyTaken(trx, 'product', 'code_key', code, id))
      ? ({ field: 'code', message: 'taken' } as const)
      : null,
    faultOfPicked('profile', picked, await statesOf(trx, 'profile', picked), kept),
  ].filter((fault) => fault !== null);
}

/** What the editor sets, in one order of fields. */
function contentOf({ name, code, profileId, commission }: CleanProduct): CleanProduct {
  return { name, code, profileId, commission };
}

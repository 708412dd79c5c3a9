import type { CleanProduct } from '../domain/product.js';
import { type FieldErrors, ok, type Result, refuse } from '../domain/result.js';
import { changesBetween, insertAudit } from '../store/audit.js';
import { keyTaken, nameTaken, statesOf, type Target } from '../store/configuration.js';
import { lockNames, type Queryable } from '../store/dialect.js';
import { getProduct, insertProduct, type Product, updateProduct } from '../store/products.js';
import { type ActionContext, auditActor } from './context.js';
import { faultOfPicked, type SaveRefusal } from './saving.js';

/**
 * Adds a product (no target) or changes it; returns its id. Sales that exist keep their surveys and their commission
 * base (SPEC 2, 7). @throws NotFoundError
 */
export function saveProduct(
  context: ActionContext,
  target: Target | null,
  product: CleanProduct,
): Promise<Result<number, SaveRefusal>> {
  return context.db.transaction((trx) => saveProductIn(trx, context, target, product));
}

/** As `saveProduct`, in a transaction of the caller's, who rolls it back or goes on when it is refused. */
export async function saveProductIn(
  trx: Queryable,
  context: ActionContext,
  target: Target | null,
  product: CleanProduct,
): Promise<Result<number, SaveRefusal>> {
  await lockNames(trx, 'products');
  const before = target && (await getProduct(trx, target.id));
  const changes = changesBetween(before, contentOf(product));
  if (before && Object.keys(changes).length === 0) return ok(before.id);
  if (target && before?.version !== target.version) return refuse({ kind: 'stale' });
  const errors = await faultsOf(trx, product, before);
  if (errors.length > 0) return refuse({ kind: 'invalid', errors });
  if (before && !(await updateProduct(trx, before, product))) return refuse({ kind: 'stale' });
  const id = target?.id ?? (await insertProduct(trx, product, context.now));
  const action = before ? 'change' : 'create';
  await insertAudit(trx, auditActor(context), context.now, [{ action, entity: 'product', entityId: id, changes }]);
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

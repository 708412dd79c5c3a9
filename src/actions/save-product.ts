import type { CivilDate } from '../domain/civil-date.js';
import { NO_EFFECTS } from '../domain/configuration-effects.js';
import { baseInForce, baseToSave, type CleanProduct, type CommissionBase, closedMonthAt } from '../domain/product.js';
import { type FieldErrors, ok, type Result, refuse } from '../domain/result.js';
import { type Change, changesBetween, insertAudit } from '../store/audit.js';
import { findLastClosed } from '../store/commission-months.js';
import { keyTaken, nameTaken, statesOf, type Target } from '../store/configuration.js';
import { lockNames, type Queryable } from '../store/dialect.js';
import { giveFirstBase, insertBaseVersion } from '../store/product-commissions.js';
import { findProduct, getProduct, insertProduct, type Product, updateProduct } from '../store/products.js';
import { type ActionContext, auditActor } from './context.js';
import { type ApplyAsked, applyReady, type Foreseen, foresee, readyToApply } from './reach-back.js';
import { productEffects } from './record-effects.js';
import { type ConfigRefusal, faultOfPicked } from './saving.js';

/**
 * Adds a product (no target) or changes it; returns its id. Sales that exist keep their surveys, unless it is asked for
 * that another profile reaches them, and their commission base; the first base goes to sales without one as well
 * (SPEC 2, 7). @throws NotFoundError
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
  asked: CleanProduct,
  foreseen: Foreseen | null = null,
): Promise<Result<number, ConfigRefusal>> {
  await lockNames(trx, 'products');
  const before = target && (await getProduct(trx, target.id));
  const from = asked.commissionFrom ?? context.today;
  const product = before ? { ...asked, commission: baseToSave(asked, before.commissions, from) } : asked;
  const changes = changesBetween(
    before && contentOf(before, baseInForce(before.commissions, from)),
    contentOf(product),
  );
  if (before && Object.keys(changes).length === 0) return ok(before.id);
  if (target && before?.version !== target.version) return refuse({ kind: 'stale' });
  // Before the first write: no month closes between what is looked at here and what is written.
  if (before && 'commission' in changes) await lockMonths(trx);
  const errors = [
    ...(await faultsOf(trx, product, before)),
    ...(before && 'commission' in changes ? await faultsOfStart(trx, before, from) : []),
  ];
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
  const id = target?.id ?? (await insertProduct(trx, product, context.now, context.actor.id));
  const based = before && 'commission' in changes ? await changeBase(trx, context, before, product, from) : {};
  const entry = { action: before ? 'change' : 'create', entity: 'product', entityId: id };
  await insertAudit(trx, auditActor(context), context.now, [{ ...entry, changes: { ...changes, ...based } }]);
  await applyReady(trx, context, ready.value, { kind: 'product', id, version: (before?.version ?? 0) + 1 });
  return ok(id);
}

function givesFirstBase({ commissions }: Product, { commission }: CleanProduct): boolean {
  return commissions.length === 0 && commission !== null;
}

/** A product's first base holds from always, whatever is closed; no later one begins in a closed month (SPEC 7). */
async function faultsOfStart(trx: Queryable, { commissions }: Product, from: CivilDate): Promise<FieldErrors> {
  const month = commissions.length === 0 ? null : closedMonthAt(from, await findLastClosed(trx));
  return month === null ? [] : [{ field: 'commissionFrom', message: 'monthClosed', params: { month } }];
}

/**
 * Sales of a month that closes meanwhile would get the base once they are frozen without it. With all that `readyToApply`
 * locks, which comes after.
 */
async function lockMonths(trx: Queryable): Promise<void> {
  await lockNames(trx, 'customers', 'sales', 'commission_months');
}

/** The first base holds from always, and for the sales that waited for one; a later one from a closing date on. */
async function changeBase(
  trx: Queryable,
  { actor, now }: ActionContext,
  before: Product,
  product: CleanProduct,
  from: CivilDate,
): Promise<Record<string, Change>> {
  const { id } = before;
  const { commission: base } = product;
  const first = before.commissions.length === 0;
  await insertBaseVersion(trx, id, { from: first ? null : from, base, savedBy: actor.id, savedAt: now });
  if (base === null || !givesFirstBase(before, product)) return { commissionFrom: [null, from] };
  const given = await giveFirstBase(trx, id, base, await findLastClosed(trx));
  return given === 0 ? {} : { basedSales: [null, given] };
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

/** What the editor sets, in one order of fields, with a base. */
function contentOf({ name, code, profileId, ...rest }: CleanProduct | Product, base?: CommissionBase | null) {
  return { name, code, profileId, commission: 'commission' in rest ? rest.commission : (base ?? null) };
}

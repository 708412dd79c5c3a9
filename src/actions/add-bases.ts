import type { Month } from '../domain/month.js';
import {
  type BaseVersion,
  baseInForce,
  basesByDay,
  type CommissionBase,
  closedMonthAt,
  sameBase,
} from '../domain/product.js';
import { type FieldError, ok, type Result, refuse } from '../domain/result.js';
import { type Change, insertAudit } from '../store/audit.js';
import { findLastClosed } from '../store/commission-months.js';
import type { Queryable } from '../store/dialect.js';
import { giveFirstBase, insertBaseVersion } from '../store/product-commissions.js';
import { getProduct, type Product, updateProduct } from '../store/products.js';
import { type ActionContext, auditActor } from './context.js';
import { invalid, type SaveRefusal } from './saving.js';

/**
 * Adds the bases of a history that a product lacks, in a transaction of the caller's that has locked products, sales and
 * closed months (SPEC 7). One that stands for its day stays: the same again adds nothing, another is refused. None may begin
 * in a closed month, save in a product that is new. A product's first base holds from always, and its sales that waited for
 * one get theirs. Errors are at `commissions.0.from` and `commissions.0.base`. @throws NotFoundError
 */
export async function addBasesIn(
  trx: Queryable,
  context: ActionContext,
  target: { readonly id: number; readonly isNew: boolean },
  versions: readonly BaseVersion[],
): Promise<Result<number, SaveRefusal>> {
  const product = await getProduct(trx, target.id);
  const lastClosed = await findLastClosed(trx);
  const standing = new Map(basesByDay(product.commissions).map(({ from, base }) => [from, base]));
  const earliest = standing.size === 0 ? basesByDay(versions)[0] : undefined;
  const errors = versions.flatMap((version, index) => {
    const fault =
      version === earliest ? faultOfFirst(version) : faultOfLater(version, standing, target.isNew ? null : lastClosed);
    return fault === null ? [] : [{ ...fault, field: `commissions.${index}.${fault.field}` }];
  });
  if (errors.length > 0) return refuse(invalid(...errors));
  const lacking = basesByDay(versions.filter(({ from }) => !standing.has(from)));
  if (lacking.length > 0) await addEach(trx, context, product, lacking, lastClosed);
  return ok(target.id);
}

function faultOfFirst({ from, base }: BaseVersion): FieldError | null {
  if (from !== null) return { field: 'from', message: 'firstBaseFromAlways' };
  return base === null ? { field: 'base', message: 'required' } : null;
}

function faultOfLater(
  { from, base }: BaseVersion,
  standing: ReadonlyMap<BaseVersion['from'], CommissionBase | null>,
  lastClosed: Month | null,
): FieldError | null {
  const stands = standing.get(from);
  if (stands !== undefined) return sameBase(stands, base) ? null : { field: 'base', message: 'anotherBaseStands' };
  const month = closedMonthAt(from, lastClosed);
  return month === null ? null : { field: 'from', message: 'monthClosed', params: { month } };
}

/** Each is a change of its own to the audit, in the order of their days, and all are one version of the record. */
async function addEach(
  trx: Queryable,
  context: ActionContext,
  product: Product,
  lacking: readonly BaseVersion[],
  lastClosed: Month | null,
): Promise<void> {
  const { id, commissions } = product;
  if (!(await updateProduct(trx, product, { ...product, commission: null })))
    throw new Error('a product changed within the transaction that locked it');
  const waiting = commissions.length === 0 ? await giveEach(trx, id, lacking, lastClosed) : 0;
  const known: BaseVersion[] = [...commissions];
  for (const { from, base } of lacking) {
    await insertBaseVersion(trx, id, { from, base, savedBy: context.actor.id, savedAt: context.now });
    const changes: Record<string, Change> = { commission: [baseInForce(known, from ?? ''), base] };
    if (from !== null) changes.commissionFrom = [null, from];
    else if (waiting > 0) changes.basedSales = [null, waiting];
    await insertAudit(trx, auditActor(context), context.now, [
      { action: 'change', entity: 'product', entityId: id, changes },
    ]);
    known.push({ from, base });
  }
}

/** Sales that waited for a base get the one of the day on which they closed; returns to how many. */
async function giveEach(
  trx: Queryable,
  productId: number,
  history: readonly BaseVersion[],
  lastClosed: Month | null,
): Promise<number> {
  let given = 0;
  for (const [index, { from, base }] of history.entries())
    if (base !== null)
      given += await giveFirstBase(trx, productId, base, lastClosed, {
        from,
        before: history[index + 1]?.from ?? null,
      });
  return given;
}

import type { CivilDate } from '../domain/civil-date.js';
import { groupedBy } from '../domain/grouped.js';
import { daysOf, type Month } from '../domain/month.js';
import type { BaseVersion, CommissionBase } from '../domain/product.js';
import type { Queryable } from './dialect.js';

/** A base as it was saved. */
export interface SavedBase extends BaseVersion {
  /** Null for a command, and for what was there before bases had dates. */
  readonly savedBy: number | null;
  /** UTC epoch milliseconds. */
  readonly savedAt: number;
}

/** The bases of products, those named or all, by product, in the order in which they were saved. */
export async function listBaseVersions(
  q: Queryable,
  productIds: readonly number[] | 'all',
): Promise<Map<number, SavedBase[]>> {
  const query = q('product_commissions').orderBy('id');
  if (productIds !== 'all') query.whereIn('product_id', [...productIds]);
  const rows: BaseRow[] = await query;
  const versions = [...groupedBy(rows, (row) => row.product_id)];
  return new Map(versions.map(([product, some]) => [product, some.map(toVersion)]));
}

/** Adds a base, or that there is none, from a day on. */
export async function insertBaseVersion(trx: Queryable, productId: number, version: SavedBase): Promise<void> {
  const { base, from, savedBy, savedAt } = version;
  await trx('product_commissions').insert({
    product_id: productId,
    in_force_from: from,
    cents: base?.kind === 'amount' ? base.cents : null,
    rate: base?.kind === 'rate' ? base.basisPoints : null,
    saved_by: savedBy,
    saved_at: savedAt,
  });
}

/**
 * Gives the first base of a product to its sales that were recorded without one, where their month is open (SPEC 7): after
 * `lastClosed`; of a history, where they closed on its days. Returns to how many. A percentage is rounded half up.
 */
export async function giveFirstBase(
  trx: Queryable,
  productId: number,
  base: CommissionBase,
  lastClosed: Month | null,
  days: { readonly from?: CivilDate | null; readonly before?: CivilDate | null } = {},
): Promise<number> {
  // Values are not negative: the engines' division, which truncates, rounds down.
  const cents =
    base.kind === 'amount'
      ? trx.raw('cast(? as bigint)', [base.cents])
      : trx.raw('(value_cents * cast(? as bigint) + 5000) / 10000', [base.basisPoints]);
  const query = trx('sales').where({ product_id: productId }).whereNull('commission_base_cents');
  if (lastClosed !== null) query.where('closed_on', '>', daysOf(lastClosed).to);
  if (days.from) query.where('closed_on', '>=', days.from);
  if (days.before) query.where('closed_on', '<', days.before);
  return query.update({ commission_base_cents: cents });
}

interface BaseRow {
  product_id: number;
  in_force_from: CivilDate | null;
  cents: number | null;
  rate: number | null;
  saved_by: number | null;
  saved_at: number;
}

function toVersion(row: BaseRow): SavedBase {
  return { from: row.in_force_from, base: toBase(row), savedBy: row.saved_by, savedAt: row.saved_at };
}

function toBase({ cents, rate }: BaseRow): CommissionBase | null {
  if (cents !== null) return { kind: 'amount', cents };
  return rate === null ? null : { kind: 'rate', basisPoints: rate };
}

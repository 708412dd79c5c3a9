import type { Queryable } from './dialect.js';

/** A correction of the commission base that a sale had copied; amounts in centavos, null for none. */
export interface BaseCorrection {
  readonly saleId: number;
  readonly fromCents: number | null;
  readonly toCents: number | null;
  readonly reason: string;
  readonly by: number;
  /** UTC epoch milliseconds. */
  readonly at: number;
}

export async function insertBaseCorrection(trx: Queryable, correction: BaseCorrection): Promise<void> {
  const { saleId, fromCents, toCents, reason, by, at } = correction;
  const cents = { from_cents: fromCents, to_cents: toCents };
  await trx('base_corrections').insert({ sale_id: saleId, ...cents, reason, corrected_by: by, corrected_at: at });
}

/** The corrections of a sale's base, the last one first. */
export async function listBaseCorrections(
  q: Queryable,
  saleId: number,
): Promise<(BaseCorrection & { byName: string })[]> {
  const rows = await q('base_corrections')
    .join('users', 'users.id', 'corrected_by')
    .where({ sale_id: saleId })
    .orderBy('base_corrections.id', 'desc')
    .select('base_corrections.*', 'users.name');
  return rows.map((row) => ({
    saleId: row.sale_id,
    fromCents: row.from_cents,
    toCents: row.to_cents,
    reason: row.reason,
    by: row.corrected_by,
    at: row.corrected_at,
    byName: row.name,
  }));
}

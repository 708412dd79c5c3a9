import type { Queryable } from './dialect.js';
import type { PlannedSale } from './planned-surveys.js';
import { allOf, type Predicate, predicate } from './predicate.js';
import { inSituation, type SaleFilter, salesMatching } from './sale-filter.js';
import { byTextIndex, HOWEVER_MANY } from './text-search.js';

/** One sale, or the sales that a filter leaves. */
export type SaleScope = { readonly saleId: number } | { readonly filter: SaleFilter };

/** A sale that stands and has no survey. */
export type BareSale = PlannedSale;

/** The sales of a scope that stand and have no survey. */
export async function listSalesWithoutSurveys(q: Queryable, scope: SaleScope): Promise<BareSale[]> {
  const where = await byTextIndex(q, allOf([inScope(scope), inSituation('without-surveys')]), HOWEVER_MANY);
  const rows = await q('sales')
    .whereRaw(`(${where.sql})`, [...where.bindings])
    .orderBy('id')
    .select('id', 'seller_id', 'product_id', 'closed_on');
  return rows.map((row) => ({
    id: row.id,
    sellerId: row.seller_id,
    productId: row.product_id,
    closedOn: row.closed_on,
  }));
}

function inScope(scope: SaleScope): Predicate {
  return 'saleId' in scope ? predicate('sales.id = ?', [scope.saleId]) : salesMatching(scope.filter);
}

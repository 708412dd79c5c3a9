import { AlikeSales, type Buyer, isNameOnly, type Sold } from '../domain/alike-sales.js';
import type { LineError } from '../domain/import-line.js';
import type { ImportPlan, SaleToAdd } from '../domain/import-plan.js';
import type { CleanSale } from '../domain/sale.js';
import { listCustomerCandidates } from '../store/customers.js';
import type { Queryable } from '../store/dialect.js';
import { listStandingSales } from '../store/standing-sales.js';
import { inTurns } from './in-turns.js';
import { findCustomer } from './place-customer.js';

/** The ids of the sales that stand and look like one that was typed; the first recorded first. */
export async function listAlikeSales(q: Queryable, sale: CleanSale): Promise<number[]> {
  const known = await findCustomer(q, sale.customer);
  const buyer: Buyer = { externalId: null, ...(known ?? sale.customer), ref: known?.id ?? 0 };
  const sold = { ...sale, buyer, product: sale.productId, seller: sale.sellerId };
  return (await alikeAmong(q, [sold])).find(sold).flatMap(({ saleId }) => saleId ?? []);
}

/** Where a sale stands that a line looks like: a sale that is recorded, or an earlier line of the file. */
export type AlikePlace =
  | { readonly saleId: number; readonly line?: never }
  | { readonly saleId?: never; readonly line: number };

/** A line that would record a sale like one that stands, or like an earlier line. */
export interface AlikeLine {
  readonly line: number;
  readonly like: AlikePlace;
}

/** The lines of an import that would record what looks recorded already, in their order. Cancelled ones are nobody's double. */
export async function listAlikeLines(
  q: Queryable,
  plan: Pick<ImportPlan, 'sales' | 'customers'>,
  customers: readonly (Omit<Buyer, 'ref'> & { readonly id: number })[],
): Promise<AlikeLine[]> {
  const known = new Map(customers.map((customer) => [customer.id, customer]));
  const sold = (sale: SaleToAdd): Sold => {
    const customer = sale.customer > 0 ? known.get(sale.customer) : plan.customers[-sale.customer - 1];
    if (customer === undefined) throw new Error(`line ${sale.line} names no customer`);
    return { ...sale, buyer: { ...customer, ref: sale.customer } };
  };
  const standing = plan.sales.filter(({ cancelledOn }) => cancelledOn === null);
  const sales = await alikeAmong(q, standing.map(sold));
  const alike: AlikeLine[] = [];
  await inTurns(standing, (sale) => {
    const [like] = sales.find(sold(sale));
    if (like !== undefined) alike.push({ line: sale.line, like });
    sales.enter(sold(sale), { line: sale.line });
  });
  return alike;
}

/** It as a warning about the line as a whole. */
export function alikeWarning({ line, like }: AlikeLine): LineError {
  const params = { id: String(like.saleId ?? like.line) };
  return { line, field: 'sale', message: like.saleId === undefined ? 'alikeLine' : 'alikeSale', params };
}

/** The sales that stand and could be like those: of the same customers, and of the homonyms of who is nothing but a name. */
async function alikeAmong(q: Queryable, sold: readonly Sold[]): Promise<AlikeSales<AlikePlace>> {
  const buyers = sold.map(({ buyer }) => buyer);
  const names = buyers.filter(isNameOnly).map(({ name }) => name);
  const homonyms = await listCustomerCandidates(q, { externalIds: [], documents: [], names });
  const refs = buyers.map(({ ref }) => ref).filter((ref) => ref > 0);
  const sales = new AlikeSales<AlikePlace>();
  const standing = await listStandingSales(q, [...refs, ...homonyms.map(({ id }) => id)], sold);
  await inTurns(standing, (sale) => sales.enter(sale, { saleId: sale.id }));
  return sales;
}

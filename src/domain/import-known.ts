import type { CivilDate } from './civil-date.js';
import type { KnownCustomer } from './import-customers.js';
import type { KnownEntry, Ref } from './import-directory.js';
import type { LastImported } from './import-line.js';
import type { ProductPlanning } from './product-planning.js';
import { nameKey } from './text.js';

/** A sale that exists and that a line of the file may mean. */
export interface KnownSale {
  readonly id: number;
  readonly externalId: string | null;
  readonly customerId: number;
  readonly sellerId: number;
  readonly productId: number;
  readonly closedOn: CivilDate;
  readonly valueCents: number;
  readonly commissionBaseCents: number | null;
  readonly cancelledOn: CivilDate | null;
  /** What the last import read of it; null when none did. */
  readonly lastImported: LastImported | null;
  readonly version: number;
}

export interface KnownProduct extends ProductPlanning {
  readonly code: string | null;
}

/** What stands in the database when the import is planned: all that its lines may refer to. */
export interface KnownRecords {
  readonly products: readonly KnownProduct[];
  readonly sellers: readonly KnownEntry[];
  readonly customers: readonly KnownCustomer[];
  readonly sales: readonly KnownSale[];
  /** What was imported last of a customer, with the latest of his imported sales. */
  readonly lastOfCustomers: ReadonlyMap<number, LastImported>;
}

/**
 * The sales that exist, as lines name them. A line means the sale that the last import read under the same external id
 * and product, even if its product was corrected by hand since; else the sale with that id and product. A line without
 * an external id means a sale of which exactly the same was imported, each one once.
 */
export class SaleIndex {
  readonly #asImported = new Map<string, KnownSale[]>();
  readonly #byProduct = new Map<string, KnownSale>();

  enter(sale: KnownSale): void {
    for (const key of keysOf(sale.externalId, sale.lastImported)) push(this.#asImported, key, sale);
    if (sale.externalId !== null) this.#byProduct.set(byProduct(sale.externalId, sale.productId), sale);
  }

  /** The sale that the line means, or null for a new one; a product that the import adds has none. */
  find(externalId: string | null, imported: LastImported, product: Ref | null): KnownSale | null {
    for (const key of keysOf(externalId, imported)) {
      const found = this.#asImported.get(key);
      const sale = externalId === null ? found?.shift() : found?.[0];
      if (sale !== undefined) return sale;
    }
    return externalId === null || product === null ? null : this.holder(externalId, product);
  }

  /** The sale that has the external id in the product now. */
  holder(externalId: string, productId: number): KnownSale | null {
    return this.#byProduct.get(byProduct(externalId, productId)) ?? null;
  }
}

function keysOf(externalId: string | null, imported: LastImported | null): string[] {
  if (imported === null) return [];
  if (externalId === null) return [JSON.stringify(imported)];
  return (['productCode', 'product'] as const).flatMap((field) =>
    typeof imported[field] === 'string' ? [`${externalId}\n${field}\n${nameKey(imported[field])}`] : [],
  );
}

function byProduct(externalId: string, productId: number): string {
  return `${productId} ${externalId}`;
}

function push<V>(map: Map<string, V[]>, key: string, value: V): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}

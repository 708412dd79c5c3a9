import { type CivilDate, laterOf } from './civil-date.js';
import type { ImportField } from './import-columns.js';
import { ImportCustomers, type ImportedCustomer, type KnownCustomer } from './import-customers.js';
import { Directory, type DirectoryEntry, type Ref } from './import-directory.js';
import { type KnownProduct, type KnownRecords, type KnownSale, SaleIndex } from './import-known.js';
import { type ImportedSale, type LastImported, type LineError, readSoFar } from './import-line.js';

/** A sale to add. */
export interface SaleToAdd {
  readonly line: number;
  readonly externalId: string | null;
  readonly customer: Ref;
  readonly seller: Ref;
  readonly product: Ref;
  readonly closedOn: CivilDate;
  readonly valueCents: number;
  readonly cancelledOn: CivilDate | null;
  readonly imported: LastImported;
}

/** A sale to change; what the file does not change is as it was. */
export interface SaleToChange {
  readonly line: number;
  readonly before: KnownSale;
  readonly seller: Ref;
  readonly closedOn: CivilDate;
  readonly valueCents: number;
  readonly cancelledOn: CivilDate | null;
  readonly imported: LastImported;
  /** Something of the sale or its customer changes; false when only what was read last is noted. */
  readonly visible: boolean;
}

/** A value that the file repeats although somebody corrected it by hand: the correction stays (SPEC 8). */
export interface KeptCorrection {
  readonly line: number;
  readonly saleId: number;
  readonly externalId: string | null;
  readonly field: ImportField;
}

/** All that an import would do: nothing of it is done yet. */
export interface ImportPlan {
  readonly products: readonly DirectoryEntry[];
  readonly sellers: readonly DirectoryEntry[];
  readonly productCodes: ReadonlyMap<number, string>;
  readonly sellerIds: ReadonlyMap<number, string>;
  readonly customers: readonly ImportedCustomer[];
  readonly customerChanges: readonly { readonly before: KnownCustomer; readonly after: ImportedCustomer }[];
  readonly sales: readonly SaleToAdd[];
  readonly saleChanges: readonly SaleToChange[];
  readonly unchanged: number;
  readonly kept: readonly KeptCorrection[];
  readonly errors: readonly LineError[];
}

/**
 * Plans an import line by line (SPEC 3, 8). Enter and plan some, let others work, go on, then take the plan: a file of years
 * has hundreds of thousands of lines.
 */
export class ImportPlanner {
  readonly #today: CivilDate;
  readonly #products: Directory;
  readonly #sellers: Directory;
  readonly #customers = new ImportCustomers();
  readonly #index = new SaleIndex();
  readonly #lastOfCustomers: KnownRecords['lastOfCustomers'];
  readonly #seen = new Set<string | number>();
  readonly #sales: SaleToAdd[] = [];
  readonly #saleChanges: SaleToChange[] = [];
  readonly #kept: KeptCorrection[] = [];
  readonly #errors: LineError[] = [];
  #unchanged = 0;

  /** Besides these, the customers and sales that exist are entered one by one, before any line. */
  constructor(known: Omit<KnownRecords, 'customers' | 'sales'>, today: CivilDate) {
    this.#today = today;
    this.#products = new Directory(known.products.map(toEntry), true);
    this.#sellers = new Directory(known.sellers, false);
    this.#lastOfCustomers = known.lastOfCustomers;
  }

  enterCustomer(customer: KnownCustomer): void {
    this.#customers.enter(customer);
  }

  enterSale(sale: KnownSale): void {
    this.#index.enter(sale);
  }

  /** Plans one line. */
  add(sale: ImportedSale): void {
    const product = this.#products.find(sale.product);
    const known = this.#index.find(sale.externalId, sale.imported, product);
    if (known === null) this.#addSale(sale);
    else this.#changeSale(sale, known);
  }

  get plan(): ImportPlan {
    return {
      products: this.#products.added,
      sellers: this.#sellers.added,
      productCodes: this.#products.learned,
      sellerIds: this.#sellers.learned,
      customers: this.#customers.added,
      customerChanges: this.#customers.changed,
      sales: this.#sales,
      saleChanges: this.#saleChanges,
      unchanged: this.#unchanged,
      kept: this.#kept,
      errors: this.#errors,
    };
  }

  #addSale(sale: ImportedSale): void {
    const product = this.#products.place(sale.product);
    if (this.#isRepeated(sale, sale.externalId === null ? null : `${product} ${sale.externalId}`)) return;
    this.#sales.push({
      line: sale.line,
      externalId: sale.externalId,
      customer: this.#placeCustomer(sale),
      seller: this.#sellers.place(sellerEntry(sale)),
      product,
      closedOn: sale.closedOn,
      valueCents: sale.valueCents,
      cancelledOn: sale.cancelled ? laterOf(this.#today, sale.closedOn) : null,
      imported: sale.imported,
    });
  }

  #placeCustomer(sale: ImportedSale): Ref {
    const known = this.#customers.find(sale.customer);
    if (known === null) return this.#customers.add(sale.customer);
    this.#customers.update(known, sale, this.#lastOfCustomers.get(known) ?? null);
    return known;
  }

  #changeSale(sale: ImportedSale, before: KnownSale): void {
    if (this.#isRepeated(sale, before.id)) return;
    const { lastImported: last } = before;
    const is = (field: ImportField) => isNews(field, sale.imported, last);
    const closedOn = is('closedOn') ? sale.closedOn : before.closedOn;
    const change = {
      line: sale.line,
      before,
      seller: isSellerNews(sale.imported, last) ? this.#sellers.place(sellerEntry(sale)) : before.sellerId,
      closedOn,
      valueCents: is('value') ? sale.valueCents : before.valueCents,
      cancelledOn: is('status') ? this.#cancelledOn(sale, before, closedOn) : before.cancelledOn,
      imported: readSoFar(last, sale.imported),
    };
    const customerChanges = this.#customers.update(before.customerId, sale, last);
    const visible = customerChanges || changesSale(change);
    // What changes anything differs from what was read last.
    if (JSON.stringify(last) !== JSON.stringify(change.imported)) this.#saleChanges.push({ ...change, visible });
    if (!visible) this.#unchanged += 1;
    this.#noteCorrections(sale, before);
  }

  #cancelledOn(sale: ImportedSale, before: KnownSale, closedOn: CivilDate): CivilDate | null {
    return sale.cancelled ? (before.cancelledOn ?? laterOf(this.#today, closedOn)) : null;
  }

  #noteCorrections(sale: ImportedSale, before: KnownSale): void {
    const { lastImported: last } = before;
    const repeats = (field: ImportField) => field in sale.imported && !isNews(field, sale.imported, last);
    const corrected: ImportField[] = this.#customers.corrections(before.customerId, sale, last);
    const product = this.#products.find(sale.product);
    if (product !== before.productId) corrected.push('product');
    if (repeats('closedOn') && sale.closedOn !== before.closedOn) corrected.push('closedOn');
    if (repeats('value') && sale.valueCents !== before.valueCents) corrected.push('value');
    const sameSeller = !isSellerNews(sale.imported, last);
    if (sameSeller && this.#sellers.find(sellerEntry(sale)) !== before.sellerId) corrected.push('seller');
    if (repeats('status') && sale.cancelled !== (before.cancelledOn !== null)) corrected.push('status');
    for (const field of corrected)
      this.#kept.push({ line: sale.line, saleId: before.id, externalId: sale.externalId, field });
  }

  /** The same sale twice in one file: nobody could say which line holds. */
  #isRepeated(sale: ImportedSale, key: string | number | null): boolean {
    if (key === null) return false;
    const repeated = this.#seen.has(key);
    this.#seen.add(key);
    if (repeated) this.#errors.push({ line: sale.line, field: 'externalId', message: 'duplicate' });
    return repeated;
  }
}

/** Differs from what was read last; where nothing was read, the file says it anew. */
function isNews(field: ImportField, imported: LastImported, last: LastImported | null): boolean {
  return field in imported && (last === null || last[field] !== imported[field]);
}

/** The name and the ERP's id name one seller together: with either of them he is named anew. */
function isSellerNews(imported: LastImported, last: LastImported | null): boolean {
  return isNews('seller', imported, last) || isNews('sellerExternalId', imported, last);
}

function changesSale({ before, seller, closedOn, valueCents, cancelledOn }: Omit<SaleToChange, 'visible'>): boolean {
  return (
    seller !== before.sellerId ||
    closedOn !== before.closedOn ||
    valueCents !== before.valueCents ||
    cancelledOn !== before.cancelledOn
  );
}

function sellerEntry({ seller }: ImportedSale): DirectoryEntry {
  return { name: seller.name, code: seller.externalId };
}

function toEntry({ id, name, code, active }: KnownProduct) {
  return { id, name, code, active };
}

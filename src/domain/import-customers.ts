import type { CleanContact } from './customer.js';
import { CustomerBook } from './customer-book.js';
import type { Ref } from './import-directory.js';
import type { LastImported } from './import-line.js';
import type { CleanSaleLine } from './sale-line.js';

/** What an import knows and writes of a customer. */
export interface ImportedCustomer extends CleanContact {
  readonly name: string;
  readonly externalId: string | null;
}

export interface KnownCustomer extends ImportedCustomer {
  readonly id: number;
}

/** Field of a customer → the field of the file's line that says it. */
const LINE_FIELDS = {
  name: 'customer',
  externalId: 'customerExternalId',
  document: 'document',
  phone1: 'phone1',
  phone2: 'phone2',
  phone3: 'phone3',
  email: 'email',
  city: 'city',
  state: 'state',
} as const satisfies Record<keyof ImportedCustomer, keyof LastImported>;

const FIELDS = Object.keys(LINE_FIELDS) as (keyof ImportedCustomer)[];

/** The customers of an import: those who exist, those it adds, and what it changes of each (SPEC 3). */
export class ImportCustomers {
  readonly #book = new CustomerBook<Ref>();
  readonly #known = new Map<Ref, ImportedCustomer>();
  readonly #before = new Map<number, KnownCustomer>();
  readonly #touched = new Set<number>();
  readonly #added: Ref[] = [];

  /** Enters a customer who exists. */
  enter(customer: KnownCustomer): void {
    this.#before.set(customer.id, customer);
    this.#enter(customer.id, contentOf(customer));
  }

  /** The customer of a sale that is new: recognised, or added. */
  find(customer: ImportedCustomer): Ref | null {
    return this.#book.find({ ...customer, phones: phonesOf(customer) });
  }

  add(customer: ImportedCustomer): Ref {
    const ref = -(this.#added.length + 1);
    this.#added.push(ref);
    this.#enter(ref, customer);
    return ref;
  }

  /**
   * Takes over what a line says of a known customer: what differs from `last`, and what was not known of him at all. What
   * somebody corrected by hand differs from neither and stays. True when that changed him.
   */
  update(ref: Ref, line: CleanSaleLine & { readonly imported: LastImported }, last: LastImported | null): boolean {
    const before = this.#known.get(ref);
    if (before === undefined) return false;
    const after = { ...before };
    for (const field of FIELDS) {
      const value = line.customer[field];
      if (!isNews(field, before, line.imported, last) || this.#isAnothers(ref, field, value)) continue;
      Object.assign(after, { [field]: value });
    }
    if (FIELDS.every((field) => before[field] === after[field])) return false;
    this.#enter(ref, after);
    if (ref > 0) this.#touched.add(ref);
    return true;
  }

  /** Fields of the customer which the line repeats from `last` although they were corrected since. */
  corrections(ref: Ref, line: CleanSaleLine & { readonly imported: LastImported }, last: LastImported | null) {
    const now = this.#known.get(ref);
    return FIELDS.filter((field) => {
      const name = LINE_FIELDS[field];
      const repeated = last !== null && name in line.imported && last[name] === line.imported[name];
      return now !== undefined && repeated && now[field] !== line.customer[field];
    }).map((field) => LINE_FIELDS[field]);
  }

  /** Those to add, in the order of their references. */
  get added(): readonly ImportedCustomer[] {
    return this.#added.map((ref) => this.#known.get(ref) as ImportedCustomer);
  }

  /** Those to change, before and after. */
  get changed(): { readonly before: KnownCustomer; readonly after: ImportedCustomer }[] {
    return [...this.#touched].map((id) => ({
      before: this.#before.get(id) as KnownCustomer,
      after: this.#known.get(id) as ImportedCustomer,
    }));
  }

  #enter(ref: Ref, customer: ImportedCustomer): void {
    this.#known.set(ref, customer);
    this.#book.add(ref, { ...customer, phones: phonesOf(customer) });
  }

  /** Ids and documents belong to one customer: another's is not taken over. */
  #isAnothers(ref: Ref, field: keyof ImportedCustomer, value: string | null): boolean {
    if (value === null || (field !== 'document' && field !== 'externalId')) return false;
    const holder = field === 'document' ? this.#book.holderOfDocument(value) : this.#book.holderOfId(value);
    return holder !== null && holder !== ref;
  }
}

/** Differs from what was imported last; or, where nothing was, fills a gap. A name is never emptied. */
function isNews(
  field: keyof ImportedCustomer,
  before: ImportedCustomer,
  imported: LastImported,
  last: LastImported | null,
): boolean {
  const name = LINE_FIELDS[field];
  if (!(name in imported)) return false;
  if (last !== null && name in last) return last[name] !== imported[name];
  return before[field] === null;
}

function contentOf({ name, externalId, document, phone1, phone2, phone3, email, city, state }: ImportedCustomer) {
  return { name, externalId, document, phone1, phone2, phone3, email, city, state };
}

function phonesOf({ phone1, phone2, phone3 }: ImportedCustomer): string[] {
  return [phone1, phone2, phone3].filter((phone) => phone !== null);
}

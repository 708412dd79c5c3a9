import type { TaxNumber } from './document.js';
import type { Phone } from './phone.js';
import { nameKey } from './text.js';

/** What a customer is recognised by (SPEC 3). */
export interface CustomerIdentity {
  /** The ERP's id of the customer. */
  readonly externalId: string | null;
  readonly document: TaxNumber | null;
  readonly name: string;
  readonly phones: readonly Phone[];
}

interface Entry<Ref> {
  readonly ref: Ref;
  readonly externalId: string | null;
  readonly document: TaxNumber | null;
}

/**
 * Customers by what they are recognised by: the external id, then CPF or CNPJ, then name and phone together. Homonyms
 * are never one by their name alone, nor by name and phone when their ids or documents contradict each other (SPEC 3).
 */
export class CustomerBook<Ref> {
  readonly #byExternalId = new Map<string, Ref>();
  readonly #byDocument = new Map<TaxNumber, Ref>();
  readonly #byNameAndPhone = new Map<string, Entry<Ref>[]>();

  /** Enters a customer, or what was learned about one who is in the book already; of two alike the first stays. */
  add(ref: Ref, { externalId, document, name, phones }: CustomerIdentity): void {
    if (externalId !== null && !this.#byExternalId.has(externalId)) this.#byExternalId.set(externalId, ref);
    if (document !== null && !this.#byDocument.has(document)) this.#byDocument.set(document, ref);
    for (const phone of phones) {
      const key = nameAndPhone(name, phone);
      const others = (this.#byNameAndPhone.get(key) ?? []).filter((entry) => entry.ref !== ref);
      this.#byNameAndPhone.set(key, [...others, { ref, externalId, document }]);
    }
  }

  /** Who has the document, or null. */
  holderOfDocument(document: TaxNumber): Ref | null {
    return this.#byDocument.get(document) ?? null;
  }

  /** Who has the external id, or null. */
  holderOfId(externalId: string): Ref | null {
    return this.#byExternalId.get(externalId) ?? null;
  }

  /** The customer that the identity names, or null: he is new. */
  find({ externalId, document, name, phones }: CustomerIdentity): Ref | null {
    const known =
      (externalId === null ? undefined : this.#byExternalId.get(externalId)) ??
      (document === null ? undefined : this.#byDocument.get(document));
    if (known !== undefined) return known;
    for (const phone of phones) {
      const entries = this.#byNameAndPhone.get(nameAndPhone(name, phone)) ?? [];
      const same = entries.find((entry) => agree(entry.externalId, externalId) && agree(entry.document, document));
      if (same !== undefined) return same.ref;
    }
    return null;
  }
}

function agree(a: string | null, b: string | null): boolean {
  return a === null || b === null || a === b;
}

function nameAndPhone(name: string, phone: Phone): string {
  return `${phone} ${nameKey(name)}`;
}

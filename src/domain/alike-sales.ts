import type { CivilDate } from './civil-date.js';
import { nameKey } from './text.js';

/** A customer as a sale names him: `ref` says who he is, his contact whether he can be told from a homonym. */
export interface Buyer {
  readonly ref: number;
  readonly name: string;
  readonly document: string | null;
  readonly externalId: string | null;
  readonly phone1: string | null;
  readonly phone2: string | null;
  readonly phone3: string | null;
}

/** What two sales have in common when one of them was probably recorded twice. */
export interface Sold {
  readonly externalId: string | null;
  readonly buyer: Buyer;
  readonly product: number;
  readonly seller: number;
  readonly closedOn: CivilDate;
}

/**
 * Sales that stand, by what makes another one look like them: customer, product, seller and closing date. Two that both
 * have an id of the ERP are told apart by it. A customer without anything but a name is his homonyms' double: nobody
 * could say that he is another. `Where` is what the caller finds a sale by.
 */
export class AlikeSales<Where> {
  readonly #sales = new Map<string, { readonly externalId: string | null; readonly where: Where }[]>();

  enter(sale: Sold, where: Where): void {
    for (const buyer of [byRef(sale.buyer), byName(sale.buyer)]) {
      const key = keyOf(sale, buyer);
      const others = this.#sales.get(key);
      if (others === undefined) this.#sales.set(key, [{ externalId: sale.externalId, where }]);
      else others.push({ externalId: sale.externalId, where });
    }
  }

  /** Those that look like the sale, in the order in which they were entered. */
  find(sale: Sold): Where[] {
    const buyer = isNameOnly(sale.buyer) ? byName(sale.buyer) : byRef(sale.buyer);
    return (this.#sales.get(keyOf(sale, buyer)) ?? [])
      .filter(({ externalId }) => externalId === null || sale.externalId === null)
      .map(({ where }) => where);
  }
}

/** Whether nothing but a name is known of a customer. */
export function isNameOnly({ document, externalId, phone1, phone2, phone3 }: Omit<Buyer, 'ref' | 'name'>): boolean {
  return [document, externalId, phone1, phone2, phone3].every((value) => value === null);
}

function byRef({ ref }: Buyer): string {
  return String(ref);
}

function byName({ name }: Buyer): string {
  return `=${nameKey(name)}`;
}

function keyOf({ product, seller, closedOn }: Sold, buyer: string): string {
  return JSON.stringify([buyer, product, seller, closedOn]);
}

/** Ids for which one page has a bit each. */
const PAGE = 65_536;

/** A set of up to millions of ids at a bit each, which never stops to grow, as a `Set` does at every doubling. */
export class IdSet {
  readonly #pages = new Map<number, Uint8Array>();

  /** Adds an id, a whole number from 0 on; false when it is there already. */
  add(id: number): boolean {
    const number = Math.floor(id / PAGE);
    const page = this.#pages.get(number) ?? new Uint8Array(PAGE / 8);
    this.#pages.set(number, page);
    const [byte, bit] = [(id % PAGE) >> 3, 1 << (id & 7)];
    const before = page[byte] ?? 0;
    page[byte] = before | bit;
    return (before & bit) === 0;
  }
}

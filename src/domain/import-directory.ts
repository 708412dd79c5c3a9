import { nameKey } from './text.js';

/** A record that a plan names: the id of one that exists, or −n for the n-th that the plan adds. */
export type Ref = number;

/** A product or a seller as a file names it: the code is the product's code, or the ERP's id of the seller. */
export interface DirectoryEntry {
  readonly name: string;
  readonly code: string | null;
}

export interface KnownEntry extends DirectoryEntry {
  readonly id: number;
  readonly active: boolean;
}

/**
 * Products, or sellers, as an import matches them: by code, then by name, both without regard to case and accents; the
 * active before the deactivated (SPEC 3). One matched by name alone learns the code that the file gives it.
 */
export class Directory {
  readonly #byCode = new Map<string, Ref>();
  readonly #byName = new Map<string, Ref>();
  readonly #codes = new Map<Ref, string | null>();
  readonly #namesAreUnique: boolean;
  /** What the plan adds, in the order of its references. */
  readonly added: DirectoryEntry[] = [];
  /** Codes that records which exist did not have yet. */
  readonly learned = new Map<number, string>();

  /** `namesAreUnique`: a name says who it is even when the codes differ, as with products. */
  constructor(known: readonly KnownEntry[], namesAreUnique: boolean) {
    this.#namesAreUnique = namesAreUnique;
    const activeFirst = [...known].sort((a, b) => Number(b.active) - Number(a.active) || a.id - b.id);
    for (const { id, ...entry } of activeFirst) this.#enter(id, entry);
  }

  /** The record that is meant, or null when there is none. */
  find({ name, code }: DirectoryEntry): Ref | null {
    const byCode = code === null ? undefined : this.#byCode.get(nameKey(code));
    if (byCode !== undefined) return byCode;
    const byName = this.#byName.get(nameKey(name));
    if (byName === undefined) return null;
    const known = this.#codes.get(byName) ?? null;
    return this.#namesAreUnique || known === null || code === null ? byName : null;
  }

  /** The record that is meant; it is added when there is none. */
  place(entry: DirectoryEntry): Ref {
    const known = this.find(entry);
    if (known === null) {
      this.added.push(entry);
      this.#enter(-this.added.length, entry);
      return -this.added.length;
    }
    if (entry.code !== null && this.#codes.get(known) === null) this.#learn(known, entry.code);
    return known;
  }

  #enter(ref: Ref, { name, code }: DirectoryEntry): void {
    this.#codes.set(ref, code);
    if (code !== null && !this.#byCode.has(nameKey(code))) this.#byCode.set(nameKey(code), ref);
    // A homonym with another code is found by that code only.
    if (!this.#byName.has(nameKey(name))) this.#byName.set(nameKey(name), ref);
  }

  #learn(ref: Ref, code: string): void {
    this.#codes.set(ref, code);
    this.#byCode.set(nameKey(code), ref);
    if (ref > 0) this.learned.set(ref, code);
    else this.added.splice(-ref - 1, 1, { ...(this.added[-ref - 1] as DirectoryEntry), code });
  }
}

import type { Ref } from '../domain/import-directory.js';

/** The ids of the records that an import's plan refers to, once those that it adds are added. */
export interface Resolver {
  readonly customer: (ref: Ref) => number;
  readonly seller: (ref: Ref) => number;
  readonly product: (ref: Ref) => number;
}

/** Resolves references to one kind of record, given the ids of the added ones in their order. */
export function resolver(addedIds: readonly number[]): (ref: Ref) => number {
  return (ref) => {
    const id = ref > 0 ? ref : addedIds[-ref - 1];
    if (id === undefined) throw new Error(`the plan adds no record ${-ref}`);
    return id;
  };
}

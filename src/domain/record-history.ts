/** The fields of a record, by name; values are those that the audit holds. */
export type RecordState = Readonly<Record<string, unknown>>;

/** Changed fields with their values before and after. */
export type RecordChanges = Readonly<Record<string, readonly [before: unknown, after: unknown] | null>>;

/**
 * The record as it was after each of its changes, newest first like the changes: each is the one that came after it, undone.
 * Fields that the record does not have now are left out, and so are those whose value was erased.
 */
export function pastStates(current: RecordState, changes: readonly RecordChanges[]): RecordState[] {
  const states: RecordState[] = [];
  let state = current;
  for (const change of changes) {
    states.push(state);
    const before = Object.entries(change).flatMap(([field, values]) =>
      values !== null && Object.hasOwn(current, field) ? [[field, values[0]] as const] : [],
    );
    state = { ...state, ...Object.fromEntries(before) };
  }
  return states;
}

/** How one list became another: what came, what went, what changed within, and whether what stayed stands in another order. */
export interface ListDifference<T> {
  readonly added: readonly T[];
  readonly removed: readonly T[];
  readonly changed: readonly (readonly [before: T, after: T])[];
  readonly moved: boolean;
}

/** Compares two lists, whose items are the same when their keys are: an id is its own, a grade's is its label. */
export function listDifference<T>(
  before: readonly T[],
  after: readonly T[],
  keyOf: (item: T) => unknown,
): ListDifference<T> {
  const [old, now] = [before, after].map((list) => new Map(list.map((item) => [keyOf(item), item])));
  const stayed = (list: readonly T[], other?: ReadonlyMap<unknown, T>) =>
    list.map(keyOf).filter((key) => other?.has(key));
  return {
    added: after.filter((item) => !old?.has(keyOf(item))),
    removed: before.filter((item) => !now?.has(keyOf(item))),
    changed: after.flatMap((item) => {
      const was = old?.get(keyOf(item));
      return was !== undefined && JSON.stringify(was) !== JSON.stringify(item) ? [[was, item] as const] : [];
    }),
    moved: JSON.stringify(stayed(before, now)) !== JSON.stringify(stayed(after, old)),
  };
}

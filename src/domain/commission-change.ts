import type { Month } from './month.js';

/** What a sale has in a statement of an open month. */
export interface Claim {
  readonly kind: 'sale' | 'adjustment';
  readonly sellerId: number;
  /** Of the statement. */
  readonly month: Month;
  /** Centavos, signed in an adjustment; null for a sale without a base. */
  readonly cents: number | null;
}

/** The same before and after a correction; null where the statement has nothing of the sale. */
export interface ClaimChange extends Omit<Claim, 'cents'> {
  readonly before: Pick<Claim, 'cents'> | null;
  readonly after: Pick<Claim, 'cents'> | null;
}

/** What a correction changes of what a sale has in statements, by month and seller; what stays is left out (SPEC 7). */
export function claimChanges(before: readonly Claim[], after: readonly Claim[]): ClaimChange[] {
  const changes = new Map<string, ClaimChange>();
  for (const { cents, ...of } of before) changes.set(keyOf(of), { ...of, before: { cents }, after: null });
  for (const { cents, ...of } of after)
    changes.set(keyOf(of), { ...of, before: changes.get(keyOf(of))?.before ?? null, after: { cents } });
  return [...changes.values()]
    .filter((change) => !isSame(change))
    .sort((a, b) => (a.month === b.month ? 0 : a.month < b.month ? -1 : 1));
}

/**
 * What changes of the money as one line, which a form takes along from its preview to its save; '' where nothing does.
 * Nothing secret: who changes it by hand only deceives himself.
 */
export function fingerprintOfClaims(changes: readonly ClaimChange[]): string {
  return changes
    .filter(({ before, after }) => (before?.cents ?? 0) !== (after?.cents ?? 0))
    .map(({ before, after, ...of }) => `${keyOf(of)} ${before?.cents ?? ''} ${after?.cents ?? ''}`)
    .sort()
    .join(';');
}

function isSame({ before, after }: ClaimChange): boolean {
  return before !== null && after !== null && before.cents === after.cents;
}

function keyOf({ kind, sellerId, month }: Omit<Claim, 'cents'>): string {
  return `${kind} ${sellerId} ${month}`;
}

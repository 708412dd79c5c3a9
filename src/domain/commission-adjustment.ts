import type { CommissionFacts } from './commission.js';
import type { Month } from './month.js';

/** Why what a sale pays differs from what was settled for it (SPEC 7). */
export const ADJUSTMENT_CAUSES = [
  'recorded-late',
  'moved',
  'seller',
  'product',
  'value',
  'base',
  'cancelled',
  'restored',
  'executed',
  'annulled',
] as const;

export type AdjustmentCause = (typeof ADJUSTMENT_CAUSES)[number];

/** What is compared of a sale between two settlements. Ids, amounts and months only: it is kept. */
export interface SettledFacts extends Pick<CommissionFacts, 'sellerId' | 'baseCents' | 'reversed'> {
  readonly saleId: number;
  readonly productId: number;
  readonly valueCents: number;
  /** The month of its closing date. */
  readonly saleMonth: Month;
  /** The executions that stand. */
  readonly executionIds: readonly number[];
}

/** A sale of which something was settled before, or whose month is closed already. */
export interface Revision {
  readonly now: SettledFacts;
  /** As the last frozen line of the sale has it; null when there is none. */
  readonly last: SettledFacts | null;
  /** It was recorded after its month had closed; otherwise it was moved there. */
  readonly recordedLate: boolean;
  /** Centavos that frozen lines have given so far, by seller. */
  readonly settled: ReadonlyMap<number, number>;
  /** Centavos from scratch on the facts as they are now; null while the sale's month is open, where a line of its own pays it. */
  readonly dueCents: number | null;
}

/** A signed line in the earliest open month: what was settled, what is due, and why they differ. */
export interface Adjustment {
  readonly facts: SettledFacts;
  /** Who gets it, or owes it. */
  readonly sellerId: number;
  readonly beforeCents: number;
  readonly afterCents: number;
  /** After minus before, never 0. */
  readonly amountCents: number;
  readonly causes: readonly AdjustmentCause[];
}

/** The adjustments that a sale needs: one for each seller of whom what was settled and what is due differ. */
export function adjustmentsOf(revision: Revision): Adjustment[] {
  const { now, settled, dueCents } = revision;
  const causes = causesOf(revision);
  const sellers = new Set([...settled.keys(), ...(dueCents === null ? [] : [now.sellerId])]);
  return [...sellers]
    .map((sellerId): Adjustment => {
      const beforeCents = settled.get(sellerId) ?? 0;
      const afterCents = sellerId === now.sellerId ? (dueCents ?? 0) : 0;
      const amountCents = Number(BigInt(afterCents) - BigInt(beforeCents));
      return { facts: now, sellerId, beforeCents, afterCents, amountCents, causes };
    })
    .filter(({ amountCents }) => amountCents !== 0);
}

/** A line as far as it says whether its seller gets anything of the sale. */
interface SettledLine extends Pick<Adjustment, 'facts' | 'sellerId'> {
  readonly kind: 'sale' | 'adjustment';
}

/**
 * Why an adjustment takes all that was settled, whatever the sale pays: it is another seller's now, or its own line in a
 * month that was open when this one settled pays it. Null for any other line, whose amount its facts explain.
 */
export function whyNothingDue(
  { kind, facts, sellerId }: SettledLine,
  settledIn: Month,
): 'other-seller' | 'other-month' | null {
  if (kind === 'sale') return null;
  if (facts.sellerId !== sellerId) return 'other-seller';
  return facts.saleMonth >= settledIn ? 'other-month' : null;
}

/** Everything that changed since the last settlement, in one order. */
function causesOf({ now, last, recordedLate }: Revision): readonly AdjustmentCause[] {
  if (last === null) return [recordedLate ? 'recorded-late' : 'moved'];
  const holds: Record<AdjustmentCause, boolean> = {
    'recorded-late': false,
    moved: now.saleMonth !== last.saleMonth,
    seller: now.sellerId !== last.sellerId,
    product: now.productId !== last.productId,
    value: now.valueCents !== last.valueCents,
    base: now.baseCents !== last.baseCents,
    cancelled: now.reversed && !last.reversed,
    restored: !now.reversed && last.reversed,
    executed: now.executionIds.some((id) => !last.executionIds.includes(id)),
    annulled: last.executionIds.some((id) => !now.executionIds.includes(id)),
  };
  return ADJUSTMENT_CAUSES.filter((cause) => holds[cause]);
}

import type { CivilDate } from './civil-date.js';
import { percentageOf } from './money.js';
import type { PlannableRule, SaleWithoutSurveys } from './planning.js';
import { type BaseVersion, baseInForce } from './product.js';

/** What a product gives its sales: surveys by its profile's rules, and the base of their commission (SPEC 2, 7). */
export interface ProductPlanning {
  readonly id: number;
  readonly name: string;
  readonly active: boolean;
  readonly profile: SaleWithoutSurveys['profile'];
  readonly commissions: readonly BaseVersion[];
}

/** The rules that a sale of the product gets surveys of: none while the product or its profile is deactivated. */
export function plannableRules(product: Pick<ProductPlanning, 'active' | 'profile'>): readonly PlannableRule[] {
  return product.active && product.profile?.active ? product.profile.activeRules : [];
}

/**
 * The base of a sale's commission in centavos, copied onto it: by what is in force on its closing date, whenever it is
 * recorded. Null when the product has none (SPEC 7).
 */
export function commissionBaseOf(
  commissions: readonly BaseVersion[],
  { closedOn, valueCents }: { readonly closedOn: CivilDate; readonly valueCents: number },
): number | null {
  const commission = baseInForce(commissions, closedOn);
  switch (commission?.kind) {
    case undefined:
      return null;
    case 'amount':
      return commission.cents;
    case 'rate':
      return percentageOf(valueCents, commission.basisPoints);
  }
}

/** What the base of a sale is copied by. */
interface Based {
  readonly closedOn: CivilDate;
  readonly valueCents: number;
}

/**
 * Whether correcting a sale of the product copies its base anew: with another value, or a closing date on which another
 * base is in force. Otherwise what was copied stays, and so does what was corrected by hand.
 */
export function copiesAnew(commissions: readonly BaseVersion[], before: Based, after: Based): boolean {
  if (before.valueCents !== after.valueCents) return true;
  const [one, other] = [before, after].map(({ closedOn }) => baseInForce(commissions, closedOn));
  return JSON.stringify(one) !== JSON.stringify(other);
}

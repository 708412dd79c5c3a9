import { percentageOf } from './money.js';
import type { PlannableRule, SaleWithoutSurveys } from './planning.js';
import type { CommissionBase } from './product.js';

/** What a product gives its sales: surveys by its profile's rules, and the base of their commission (SPEC 2, 7). */
export interface ProductPlanning {
  readonly id: number;
  readonly name: string;
  readonly active: boolean;
  readonly profile: SaleWithoutSurveys['profile'];
  readonly commission: CommissionBase | null;
}

/** The rules that a sale of the product gets surveys of: none while the product or its profile is deactivated. */
export function plannableRules(product: Pick<ProductPlanning, 'active' | 'profile'>): readonly PlannableRule[] {
  return product.active && product.profile?.active ? product.profile.activeRules : [];
}

/** The base of a sale's commission in centavos, copied onto it: null when the product has none (SPEC 7). */
export function commissionBaseOf(commission: CommissionBase | null, valueCents: number): number | null {
  switch (commission?.kind) {
    case undefined:
      return null;
    case 'amount':
      return commission.cents;
    case 'rate':
      return percentageOf(valueCents, commission.basisPoints);
  }
}

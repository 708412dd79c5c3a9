import { FieldChecks, isBlank, type Raw } from './field-checks.js';
import { parseMoney, parsePercentage } from './money.js';
import type { FieldErrors, Result } from './result.js';

export const MAX_CODE_LENGTH = 60;
export const COMMISSION_KINDS = ['amount', 'rate'] as const;

const MAX_RATE_PERCENT = 100;

/** A product as posted; `commission` is read as `commissionKind` says, and `profile` is an id. */
export interface ProductForm {
  readonly name?: Raw;
  readonly code?: Raw;
  readonly profile?: Raw;
  readonly commissionKind?: Raw;
  readonly commission?: Raw;
}

/** What a sale of the product pays before quality counts: an amount, or a percentage of the sale's value (SPEC 2, 7). */
export type CommissionBase =
  | { readonly kind: 'amount'; readonly cents: number }
  | { readonly kind: 'rate'; readonly basisPoints: number };

export interface CleanProduct {
  readonly name: string;
  /** The ERP's; null when it has none. */
  readonly code: string | null;
  readonly profileId: number | null;
  readonly commission: CommissionBase | null;
}

/** Checks a product. Without a commission typed it has no base, whatever kind is chosen. */
export function validateProduct(form: ProductForm): Result<CleanProduct, FieldErrors> {
  const checks = new FieldChecks();
  return checks.result({
    name: checks.name('name', form.name),
    code: checks.line('code', form.code, MAX_CODE_LENGTH) || null,
    profileId: checks.optionalId('profile', form.profile),
    commission: readCommission(checks, form),
  });
}

function readCommission(checks: FieldChecks, form: ProductForm): CommissionBase | null {
  const typed = form.commission;
  if (isBlank(typed)) return null;
  const kind = checks.oneOf('commissionKind', form.commissionKind, COMMISSION_KINDS);
  switch (kind) {
    case 'amount':
      return { kind, cents: readAmount(checks, typed) };
    case 'rate':
      return { kind, basisPoints: readRate(checks, typed) };
  }
}

function readAmount(checks: FieldChecks, typed: string): number {
  const cents = parseMoney(typed);
  if (cents === null) checks.refuse('commission', 'notMoney');
  return cents ?? 0;
}

function readRate(checks: FieldChecks, typed: string): number {
  const basisPoints = parsePercentage(typed);
  if (basisPoints === null) checks.refuse('commission', 'notAPercentage');
  else if (basisPoints > MAX_RATE_PERCENT * 100) checks.refuse('commission', 'aboveMaximum', { max: MAX_RATE_PERCENT });
  return basisPoints ?? 0;
}

import { type CivilDate, parseCivilDate } from './civil-date.js';
import { FieldChecks, isBlank, type Raw } from './field-checks.js';
import { parseMoney, parsePercentage } from './money.js';
import { type Month, monthOf } from './month.js';
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
  readonly commissionFrom?: Raw;
  readonly commissionShownOn?: Raw;
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
  /** From which closing date on `commission` holds; absent: from today. The first base of a product holds from always. */
  readonly commissionFrom?: CivilDate | null;
  /** The day whose base the editor showed: left as it was, without a `commissionFrom`, it changes nothing on a later day. */
  readonly commissionShownOn?: CivilDate;
}

/** A base of a product, or that it has none, from a closing date on. */
export interface BaseVersion {
  /** Null: from always. */
  readonly from: CivilDate | null;
  readonly base: CommissionBase | null;
}

/**
 * The base that sales closed on a day get: that of the version that begins last among those that have begun. Of equal
 * beginnings the later one in the list holds. Null when none has begun, or when there is none from then on.
 */
export function baseInForce(versions: readonly BaseVersion[], day: CivilDate): CommissionBase | null {
  let found: BaseVersion | null = null;
  for (const version of versions)
    if ((version.from ?? '') <= day && (found === null || (version.from ?? '') >= (found.from ?? ''))) found = version;
  return found?.base ?? null;
}

/** The versions that can hold, in the order of their days: of equal beginnings the later one in the list. */
export function basesByDay(versions: readonly BaseVersion[]): BaseVersion[] {
  const byDay = new Map(versions.map((version) => [version.from ?? '', version]));
  return [...byDay].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, version]) => version);
}

/** Whether two bases, or none, pay the same. */
export function sameBase(a: CommissionBase | null, b: CommissionBase | null): boolean {
  if (a === null || b === null) return a === b;
  return a.kind === 'amount'
    ? b.kind === 'amount' && a.cents === b.cents
    : b.kind === 'rate' && a.basisPoints === b.basisPoints;
}

/**
 * The closed month in which a base would begin, which is refused: what is paid by then would not be what it says. Null where
 * it may begin. `from` null: from always (SPEC 7).
 */
export function closedMonthAt(from: CivilDate | null, lastClosed: Month | null): Month | null {
  const month = from === null ? '' : monthOf(from);
  return lastClosed === null || month > lastClosed ? null : month || lastClosed;
}

/**
 * The base that saving the product sets from a day on: the one in force then where the editor left what it showed, which
 * another planned before can have followed since it was opened.
 */
export function baseToSave(product: CleanProduct, versions: readonly BaseVersion[], from: CivilDate) {
  const { commission, commissionFrom, commissionShownOn } = product;
  const left = !commissionFrom && commissionShownOn && sameBase(commission, baseInForce(versions, commissionShownOn));
  return left ? baseInForce(versions, from) : commission;
}

/** Checks a product. Without a commission typed it has no base, whatever kind is chosen. */
export function validateProduct(form: ProductForm): Result<CleanProduct, FieldErrors> {
  const checks = new FieldChecks();
  // Hidden: nobody could correct it.
  const shownOn = parseCivilDate(form.commissionShownOn ?? '');
  return checks.result({
    name: checks.name('name', form.name),
    code: checks.line('code', form.code, MAX_CODE_LENGTH) || null,
    profileId: checks.optionalId('profile', form.profile),
    commission: readCommission(checks, form, 'commission'),
    ...(isBlank(form.commissionFrom) ? {} : { commissionFrom: checks.date('commissionFrom', form.commissionFrom) }),
    ...(shownOn && { commissionShownOn: shownOn }),
  });
}

/** An amount or a percentage as typed. */
type BaseAsTyped = Pick<ProductForm, 'commissionKind' | 'commission'>;

/** A base of a history as typed: `from` is null for always, `base` for none from then on. */
export interface BaseVersionForm {
  readonly from: string | null;
  readonly base: BaseAsTyped | null;
}

/** Checks the bases of a history, in any order, one for a day; fields are `commissions.0.from` and `commissions.0.base`. */
export function validateBases(forms: readonly BaseVersionForm[]): Result<BaseVersion[], FieldErrors> {
  const checks = new FieldChecks();
  const seen = new Set<CivilDate | null>();
  const versions = forms.map((form, index): BaseVersion => {
    const at = `commissions.${index}`;
    const from = form.from === null ? null : checks.date(`${at}.from`, form.from);
    if (from !== '' && seen.has(from)) checks.refuse(`${at}.from`, 'duplicate');
    seen.add(from);
    if (form.base !== null && isBlank(form.base.commission)) checks.refuse(`${at}.base`, 'required');
    return { from, base: form.base && readCommission(checks, form.base, `${at}.base`) };
  });
  return checks.result(versions);
}

function readCommission(checks: FieldChecks, form: BaseAsTyped, field: string): CommissionBase | null {
  const typed = form.commission;
  if (isBlank(typed)) return null;
  const kind = checks.oneOf('commissionKind', form.commissionKind, COMMISSION_KINDS);
  switch (kind) {
    case 'amount':
      return { kind, cents: readAmount(checks, typed, field) };
    case 'rate':
      return { kind, basisPoints: readRate(checks, typed, field) };
  }
}

function readAmount(checks: FieldChecks, typed: string, field: string): number {
  const cents = parseMoney(typed);
  if (cents === null) checks.refuse(field, 'notMoney');
  return cents ?? 0;
}

function readRate(checks: FieldChecks, typed: string, field: string): number {
  const basisPoints = parsePercentage(typed);
  if (basisPoints === null) checks.refuse(field, 'notAPercentage');
  else if (basisPoints > MAX_RATE_PERCENT * 100) checks.refuse(field, 'aboveMaximum', { max: MAX_RATE_PERCENT });
  return basisPoints ?? 0;
}

import type { CivilDate } from './civil-date.js';
import { type CleanContact, type ContactForm, readContact } from './customer.js';
import { FieldChecks, isBlank, type Raw } from './field-checks.js';
import { parseMoney } from './money.js';
import type { FieldErrors, Result } from './result.js';
import { MAX_EXTERNAL_ID_LENGTH } from './user.js';

/** A sale as posted: the customer by name and contact, product and seller picked by id. */
export interface SaleForm extends ContactForm {
  readonly customer?: Raw;
  readonly product?: Raw;
  readonly seller?: Raw;
  readonly closedOn?: Raw;
  readonly value?: Raw;
  readonly externalId?: Raw;
}

export interface CleanSale {
  readonly customer: CleanContact & { readonly name: string };
  readonly productId: number;
  readonly sellerId: number;
  readonly closedOn: CivilDate;
  readonly valueCents: number;
  /** The ERP's id of the sale, unique per product; null when it has none. */
  readonly externalId: string | null;
}

/** Checks a sale typed by hand; a closing date after today is refused (SPEC 3). */
export function validateSale(form: SaleForm, today: CivilDate): Result<CleanSale, FieldErrors> {
  const checks = new FieldChecks();
  return checks.result({
    customer: { name: checks.name('customer', form.customer), ...readContact(checks, form) },
    productId: checks.id('product', form.product),
    sellerId: checks.id('seller', form.seller),
    closedOn: readPastDate(checks, 'closedOn', form.closedOn, today),
    valueCents: readValue(checks, form.value),
    externalId: readExternalId(checks, 'externalId', form.externalId),
  });
}

/** The cancellation of a sale as posted. */
export interface CancellationForm {
  readonly cancelledOn?: Raw;
  /** *Estornar a comissão?* `yes` or `no`: it decides what is paid, so none is the default (SPEC 3). */
  readonly reverseCommission?: Raw;
}

export interface CleanCancellation {
  readonly cancelledOn: CivilDate;
  readonly reverseCommission: boolean;
}

/**
 * Checks a cancellation: its day lies between the closing date and today, both inclusive. An import may have brought a
 * sale that closes after today: that one is cancelled today.
 */
export function validateCancellation(
  form: CancellationForm,
  closedOn: CivilDate,
  today: CivilDate,
): Result<CleanCancellation, FieldErrors> {
  const checks = new FieldChecks();
  const cancelledOn = readPastDate(checks, 'cancelledOn', form.cancelledOn, today);
  if (cancelledOn !== '' && cancelledOn < closedOn && cancelledOn !== today)
    checks.refuse('cancelledOn', 'beforeClosing');
  const reverse = checks.oneOf('reverseCommission', form.reverseCommission, ['yes', 'no']);
  return checks.result({ cancelledOn, reverseCommission: reverse === 'yes' });
}

/** A day that is not after today; empty after a refusal. */
function readPastDate(checks: FieldChecks, field: string, raw: Raw, today: CivilDate): CivilDate {
  const date = checks.date(field, raw);
  if (date > today) checks.refuse(field, 'inTheFuture');
  return date;
}

/** A sale's value in centavos. */
export function readValue(checks: FieldChecks, raw: Raw): number {
  const cents = parseMoney(raw ?? '');
  if (cents === null) checks.refuse('value', isBlank(raw) ? 'required' : 'notMoney');
  return cents ?? 0;
}

/** The id that the ERP gives to a record; null when it gives none. */
export function readExternalId(checks: FieldChecks, field: string, raw: Raw): string | null {
  return checks.line(field, raw, MAX_EXTERNAL_ID_LENGTH) || null;
}

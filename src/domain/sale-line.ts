import type { CivilDate } from './civil-date.js';
import { type CleanContact, type ContactForm, readContact } from './customer.js';
import { FieldChecks, type Raw } from './field-checks.js';
import type { FieldErrors, Result } from './result.js';
import { readExternalId, readValue } from './sale.js';

/**
 * One line of a sales import, by the name of the column that each cell was mapped to. A column that the file lacks is
 * undefined in every line.
 */
export interface SaleLine extends ContactForm {
  readonly externalId?: Raw;
  readonly closedOn?: Raw;
  readonly value?: Raw;
  readonly customer?: Raw;
  readonly customerExternalId?: Raw;
  readonly product?: Raw;
  readonly productCode?: Raw;
  readonly seller?: Raw;
  readonly sellerExternalId?: Raw;
}

/** A sale as the ERP tells it: customer, product and seller are still to be matched or made (SPEC 3). */
export interface CleanSaleLine {
  readonly externalId: string | null;
  readonly closedOn: CivilDate;
  readonly valueCents: number;
  readonly customer: CleanContact & { readonly name: string; readonly externalId: string | null };
  /** A product known by its code alone takes it for its name. */
  readonly product: { readonly name: string; readonly code: string | null };
  readonly seller: { readonly name: string; readonly externalId: string | null };
  /** What the import can do without: a contact that was dropped, a closing date in the future. */
  readonly warnings: FieldErrors;
}

/**
 * Checks a line of an import. What the sale cannot do without is an error. A contact that is none is only a warning and
 * left out, since one wrong phone must not hold back a whole file, and so is a closing date after today (SPEC 3).
 */
export function validateSaleLine(line: SaleLine, today: CivilDate): Result<CleanSaleLine, FieldErrors> {
  const checks = new FieldChecks();
  const warnings = new FieldChecks();
  const closedOn = checks.date('closedOn', line.closedOn);
  if (closedOn > today) warnings.refuse('closedOn', 'dateAhead');
  return checks.result({
    externalId: readExternalId(checks, 'externalId', line.externalId),
    closedOn,
    valueCents: line.value === undefined ? 0 : readValue(checks, line.value),
    customer: {
      name: checks.name('customer', line.customer),
      externalId: readExternalId(checks, 'customerExternalId', line.customerExternalId),
      ...readContact(warnings, line),
    },
    product: readProduct(checks, line),
    seller: {
      name: checks.name('seller', line.seller),
      externalId: readExternalId(checks, 'sellerExternalId', line.sellerExternalId),
    },
    warnings: warnings.errors,
  });
}

function readProduct(checks: FieldChecks, line: SaleLine): CleanSaleLine['product'] {
  const code = readExternalId(checks, 'productCode', line.productCode);
  return { name: checks.name('product', line.product?.trim() || (code ?? '')), code };
}

import { parseDocument, type TaxNumber } from './document.js';
import { FieldChecks, isBlank, type Raw } from './field-checks.js';
import { normalizePhone, type Phone } from './phone.js';
import type { FieldErrors, Result } from './result.js';

export const MAX_EMAIL_LENGTH = 120;
export const MAX_CITY_LENGTH = 80;

/** The units of the federation. */
export const STATES: readonly string[] =
  'AC AL AM AP BA CE DF ES GO MA MG MS MT PA PB PE PI PR RJ RN RO RR RS SC SE SP TO'.split(' ');

// Deliberately simple: only a mail server knows which addresses exist.
const EMAIL = /^[^\s@<>()",;:]+@[^\s@<>()",;:]+\.[^\s@<>()",;:]{2,}$/;

/** What is known of a customer besides the name, as posted with a sale or read from a line of an import. */
export interface ContactForm {
  readonly document?: Raw;
  readonly phone1?: Raw;
  readonly phone2?: Raw;
  readonly phone3?: Raw;
  readonly email?: Raw;
  readonly city?: Raw;
  readonly state?: Raw;
}

/** Each null when unknown (SPEC 3). */
export interface CleanContact {
  readonly document: TaxNumber | null;
  readonly phone1: Phone | null;
  readonly phone2: Phone | null;
  readonly phone3: Phone | null;
  readonly email: string | null;
  readonly city: string | null;
  readonly state: string | null;
}

/** Reads a customer's contact; every field is optional, and null after it was refused. */
export function readContact(checks: FieldChecks, form: ContactForm): CleanContact {
  return {
    document: readWith(parseDocument, 'invalidDocument', 'document'),
    phone1: readWith(normalizePhone, 'invalidPhone', 'phone1'),
    phone2: readWith(normalizePhone, 'invalidPhone', 'phone2'),
    phone3: readWith(normalizePhone, 'invalidPhone', 'phone3'),
    email: readWith(parseEmail, 'invalidEmail', 'email'),
    city: checks.line('city', form.city, MAX_CITY_LENGTH) || null,
    state: readWith(parseState, 'invalidState', 'state'),
  };

  function readWith(
    parse: (text: string) => string | null,
    message: 'invalidDocument' | 'invalidPhone' | 'invalidEmail' | 'invalidState',
    field: keyof ContactForm,
  ): string | null {
    const typed = form[field];
    if (isBlank(typed)) return null;
    const value = parse(typed);
    if (value === null) checks.refuse(field, message);
    return value;
  }
}

/** A customer's telephones as posted, in the order in which they are called. */
export type PhonesForm = Pick<ContactForm, 'phone1' | 'phone2' | 'phone3'>;

/** Checks telephones that are corrected: each once, the first first. None at all is allowed. */
export function validatePhones(
  form: PhonesForm,
): Result<Pick<CleanContact, 'phone1' | 'phone2' | 'phone3'>, FieldErrors> {
  const checks = new FieldChecks();
  const phones = (['phone1', 'phone2', 'phone3'] as const).map((field) => {
    const typed = form[field];
    if (isBlank(typed)) return null;
    const phone = normalizePhone(typed);
    if (phone === null) checks.refuse(field, 'invalidPhone');
    return phone;
  });
  const [phone1 = null, phone2 = null, phone3 = null] = new Set(phones.filter((phone) => phone !== null));
  return checks.result({ phone1, phone2, phone3 });
}

function parseEmail(text: string): string | null {
  const email = text.trim();
  return email.length <= MAX_EMAIL_LENGTH && EMAIL.test(email) ? email : null;
}

function parseState(text: string): string | null {
  const state = text.trim().toUpperCase();
  return STATES.includes(state) ? state : null;
}

/** A Brazilian number in E.164: +55, area code, and 8 (fixed) or 9 (mobile) digits. */
export type Phone = string;

// Area codes have no 0. Mobile numbers begin with 9, fixed ones with 2 to 5.
const NATIONAL = /^[1-9]{2}(?:9\d{8}|[2-5]\d{7})$/;

/**
 * The number that a text holds, in E.164, or null when it is no Brazilian number with its area code. Punctuation, a
 * leading +55 or 55, and the 0 of long-distance calls are dropped.
 */
export function normalizePhone(text: string): Phone | null {
  const digits = text.replace(/[\s().-]/g, '');
  const national = NATIONAL.test(digits) ? digits : digits.replace(/^(?:\+?55|0)/, '');
  return NATIONAL.test(national) ? `+55${national}` : null;
}

/** A number as people write it: (11) 98765-4321. Anything else is returned as it is. */
export function formatPhone(phone: string): string {
  return phone.replace(/^\+55(\d{2})(\d{4,5})(\d{4})$/, '($1) $2-$3');
}

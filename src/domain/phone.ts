import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** A telephone number in E.164: +, country code and digits. Brazilian ones have +55, area code and 8 or 9 digits. */
export type Phone = string;

/** The longest text that can be a number, with all its punctuation. */
const MAX_TYPED = 40;

/**
 * The number that a text holds, in E.164, or null when no telephone can have it. Without a country it is Brazilian, and
 * needs its area code; punctuation, +55 or 55, the 0 and the carrier of long-distance calls are dropped. A number of
 * another country is one with + before it.
 */
export function normalizePhone(text: string): Phone | null {
  const typed = text.trim();
  if (typed.length > MAX_TYPED) return null;
  const parsed = parsePhoneNumberFromString(typed, { defaultCountry: 'BR', extract: false });
  return parsed?.isValid() && parsed.ext === undefined ? parsed.number : null;
}

/** A number as people write it: (11) 98765-4321, or +595 981 123456. Anything else is returned as it is. */
export function formatPhone(phone: string): string {
  const brazilian = BRAZILIAN.exec(phone);
  // Lists print hundreds: the library takes 20 µs for each.
  if (brazilian !== null) return `(${brazilian[1]}) ${brazilian[2]}-${brazilian[3]}`;
  const parsed = parsePhoneNumberFromString(phone);
  return (parsed?.country === 'BR' ? parsed.formatNational() : parsed?.formatInternational()) ?? phone;
}

const BRAZILIAN = /^\+55([1-9]{2})(9\d{4}|[2-5]\d{3})(\d{4})$/;

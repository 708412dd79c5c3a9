/**
 * A Brazilian tax number without punctuation: CPF, 11 digits; CNPJ, 12 digits or capital letters and 2 check digits
 * (letters since July 2026, Receita Federal's IN 2.229/2024).
 */
export type TaxNumber = string;

const CPF = /^\d{11}$/;
const CNPJ = /^[0-9A-Z]{12}\d{2}$/;
// From right to left the characters before a check digit are multiplied by 2, 3, 4, …: CPF up to 11, CNPJ up to 9 and then
// from 2 anew.
const CPF_FACTORS = 10;
const CNPJ_FACTORS = 8;
const SAME_CHARACTER = /^(.)\1*$/;

/** The CPF or CNPJ in a text, with or without punctuation, in any case; null when it is none or its check digits fail. */
export function parseDocument(text: string): TaxNumber | null {
  const document = text.replace(/[\s./-]/g, '').toUpperCase();
  // 111.111.111-11 passes the arithmetic, but is never issued: people type it to get past a form.
  if (SAME_CHARACTER.test(document)) return null;
  if (CPF.test(document)) return bothChecksHold(document, CPF_FACTORS) ? document : null;
  if (CNPJ.test(document)) return bothChecksHold(document, CNPJ_FACTORS) ? document : null;
  return null;
}

/** A tax number as people write it: 123.456.789-09 or 12.ABC.345/01DE-35. Anything else is returned as it is. */
export function formatDocument(document: string): string {
  if (CPF.test(document)) return document.replace(/^(...)(...)(...)(..)$/, '$1.$2.$3-$4');
  if (CNPJ.test(document)) return document.replace(/^(..)(...)(...)(....)(..)$/, '$1.$2.$3/$4-$5');
  return document;
}

function bothChecksHold(document: TaxNumber, factors: number): boolean {
  return checkDigitHolds(document.slice(0, -1), factors) && checkDigitHolds(document, factors);
}

/**
 * Whether the last digit is the check digit of what precedes it: characters, valued by their ASCII code less that of
 * '0', times their factors, modulo 11; a remainder of 0 or 1 gives 0, another 11 less the remainder.
 */
function checkDigitHolds(text: string, factors: number): boolean {
  const last = text.length - 1;
  let sum = 0;
  for (let index = 0; index < last; index += 1) sum += valueAt(text, index) * (2 + ((last - 1 - index) % factors));
  const remainder = sum % 11;
  return valueAt(text, last) === (remainder < 2 ? 0 : 11 - remainder);
}

function valueAt(text: string, index: number): number {
  return text.charCodeAt(index) - '0'.charCodeAt(0);
}

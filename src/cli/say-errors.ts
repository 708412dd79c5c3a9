import type { FieldErrors } from '../domain/result.js';
import type { TextKey } from '../i18n/catalogue.js';
import { translator } from '../i18n/translate.js';

const t = translator('en');

/** What is wrong with fields, one line each, in the language of commands; `nameOf` says what the caller knows a field by. */
export function sayErrors(errors: FieldErrors, nameOf: (field: string) => string): string[] {
  return errors.map(
    ({ field, message, params }) => `${nameOf(field)}: ${t(`validation.${message}` as TextKey, params)}`,
  );
}

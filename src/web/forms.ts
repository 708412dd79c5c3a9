import { type TObject, type TProperties, type TSchema, Type } from 'typebox';
import type { FieldErrors } from '../domain/result.js';
import type { TextKey } from '../i18n/catalogue.js';
import type { Translate } from '../i18n/translate.js';

// Form and query values are strings. Schemas only bound them (no unknown field, no NUL, no endless text); what they mean,
// and whether it is right, is said by the domain's validators, field by field.

/** No NUL, which PostgreSQL refuses, nor the other control characters that no keyboard sends. */
const PRINTABLE = '^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f]*$';

/** One text field of a form or query; absent is allowed, as an unchecked box is. */
export function text(maxLength: number): TSchema {
  return Type.Optional(Type.String({ maxLength, pattern: PRINTABLE }));
}

/** A field that may come once or several times. */
export function texts(maxLength: number, maxItems: number): TSchema {
  const one = Type.String({ maxLength, pattern: PRINTABLE });
  return Type.Optional(Type.Union([one, Type.Array(one, { maxItems })]));
}

/** The schema of a form's body: closed, with the CSRF token. */
export function form(fields: TProperties): TObject {
  return Type.Object({ _csrf: text(200), ...fields }, { additionalProperties: false });
}

/** The schema of a query: closed. */
export function query(fields: TProperties): TObject {
  return Type.Object(fields, { additionalProperties: false });
}

/** `/things/:id`: what cannot be an id of ours does not exist. */
export const idParams = Type.Object({ id: Type.String({ pattern: '^[1-9]\\d{0,9}$' }) });

export type Posted = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The field's value, '' when it is absent; of several, the last. */
export function one(posted: unknown, name: string): string {
  const value = (posted as Posted | undefined)?.[name];
  if (value === undefined) return '';
  return typeof value === 'string' ? value : (value.at(-1) ?? '');
}

/** All values of the field, in order. */
export function many(posted: unknown, name: string): string[] {
  const value = (posted as Posted | undefined)?.[name];
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : [...value];
}

const MAX_ID = 2_147_483_647;

/** The id, or null for what is none. */
export function parseId(value: string): number | null {
  if (!/^[1-9]\d{0,9}$/.test(value)) return null;
  const id = Number(value);
  return id <= MAX_ID ? id : null;
}

/** The id of the URL. @throws an error that is shown as 404 */
export function idOf(request: { params: unknown }): number {
  const id = parseId(one(request.params, 'id'));
  if (id === null) throw Object.assign(new Error('no such id'), { statusCode: 404 });
  return id;
}

/** A field's error as a form shows it. */
export interface FieldErrorView {
  field: string;
  text: string;
}

/** The errors in the reader's language. */
export function errorViews(errors: FieldErrors, t: Translate): FieldErrorView[] {
  return errors.map(({ field, message, params }) => ({ field, text: t(`validation.${message}` as TextKey, params) }));
}

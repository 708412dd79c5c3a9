import { FieldChecks, type Raw } from './field-checks.js';
import { ROLES, type Role } from './permissions.js';
import type { FieldErrors, Result } from './result.js';
import { LOCALES, type Locale } from './settings.js';

export const MAX_EXTERNAL_ID_LENGTH = 60;
export const MIN_PASSWORD_LENGTH = 10;
export const MAX_PASSWORD_LENGTH = 200;
export const THEMES = ['auto', 'light', 'dark'] as const;

export type Theme = (typeof THEMES)[number];

/** A user as posted. A login makes a user with access; sellers made by an import have none. */
export interface UserForm {
  readonly name?: Raw;
  readonly login?: Raw;
  /** Blank keeps the one that is stored. */
  readonly password?: Raw;
  readonly role?: Raw;
  /** The ERP's id of a seller. */
  readonly externalId?: Raw;
}

export interface CleanUser {
  readonly name: string;
  /** Null for a user without access, whose stored password goes too. */
  readonly login: string | null;
  /** The new password in clear, to be hashed; null for no new one. */
  readonly password: string | null;
  readonly role: Role;
  readonly externalId: string | null;
}

/** What is known of the user besides the form: whether a password is stored, and whether he must be able to sign in. */
export interface UserAccess {
  readonly hasPassword: boolean;
  /** True for the first administrator, and for users made by command. */
  readonly mustSignIn: boolean;
}

/** Checks a user: a login needs a password and a password a login (SPEC 1, 10). */
export function validateUser(form: UserForm, access: UserAccess): Result<CleanUser, FieldErrors> {
  const checks = new FieldChecks();
  const login = readLogin(checks, form.login);
  const password = readNewPassword(checks, form.password);
  if (login === '' && (password !== null || access.mustSignIn)) checks.refuse('login', 'required');
  if (password === null && (login !== '' || access.mustSignIn) && !access.hasPassword)
    checks.refuse('password', 'required');
  return checks.result({
    name: checks.name('name', form.name),
    login: login || null,
    password,
    role: checks.oneOf('role', form.role, ROLES),
    externalId: checks.line('externalId', form.externalId, MAX_EXTERNAL_ID_LENGTH) || null,
  });
}

/** Checks a password that replaces one's own. */
export function validatePassword(form: { readonly password?: Raw }): Result<string, FieldErrors> {
  const checks = new FieldChecks();
  const password = readNewPassword(checks, form.password);
  if (password === null) checks.refuse('password', 'required');
  return checks.result(password ?? '');
}

/** A user's own taste. A blank language follows the company's. */
export function validatePreferences(form: {
  readonly locale?: Raw;
  readonly theme?: Raw;
}): Result<{ readonly locale: Locale | null; readonly theme: Theme }, FieldErrors> {
  const checks = new FieldChecks();
  return checks.result({
    locale: checks.optionalOneOf('locale', form.locale, LOCALES),
    theme: checks.oneOf('theme', form.theme, THEMES),
  });
}

/** Lower-cased, so that nobody is locked out by a telephone's capital; empty when none was typed. */
function readLogin(checks: FieldChecks, raw: Raw): string {
  const login = (raw ?? '').trim().toLowerCase();
  if (login !== '' && !/^[a-z0-9._-]{2,40}$/.test(login)) checks.refuse('login', 'invalidLogin');
  return login;
}

/** Taken as typed, spaces included: a pass phrase is the user's own. */
function readNewPassword(checks: FieldChecks, raw: Raw): string | null {
  const password = raw ?? '';
  if (password === '') return null;
  if (password.length < MIN_PASSWORD_LENGTH) checks.refuse('password', 'tooShort', { min: MIN_PASSWORD_LENGTH });
  if (password.length > MAX_PASSWORD_LENGTH) checks.refuse('password', 'tooLong', { max: MAX_PASSWORD_LENGTH });
  return password;
}

import { isTimeZone } from './civil-date.js';
import { FieldChecks, type Raw } from './field-checks.js';
import type { FieldErrors, Result } from './result.js';

export const LOCALES = ['pt-BR', 'en'] as const;

export type Locale = (typeof LOCALES)[number];

/** *Empresa* as posted. */
export interface SettingsForm {
  readonly companyName?: Raw;
  readonly timeZone?: Raw;
  readonly locale?: Raw;
}

/** The company's settings: its name, the zone that says which day it is, and the language of who chose none. */
export interface CleanSettings {
  readonly companyName: string;
  readonly timeZone: string;
  readonly locale: Locale;
}

export function validateSettings(form: SettingsForm): Result<CleanSettings, FieldErrors> {
  const checks = new FieldChecks();
  const companyName = checks.name('companyName', form.companyName);
  const timeZone = checks.requiredLine('timeZone', form.timeZone, 60);
  if (timeZone !== '' && !isTimeZone(timeZone)) checks.refuse('timeZone', 'notATimeZone');
  return checks.result({ companyName, timeZone, locale: checks.oneOf('locale', form.locale, LOCALES) });
}
